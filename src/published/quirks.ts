// What the published SDK 1.4.0 does otherwise than its documentation says, as data: what it does, what
// is documented, and why a client must care. The rest of this folder reads it from here, so that a
// change of one value changes one behaviour.
//
// All of it is known from running the published bundle against a service of our own
// (wire-protocol.md); none of it is its code.

/** One thing that 1.4.0 does otherwise than documented. */
export interface Quirk<Value = unknown> {
  /** What 1.4.0 does. */
  readonly value: Value;
  /** What one would expect of the documentation. */
  readonly documented: string;
  /** Why a client must care. */
  readonly care: string;
  readonly source: string;
}

const quirk = <const Value>(
  value: Value,
  [documented, care, source]: readonly [documented: string, care: string, source: string],
): Quirk<Value> => ({ value, documented, care, source });

/** Reasons of refused logins that 1.4.0 knows: the whole text, or with what it begins. */
export interface LoginReason {
  readonly text: string;
  readonly isWhole: boolean;
  readonly ecode: number;
}

const loginReasons: readonly LoginReason[] = [
  { text: 'kick', isWhole: true, ecode: 207 },
  { text: 'TokenErrorExpired', isWhole: true, ecode: 204 },
  { text: 'TokenError', isWhole: false, ecode: 206 },
  { text: 'wrong account', isWhole: false, ecode: 209 },
];

/** Everything that 1.4.0 does otherwise than documented. */
export const quirks = {
  // --- login -----------------------------------------------------------------------------------
  methodsComeWithSocket: quirk(true, [
    'the methods of a session are there at once',
    'channelJoin right after login() is a TypeError: wait for onLoginSuccess',
    'wire 5 [C11]',
  ]),
  lookUpMs: quirk(5000, [
    'nothing is said of a look-up',
    'a look-up that hangs is given up after 5 s, and tried once more: 201 after 10 s',
    'wire 2 [B2]',
  ]),
  lookUpTries: quirk(2, ['nothing is said of a look-up', 'as above', 'wire 2 [B1, B2]']),
  lookUpStatusIsLostOn: quirk(true, [
    'a failed login ends in onLoginFailed',
    'a look-up answered with anything but 200 leaves the session in state 1 for ever: run a watchdog',
    'LC L4b; wire 2 [B3, X16]',
  ]),
  socketsRaced: quirk(2, [
    'a login is one connection',
    'an error of either socket fails the login, though the other is well',
    'LC L5; wire 4 [C3b]',
  ]),
  openMs: quirk(6000, [
    'nothing is said of a time limit',
    'a socket that does not open fails after 6 s: 201, or the next attempt of a reconnect',
    'wire 10',
  ]),
  loginReplyMs: quirk(Infinity, [
    'a failed login ends in onLoginFailed',
    'a login that is never answered leaves the session in state 1 for ever: run a watchdog',
    'LC L7; wire 10',
  ]),
  loginReasons: quirk(loginReasons, [
    'every reason has its code, 200 to 209',
    'four reasons have codes of their own',
    'LC L10 to L14; wire 4',
  ]),
  otherReason: quirk(201, [
    '202 where the service refuses, 200 where nobody knows why',
    '201 is the network only by its name: a refusal looks the same',
    'LC L14; wire 4',
  ]),
  failsWithoutHandler: quirk(false, [
    'a session that is refused is out, whoever listens',
    'without onLoginFailed a refused session stays in state 1',
    'wire 4 [C8]',
  ]),
  secondSession: quirk(true, [
    '208: login() while logged in is ignored',
    'each login() opens a session of its own; the service throws the older one of the account out (103)',
    'LC L18; wire 1 [H16]',
  ]),
  risesAgain: quirk(true, [
    'logout() during login ends it with 203',
    'an answer that was under way logs the session in after all: call logout() again in onLoginSuccess',
    'LC L17; wire 10 [C9, C10]',
  ]),
  uid: quirk('given', [
    'uid is always 0',
    'uid is the number that the service gave: do not compare it with 0',
    'decisions.md E.7; wire 4',
  ]),
  // --- logout ----------------------------------------------------------------------------------
  logoutWantsHandler: quirk(true, [
    'logout() ends the session',
    'without onLogout it does nothing, and the session stays online',
    'LC 2.1, silences 4; wire 10 [D17]',
  ]),
  logoutEcode: quirk(101, [
    'logout() while out is answered by 108',
    'logout() while out is answered by nothing: do not wait for onLogout',
    'LC L22; wire 10 [D22]',
  ]),
  logoutWhileReconnecting: quirk('ignored', [
    'logout() while reconnecting ends the session with 101',
    'it does nothing, and the SDK logs in again: call it again in onLoginSuccess',
    'LC L33; wire 10 [D16]',
  ]),
  endsAfterHandler: quirk(true, [
    'getStatus() is 0 once the end is told',
    'in onLogout it is still 2 or 3, in onLoginFailed 1: a logout() in the handler is sent once more, and ' +
      'a login() that asks for the status first is never made',
    'observed',
  ]),
  logoutKeepsLine: quirk(true, [
    'nothing is said of session.line',
    'session.line is that of the session that is over',
    'observed',
  ]),
  // --- the line --------------------------------------------------------------------------------
  closeEcode: quirk(102, [
    '102 comes where the reconnects are used up',
    'an ordered close is 102 at once, with no reconnect',
    'LC L25; wire 10',
  ]),
  kickEcode: quirk(103, ['103 or, before 1.4.0, 102', 'no login by itself after it', 'LC L23']),
  errorEcode: quirk(102, [
    'a lost line is fetched back',
    'a socket that breaks ends the session with 102 at once, but on iOS and Edge',
    'LC L26; wire 10 [D11, X7]',
  ]),
  errorReconnectsOn: quirk(/iPad|iPhone|iPod|Edge/, [
    'a lost line is fetched back',
    'on these a socket that breaks is fetched back, and the attempts of all such losses count together',
    'LC L26; wire 10 [D12]',
  ]),
  retryMs: quirk(200, ['nothing is said of delays', 'attempts after 0.2, 0.4, 0.8 … s', 'wire 10']),
  retryMsMax: quirk(2000, ['nothing is said of delays', 'later ones every 2 s', 'wire 10']),
  retryCount: quirk(10, [
    '10 attempts or 30 s, whichever is reached first',
    '10 attempts whatever time they take: 15 s where each fails at once, 75 s where each hangs',
    'LC L28; wire 10 [D6, D7]',
  ]),
  retryTimeMs: quirk(300_000, [
    'the fourth argument of login() is seconds, default 30',
    'it is milliseconds, default 300 000, and changes nothing',
    'LC D-21; wire 10 [D8]',
  ]),
  reconnectSays: quirk('onLoginSuccess', [
    'a reconnect is silent',
    'onLoginSuccess comes again: whoever joins in it recovers, whoever counts in it counts twice',
    'LC L29; wire 10',
  ]),
  refusedReconnectSays: quirk('nothing', [
    'a reconnect that is refused ends in onLogout: 105, 103, 100',
    'the session is out without a word: watch getStatus()',
    'LC L30 to L32; wire 10 [D14]',
  ]),
  closedReconnect: quirk('stuck', [
    'a reconnect that fails is tried again',
    'a socket that closes cleanly before the login is answered leaves the session in state 3 for ever',
    'LC L27b; wire 10 [D13]',
  ]),
  pingMs: quirk(10_000, [
    'a line that is silent is lost after 40 s',
    'pings go out every 10 s, and nobody misses the answers: a half-open line is online for ever',
    'LC 2.1, silences 7; wire 10 [D9, D10]',
  ]),
  oldLoopsGoOn: quirk(true, [
    'nothing is said of pings',
    'every reconnect within 10 s leaves one more ping and one more mailbox loop',
    'wire 10 [D5]',
  ]),
  // --- requests --------------------------------------------------------------------------------
  requestMs: quirk(Infinity, [
    '401 and 501 come where no answer comes',
    'no request ever times out: give each a time limit of your own',
    'LC M7, C6; wire 5',
  ]),
  repliesRepeat: quirk(true, [
    'a callback is called once',
    'an answer that comes twice calls it twice',
    'wire 5',
  ]),
  channelErrors: quirk('hidden', [
    'the callback of a channel method is called on success',
    'it is called with no argument whatever the service said',
    'LC M6, D-37; wire 5',
  ]),
  instantUid: quirk(0, [
    'uid is 0',
    'it is 0 here, and the number of the account elsewhere',
    'E.7',
  ]),
  otherPrefix: quirk('dropped', [
    'invoke() answers',
    'a function without io.agora.signal. before it is dropped in silence',
    'wire 5',
  ]),
  // --- channels --------------------------------------------------------------------------------
  joinOutside: quirk(undefined, [
    'channelJoin gives a channel; 1003 where nobody is logged in',
    'it gives undefined: check before you assign callbacks',
    'LC C2; wire 8',
  ]),
  newestChannelHearsAll: quirk(true, [
    'each channel object has its own events',
    'the channel joined last hears everything, answers to joins and leaves of others, too',
    'LC C8, 5.8; wire 8 [E7]',
  ]),
  leaveEcode: quirk(0, [
    'onChannelLeaved has a code: 602, 603, 604 …',
    'it is always 0, and comes for the own leave alone',
    'LC C11, D-6; wire 5',
  ]),
  leaveCallbackAlone: quirk(true, [
    'onChannelLeaved tells of a leave',
    'channelLeave(cb) calls cb and never onChannelLeaved',
    'LC 2.1, silences 8; wire 5',
  ]),
  channelIdsRise: quirk(true, [
    'nothing is said of lost events',
    'an event whose number does not rise is dropped',
    'wire 8 [E8]',
  ]),
  // --- calls -----------------------------------------------------------------------------------
  callsByJoinedName: quirk(true, [
    'a call is known by channel and peer',
    '("ab", "c") and ("a", "bc") are one call',
    'wire 9 [E13]',
  ]),
  newestCallHearsAll: quirk(true, [
    '701: a call that is repeated fails',
    'the newest Call of an address hears everything, the older one nothing',
    'LC I4, 5.2; wire 9',
  ]),
  endSays: quirk('every time', [
    'onInviteEndByMyself tells that the call is over',
    'it comes at once, each time channelInviteEnd() is called, whatever the service says',
    'LC Q28; wire 9',
  ]),
  reconnectForgetsCalls: quirk(true, [
    '702: a call fails where the line is lost',
    'calls are forgotten by a reconnect: nothing of them is heard any more',
    'LC 5.6; wire 9',
  ]),
  // --- mailbox ---------------------------------------------------------------------------------
  mailboxTickMs: quirk(100, [
    'nothing is said of fetching',
    'mail is looked at on a grid',
    'wire 7',
  ]),
  ackMs: quirk(1000, [
    'nothing is said of acknowledging',
    'a message is acknowledged a second later: a line lost before brings it again',
    'LC 5.7; wire 7',
  ]),
  pollMs: quirk(60_000, [
    'nothing is said of fetching',
    'what was not pushed is fetched a minute later',
    'wire 7 [E10]',
  ]),
  pageMax: quirk(30, ['nothing is said of pages', 'thirty messages, then a second of rest', 'H9']),
  ackByIdMs: quirk(500, ['nothing is said of acknowledging', 'as ackMs, by ids', 'wire 7 [H7]']),
  fetchLost: quirk('dead', [
    'messages come',
    'one fetch that is never answered ends all fetching on that connection',
    'wire 7 [E11, E20]',
  ]),
  idsAreRemembered: quirk(true, [
    'nothing is said of duplicates',
    'a message with an id is told once in a session, however often it comes',
    'LC 2.6; wire 6',
  ]),
} as const satisfies Readonly<Record<string, Quirk>>;

type Table = typeof quirks;

/** A value as a mutant may have it, too. */
type Loose<Value> = Value extends boolean
  ? boolean
  : Value extends number
    ? number
    : Value extends string
      ? string
      : Value;

/** What an SDK does in each of these things. */
export type Manner = { readonly [Name in keyof Table]: Loose<Table[Name]['value']> };

/** The manner of 1.4.0. */
export const published = Object.fromEntries(
  Object.entries(quirks).map(([name, { value }]) => [name, value]),
) as Manner;
