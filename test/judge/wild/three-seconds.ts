// After a chat widget: one helper, `retry(what)`, waits three seconds, and everything goes through it.
//
// fault: waits-never-grow        logins and joins come every three seconds for as long as it lasts
// fault: kick-war                also after 103
// fault: retries-refused         also after 205, 206, 207 and 209, 106 and 107
// fault: same-token-again        also after 204 and 105, with the token that has run out
// fault: rejoins-after-removal   also after 601
// fault: calls-dead-session      603 and 604 are answered with a join, and the session is gone
// fault: works-after-logout      also after 101 and 203
// fault: kicks-itself             logged out while it waits, it has two timers, and two logins
// fault: lockstep                three seconds are the same three seconds for everybody
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';

const retry = (what: () => void): void => {
  setTimeout(what, 3_000);
};

class ThreeSeconds {
  state = 'offline';
  readonly #Signal: SignalFactory;
  #session: Session | undefined;
  #room = '';

  constructor(Signal: SignalFactory) {
    this.#Signal = Signal;
  }

  open(account: string, token: string): void {
    this.state = 'connecting';
    const session = this.#Signal('app').login(account, token);
    const again = (): void => {
      this.state = 'offline';
      retry(() => this.open(account, token));
    };
    session.onLoginSuccess = () => {
      this.state = 'online';
      if (this.#room !== '') this.enter(this.#room);
    };
    session.onLoginFailed = again;
    session.onLogout = again;
    this.#session = session;
  }

  enter(room: string): void {
    this.#room = room;
    const channel = this.#session?.channelJoin(room);
    if (channel === undefined) return;
    channel.onChannelJoinFailed = () => retry(() => this.enter(room));
    channel.onChannelLeaved = () => retry(() => this.enter(room));
  }

  close(): void {
    this.#session?.logout();
  }
}

export default subject({
  name: 'three seconds',
  create: (world) => new ThreeSeconds(world.Signal),
  do: {
    login: (app, { account, token }) => app.open(account, token),
    logout: (app) => app.close(),
    channelJoin: (app, { channel }) => app.enter(channel),
  },
  state: (app) => app.state,
});
