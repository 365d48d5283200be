// A chat client of the kind that tutorials show: it works on a good day. What goes wrong with it on
// a bad one is shown in test/examples/naive-chat.test.ts; examples/careful-chat.ts does it better.
import type { Channel, Session, SignalFactory } from 'sigsim/sdk';

/** What the client needs: the SDK, or its double. */
export interface NaiveChatOptions {
  readonly Signal: SignalFactory;
  readonly appId: string;
}

/** A chat client that retries everything, at once and for ever. */
export class NaiveChat {
  status: 'offline' | 'connecting' | 'online' = 'offline';
  /** What was said in the channel, as `account: text`. */
  readonly lines: string[] = [];
  readonly #options: NaiveChatOptions;
  #session: Session | undefined;
  #channel: Channel | undefined;
  #room = '';

  constructor(options: NaiveChatOptions) {
    this.#options = options;
  }

  /** Logs in, and again a second after whatever went wrong. */
  connect(account: string, token: string): void {
    this.status = 'connecting';
    const session = this.#options.Signal(this.#options.appId).login(account, token);
    const again = (): void => {
      this.status = 'offline';
      setTimeout(() => this.connect(account, token), 1000); // Even after a kick; even with a bad token.
    };
    session.onLoginSuccess = () => {
      this.status = 'online';
      if (this.#room !== '') this.enter(this.#room);
    };
    session.onLoginFailed = again;
    session.onLogout = again;
    this.#session = session;
  }

  /** Enters a room. */
  enter(room: string): void {
    this.#room = room;
    const channel = this.#session?.channelJoin(room);
    if (channel === undefined) return;
    channel.onMessageChannelReceive = (account, _uid, text) => {
      this.lines.push(`${account}: ${text}`);
    };
    this.#channel = channel; // That the join may fail does not occur to it.
  }

  /** Says something in the room, and hopes. */
  say(text: string): void {
    this.#channel?.messageChannelSend(text);
  }

  /** Logs out; the logout comes back as a reason to log in again. */
  disconnect(): void {
    this.#session?.logout();
  }
}
