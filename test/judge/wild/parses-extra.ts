// After many callers: the text of a failed call is JSON with a `reason` on a good day, and plain text
// on another.
//
// fault: throws-in-handler   JSON.parse throws on plain text, and the caller's screen goes on ringing
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

class Caller {
  state = 'off';
  readonly screen: string[] = [];
  readonly #Signal: SignalFactory;
  #session: Session | undefined;

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  on(account: string, token: string): void {
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

  dial(channel: string, peer: string): void {
    const call = this.#session?.channelInviteUser2(channel, peer);
    if (call === undefined) return;
    call.onInviteFailed = (extra) => {
      const { reason } = JSON.parse(extra) as { readonly reason: string };
      this.screen.push(reason === 'no ack' ? 'Not there' : 'Failed');
    };
  }

  off(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'parses extra',
  create: (world) => new Caller(world.Signal),
  do: {
    login: (app, { account, token }) => app.on(account, token),
    logout: (app) => app.off(),
    channelInviteUser2: (app, { channel, peer }) => app.dial(channel, peer),
  },
  state: (app) => app.state,
});
