// After a video doorbell: the two names of an invitation are both texts, and it gives them in the
// wrong order. Nobody's phone ever rings.
//
// fault: mixes-up-names   it invites the channel to the peer
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class Doorbell {
  state = 'off';
  /** What the screen shows. */
  readonly screen: string[] = [];
  readonly #Signal: SignalFactory;
  #session: Session | undefined;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  plugIn(account: string, token: string): void {
    this.state = 'starting';
    const session = this.#Signal('app').login(account, token);
    session.onLoginSuccess = () => {
      this.state = 'on';
    };
    session.onLoginFailed = (ecode) => {
      this.state = `error ${ecode}`;
    };
    session.onLogout = (ecode) => {
      this.state = ecode === 101 ? 'off' : `error ${ecode}`;
    };
    this.#session = session;
  }

  press(channel: string, peer: string): void {
    const call = this.#session?.channelInviteUser2(peer, channel);
    if (call === undefined) return;
    call.onInviteFailed = (extra) => {
      this.screen.push(extra);
    };
  }

  unplug(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'swapped names',
  create: (world) => new Doorbell(world.Signal),
  do: {
    login: (app, { account, token }) => app.plugIn(account, token),
    logout: (app) => app.unplug(),
    channelInviteUser2: (app, { channel, peer }) => app.press(channel, peer),
  },
  state: (app) => app.state,
});
