// A small client that reacts as it should, written so that one method is enough to break one rule.
import { subject, type Subject } from '../../src/run/index.ts';
import type { SignalingWorld } from '../../src/create-world.ts';
import type { Channel, Session } from '../../src/sdk/index.ts';

/** What ends a session or a login for good, until its user does something. */
const final = new Set([103, 106, 107, 205, 206, 207, 209]);
/** Ends that are wanted, and a login beside a session that lives. */
const quiet = new Set([101, 108, 203, 208]);

/** The client. Everything that a rule speaks of is a method of its own. */
export class Sketch {
  status = 'offline';
  readonly told: string[] = [];
  protected account = '';
  protected room = '';
  protected session: Session | undefined;
  protected channel: Channel | undefined;
  protected tries = 0;
  protected isRefreshed = false;
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  protected readonly world: SignalingWorld;

  constructor(world: SignalingWorld) {
    this.world = world;
  }

  connect(account: string): unknown {
    this.account = account;
    return this.login();
  }

  protected token(): string {
    return this.world.service.issueToken({ account: this.account, appId: 'app' });
  }

  protected login(): unknown {
    this.status = 'connecting';
    this.session = this.world.Signal('app').login(this.account, this.token());
    this.listen(this.session);
    return undefined;
  }

  protected listen(session: Session): void {
    session.onLoginSuccess = () => this.onIn();
    session.onLoginFailed = (code) => this.onOut(code);
    session.onLogout = (code) => this.onOut(code);
    session.onError = () => undefined; // What was asked for fails with it, and says so.
  }

  protected onIn(): void {
    this.status = 'online';
    this.tries = 0;
    this.isRefreshed = false;
    if (this.room !== '') this.enter(this.room);
  }

  protected onOut(code: number): void {
    if (code === 208) return;
    this.stopTimers();
    this.status = 'offline';
    if (quiet.has(code)) return;
    if (final.has(code)) this.tell(code);
    else if (code === 105 || code === 204) this.refresh(code);
    else this.again(() => void this.login());
  }

  protected refresh(code: number): void {
    if (this.isRefreshed) {
      this.tell(code);
      return;
    }
    this.isRefreshed = true;
    this.after(1_000, () => void this.login());
  }

  protected waitMs(): number {
    const ms = Math.min(1_000 * 2 ** this.tries++, 60_000);
    return ms / 2 + (ms / 2) * Math.random();
  }

  protected again(run: () => void): void {
    this.after(this.waitMs(), run);
  }

  protected after(ms: number, run: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      run();
    }, ms);
    this.#timers.add(timer);
  }

  protected stopTimers(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }

  protected tell(code: number): void {
    this.told.push(`Something went wrong (${code}).`);
  }

  enter(room: string): void {
    this.room = room;
    const channel = this.session?.channelJoin(room);
    if (channel === undefined) return;
    this.channel = channel;
    channel.onChannelJoinFailed = () => this.onNotJoined();
    channel.onChannelLeaved = (code) => this.onLeft(code);
  }

  protected onNotJoined(): void {
    this.again(() => this.enter(this.room));
  }

  protected onLeft(code: number): void {
    if (code === 601) {
      this.room = '';
      this.tell(code);
    } else if (code === 600) this.again(() => this.enter(this.room));
  }

  say(text: string): void {
    this.channel?.messageChannelSend(text, (_error, info) => {
      if (info !== undefined) this.onNotSent(info.value, text);
    });
  }

  protected onNotSent(code: number, _text: string): void {
    this.tell(code);
  }

  ring(peer: string): void {
    const call = this.session?.channelInviteUser2('lobby', peer);
    if (call !== undefined) call.onInviteFailed = (extra) => this.onNoCall(extra, peer);
  }

  protected onNoCall(_extra: string, _peer: string): void {
    this.tell(700);
  }

  disconnect(): void {
    this.stopTimers();
    this.session?.logout();
  }

  dispose(): void {
    this.disconnect();
  }
}

/** The subject of a sketch. */
export const subjectOf = (Client: typeof Sketch): Subject<Sketch> =>
  subject({
    name: 'sketch',
    create: (world) => new Client(world),
    do: {
      login: (app, { account }) => app.connect(account),
      logout: (app) => app.disconnect(),
      channelJoin: (app, { channel }) => app.enter(channel),
      messageChannelSend: (app, { body }) => app.say(body),
      channelInviteUser2: (app, { peer }) => app.ring(peer),
    },
    state: (app) => app.status,
    told: (app) => app.told,
    dispose: (app) => app.dispose(),
  });
