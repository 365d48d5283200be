// One of a crowd: what it asked for, what it was told, and what of that cannot be.
import type { Dice } from '../dice.ts';
import type { CallWord, Ears, Mouth, Shape } from './shape.ts';

/** What became of each message of a crowd: how often its sender was told, and whether it was taken. */
export type Post = Map<string, { ends: number; isTaken: boolean }>;

/** A message names its addressee, its number there and its sender. */
const letter = (to: string, number: number, from: string): string => `${to} ${number} ${from}`;

/** What may follow on what, at the end of a caller. */
const follows: Readonly<Record<CallWord, readonly string[]>> = {
  received: ['inviting'],
  accepted: ['received'],
  refused: ['received'],
  failed: ['inviting', 'received'],
  endedByPeer: ['inviting', 'received', 'accepted', 'incoming'],
  endedByMe: ['inviting', 'received', 'accepted', 'incoming'],
};
const pending: ReadonlySet<string> = new Set(['inviting', 'received']);
const extras = [undefined, undefined, '{"_timeout":5}', '{"_require_peer_online":1}'];

/** A member of a crowd. */
export class Member implements Ears {
  readonly account: string;
  /** What it was told that cannot be. */
  readonly complaints: string[] = [];
  /** Where it is, as far as it was told: `entering`, `in`, `leaving`, or out. */
  session: 'out' | 'entering' | 'in' | 'leaving' = 'out';
  channel = '';
  place: 'none' | 'joining' | 'joined' | 'leaving' = 'none';
  readonly roster = new Set<string>();
  /** Everything that it was told, as one number: the same seed gives the same. */
  heard = 0;
  readonly mouth: Mouth;
  readonly #post: Post;
  readonly #dice: Dice;
  readonly #now: () => number;
  readonly #numbers = new Map<string, number>();
  /** The last message of a sender, at an address. */
  readonly #last = new Map<string, number>();
  /** Messages that it should have been told before others. */
  readonly #missed: string[] = [];
  readonly #waiting = new Set<string>();
  readonly #calls = new Map<string, string>();
  #queries = 0;

  constructor(
    account: string,
    shape: Shape,
    { post, dice, now }: { readonly post: Post; readonly dice: Dice; readonly now: () => number },
  ) {
    this.account = account;
    this.#post = post;
    this.#dice = dice;
    this.#now = now;
    this.mouth = shape(this, account);
  }

  // --- what it does --------------------------------------------------------------------------------

  /** One thing of whatever kind that makes sense where it is. */
  act(channels: readonly string[], accounts: readonly string[]): void {
    const { mouth, session, place } = this;
    const dice = this.#dice;
    if (session === 'out') this.#enter();
    if (session !== 'in' || mouth.status !== 2) return;
    const die = dice.below(100);
    const peer = dice.oneOf(accounts);
    if (die < 1) {
      this.session = 'leaving';
      mouth.logout();
    } else if (place === 'none') {
      this.channel = dice.oneOf(channels);
      this.place = 'joining';
      mouth.join(this.channel);
    } else if (place !== 'joined' || die < 45) {
      this.#write(peer, (text) => mouth.tell(peer, text));
    } else if (die < 48) {
      this.place = 'leaving';
      mouth.leave(this.channel);
    } else if (die < 70) {
      const { channel } = this;
      this.#write(channel, (text) => mouth.say(channel, text));
    } else if (die < 75) {
      this.#queries += 1;
      mouth.count(this.channel);
    } else if (die < 85) this.#hangUp();
    else this.#invite(peer);
  }

  logout(): void {
    if (this.session !== 'in') return;
    this.session = 'leaving';
    this.mouth.logout();
  }

  #enter(): void {
    this.session = 'entering';
    this.mouth.login();
  }

  #write(to: string, send: (text: string) => void): void {
    const number = (this.#numbers.get(to) ?? 0) + 1;
    this.#numbers.set(to, number);
    const text = letter(to, number, this.account);
    this.#post.set(text, { ends: 0, isTaken: false });
    this.#waiting.add(text);
    send(text);
  }

  #invite(peer: string): void {
    const channel = `call-${this.account}`;
    const key = `caller ${channel} ${peer}`;
    if (peer === this.account || this.#calls.has(key)) return;
    this.#calls.set(key, 'inviting');
    this.mouth.invite(channel, peer, this.#dice.oneOf(extras));
  }

  #hangUp(): void {
    const keys = [...this.#calls.keys()];
    if (keys.length === 0) return;
    const [role, channel = '', peer = ''] = this.#dice.oneOf(keys).split(' ');
    this.mouth.hangUp(role as 'caller', channel, peer);
  }

  // --- what it hears -------------------------------------------------------------------------------

  loggedIn(): void {
    this.#hear('onLoginSuccess', ['entering']);
    this.session = 'in';
  }

  notLoggedIn(): void {
    this.#hear('onLoginFailed', ['entering']);
    this.session = 'out';
  }

  loggedOut(): void {
    this.#hear('onLogout', ['in', 'leaving']);
    const open = [...this.#calls].filter(([, state]) => pending.has(state)).map(([key]) => key);
    const rest = [...this.#waiting, ...open, ...(this.#queries > 0 ? ['a query'] : [])];
    if (this.place !== 'none') rest.push(`its place in ${this.channel}`);
    if (rest.length > 0) this.#complain(`onLogout came before the end of ${rest.join(', ')}`);
    this.session = 'out';
    this.place = 'none';
    this.#queries = 0;
    this.#waiting.clear();
    this.#calls.clear();
    this.#last.clear();
  }

  joined(channel: string): void {
    this.#atPlace('onChannelJoined', channel, ['joining']);
    this.place = 'joined';
    this.#forgetPlace(channel);
  }

  notJoined(channel: string): void {
    this.#atPlace('onChannelJoinFailed', channel, ['joining']);
    this.place = 'none';
  }

  left(channel: string): void {
    this.#atPlace('onChannelLeaved', channel, ['joined', 'leaving']);
    this.place = 'none';
    this.#forgetPlace(channel);
  }

  list(accounts: readonly string[]): void {
    this.#atPlace('onChannelUserList', this.channel, ['joined']);
    for (const one of accounts) this.roster.add(one);
  }

  came(account: string): void {
    this.#atPlace('onChannelUserJoined', this.channel, ['joined', 'leaving']);
    if (this.roster.has(account)) this.#complain(`${account} came to ${this.channel} twice`);
    this.roster.add(account);
  }

  went(account: string): void {
    this.#atPlace('onChannelUserLeaved', this.channel, ['joined', 'leaving']);
    if (!this.roster.delete(account)) this.#complain(`${account} left ${this.channel} twice`);
  }

  told(channel: string, from: string, text: string): void {
    this.#hear(text, ['in', 'leaving']);
    const [to = '', number = '', sender] = text.split(' ');
    if (sender !== from) this.#complain(`'${text}' came as from ${from}`);
    if (to !== (channel || this.account)) this.#complain(`'${text}' came to ${channel}`);
    const key = `${to} ${from}`;
    const last = this.#last.get(key);
    const n = Number(number);
    if (last !== undefined && n <= last) this.#complain(`'${text}' came after number ${last}`);
    for (let gap = (last ?? n) + 1; gap < n; gap++) this.#missed.push(letter(to, gap, from));
    this.#last.set(key, n);
  }

  sent(text: string, isTaken: boolean): void {
    this.#hear(`sent ${text}`, ['in', 'leaving']);
    this.#waiting.delete(text);
    const message = this.#post.get(text);
    if (message === undefined) return this.#complain(`it never sent '${text}'`);
    message.ends += 1;
    message.isTaken = isTaken;
  }

  counted(): void {
    this.#hear('the answer to a query', ['in', 'leaving']);
    this.#queries -= 1;
    if (this.#queries < 0) this.#complain('a query was answered twice');
  }

  rings(channel: string, peer: string): void {
    this.#hear('onInviteReceived', ['in', 'leaving']);
    this.#calls.set(`callee ${channel} ${peer}`, 'incoming');
    if (this.session !== 'in' || this.mouth.status !== 2) return;
    const die = this.#dice.below(10);
    if (die < 4) this.mouth.accept(channel, peer);
    else if (die < 6) this.mouth.refuse(channel, peer);
  }

  call(role: 'caller' | 'callee', channel: string, peer: string, word: CallWord): void {
    this.#hear(`${word} as ${role}`, ['in', 'leaving']);
    const key = `${role} ${channel} ${peer}`;
    const state = this.#calls.get(key) ?? 'no call';
    const isMine = role === 'caller' || word === 'endedByPeer' || word === 'endedByMe';
    if (!isMine || !follows[word].includes(state)) {
      this.#complain(`${word} at ${key} came after ${state}`);
    }
    if (word === 'received' || word === 'accepted') this.#calls.set(key, word);
    else this.#calls.delete(key);
  }

  other(text: string): void {
    this.#hear(text, ['in', 'leaving']);
  }

  // --- what cannot be ------------------------------------------------------------------------------

  /** What is wrong once all is quiet. */
  rest(): readonly string[] {
    for (const [key, state] of this.#calls) {
      if (state === 'inviting') this.#complain(`${key} has heard nothing`);
    }
    for (const text of this.#missed) {
      if (this.#post.get(text)?.isTaken === true) this.#complain(`'${text}' never came`);
    }
    if (this.#queries > 0) this.#complain(`${this.#queries} queries have no answer`);
    if (this.session === 'entering') this.#complain('a login has no answer');
    if (this.place === 'joining' || this.place === 'leaving') {
      this.#complain(`${this.place} ${this.channel} has no answer`);
    }
    return this.complaints;
  }

  #forgetPlace(channel: string): void {
    this.roster.clear();
    for (const key of this.#last.keys()) if (key.startsWith(`${channel} `)) this.#last.delete(key);
  }

  #atPlace(what: string, channel: string, places: readonly string[]): void {
    this.#hear(`${what} ${channel}`, ['in', 'leaving']);
    if (channel === this.channel && places.includes(this.place)) return;
    this.#complain(`${what} of ${channel} came while ${this.place} ${this.channel}`);
  }

  #hear(what: string, sessions: readonly string[]): void {
    for (const char of `${this.#now()} ${what}`) {
      this.heard = (this.heard * 31 + (char.codePointAt(0) ?? 0)) % 4_294_967_291;
    }
    if (!sessions.includes(this.session)) this.#complain(`${what} came while ${this.session}`);
  }

  #complain(text: string): void {
    if (this.complaints.length < 20)
      this.complaints.push(`${this.account} at ${this.#now()}: ${text}`);
  }
}
