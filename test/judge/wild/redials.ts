// After a call button for a care home: whoever presses it is to be heard, so a call that failed is
// placed again after ten seconds, and again.
//
// fault: redials   a phone that nobody takes rings for ever, and nobody asked for it
import { subject } from 'sigsim/paths';
import type { AgoraAPI } from 'sigsim';

class CallButton {
  state = 'off';
  readonly #api: AgoraAPI;

  constructor(api: AgoraAPI) {
    this.#api = api;
    api.onLoginSuccess = () => {
      this.state = 'on';
    };
    api.onLoginFailed = (ecode) => {
      this.state = `failed ${ecode}`;
    };
    api.onLogout = (ecode) => {
      this.state = ecode === 101 ? 'off' : `off ${ecode}`;
    };
    api.onInviteFailed = (channel, peer, _uid, ecode) => {
      this.state = `on, no call ${ecode}`;
      setTimeout(() => {
        if (api.getStatus() === 2) this.press(channel, peer);
      }, 10_000);
    };
  }

  login(account: string, token: string): void {
    this.state = 'starting';
    this.#api.login('app', account, token);
  }

  press(channel: string, peer: string): void {
    this.#api.channelInviteUser2(channel, peer, '{"_timeout":20}');
  }

  logout(): void {
    this.#api.logout();
  }
}

export default subject({
  name: 'redials',
  create: (world, options) => new CallButton(world.createAgoraAPI(options)),
  do: {
    login: (app, { account, token }) => app.login(account, token),
    logout: (app) => app.logout(),
    channelInviteUser2: (app, { channel, peer }) => app.press(channel, peer),
  },
  state: (app) => app.state,
});
