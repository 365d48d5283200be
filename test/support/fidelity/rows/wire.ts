// wire-protocol.md: every row of the three tables of 10, and what 4 to 9 say of the SDK's own.
import { afterLogin, silence, type Hidden, type Row } from './row.ts';

const out = ['onLogout'];
const noWord = ['onLogout', 'onLoginFailed'];

/** Sections 4 to 9: what frames do. */
const frames: readonly Row[] = [
  ['4: race', "on iOS the loser's error is a loss, and the socket that logs in again ousts the other", 'W 2 → 3: the loser of the race is slow, on iOS', { hears: afterLogin('6260 session 0 onLogout [103]', '6260 session 0 onLoginSuccess'), states: [2] }],
  ['4: reasons', 'none at all: nothing, stuck in 1', 'W 1 → 1: a login_ret without a reason', { never: silence, states: [1] }],
  ['5: replies', 'a reason without data: wrong resp:[object Object]', 'LC Q1 to Q3: queries', { hears: ['callback 6 ["wrong resp:[object Object]",{"result":"x","reason":"why"}]'] }],
  ['5: replies', 'what is no JSON: wrong resp:…', 'W 5: an answer that comes twice, and words that cannot be read', { hears: ['callback 1 ["wrong resp:(garbled)","(garbled)"]'] }],
  ['5: replies', 'a repeat calls again, an unknown id nobody', 'W 5: an answer that comes twice, and words that cannot be read', { hears: ['callback 0 [false]', 'callback 0 [true]'] }],
  ['7: recvmsg', 'the next number is taken, in either form; a gap or a repeat is a fetch', 'W 7: notices, gaps and repeats', { hears: ['2000 session 0 onMessageInstantReceive', '2000 session 0 onMessageInstantReceive', '3000 session 0 onMessageInstantReceive ["bob",0,"once"]'] }],
  ['7: fetch', 'one that is never answered ends all fetching', 'W 7: a fetch that is never answered', { hears: ['session 0 onMessageInstantReceive ["bob",0,"one"]'], never: ['"two"'] }],
  ['8: numbers', 'gaps are taken, what does not rise is dropped', 'W 8: numbers that do not rise', { hears: ['channel 0 onMessageChannelReceive ["b",1,"five"]', 'channel 0 onMessageChannelReceive ["b",1,"nine"]'], never: ['five again', 'four'] }],
  ['8: before a join', 'an error that nobody catches', 'W 8: an event before any join', { never: ['onMessage'], uncaught: 1 }],
  ['9: addresses', 'channel and peer are joined: (a, bc) and (ab, c) are one call', 'LC 5.2: calls whose names join to the same', { hears: ['call 1 onInviteAcceptedByPeer ["yes"]'], never: ['call 0 onInvite'] }],
];

/** From which state, by what, to which state. */
const transitions: readonly Row[] = [
  ['10: 1 → 2', 'login_ret ok: onLoginSuccess', 'LC L9: a login', { hears: ['session 0 onLoginSuccess [1001]'], states: [2] }],
  ['10: 1 → 0', 'login_ret refused: 204', 'LC L10: a token that has expired', { hears: ['session 0 onLoginFailed [204]'], states: [0] }],
  ['10: 1 → 0', 'login_ret refused: 206', 'LC L11: another token error', { hears: ['session 0 onLoginFailed [206]'], states: [0] }],
  ['10: 1 → 0', 'login_ret refused: 207', 'LC L12: a newer token holds the account', { hears: ['session 0 onLoginFailed [207]'], states: [0] }],
  ['10: 1 → 0', 'login_ret refused: 209', 'LC L13: the account is refused', { hears: ['session 0 onLoginFailed [209]'], states: [0] }],
  [
    '10: 1 → 0',
    'login_ret refused: 201, also without a reason in it',
    'W 1: an empty reason, and words that begin so',
    { hears: ['1000 session 0 onLoginFailed [201]', '3000 session 1 onLoginFailed [206]', '5000 session 2 onLoginFailed [209]', '7000 session 3 onLoginFailed [201]', '9000 session 4 onLoginFailed [206]'], states: [0, 0, 0, 0, 0] },
  ],
  ['10: 1 → 0', 'the look-up is used up: 201', 'LC L4: the look-up hangs', { hears: ['10000 session 0 onLoginFailed [201]'], states: [0] }],
  ['10: 1 → 0', 'a socket error: 201', 'LC L5: one of two sockets breaks', { hears: ['0 session 0 onLoginFailed [201]'] }],
  ['10: 1 → 0', '6 s without a handshake: 201', 'LC L5: sockets hang', { hears: ['6000 session 0 onLoginFailed [201]'], states: [0] }],
  ['10: 1 → 0', 'the second of two clean closes: 201', 'W 1 → 0: the second clean close', { hears: ['session 0 onLoginFailed [201]'], states: [0] }],
  ['10: 1 → 0', 'a close frame: 201', 'W 1 → 0: a close frame', { hears: ['session 0 onLoginFailed [201]'], states: [0] }],
  ['10: 1 → 0', 'a kick frame: nothing', 'W 1 → 0: a kick frame', { never: silence, states: [0] }],
  ['10: 1 → 0', 'a _close frame: nothing', 'W 1 → 0: a _close frame', { never: silence, states: [0] }],
  ['10: 1 → 0', 'logout(): nothing', 'LC L17: logout() before anything is answered', { never: silence, states: [0] }],
  ['10: 0 → 2', 'a late login_ret after such a logout(): onLoginSuccess', 'LC L17: logout() during login, then the reply', { hears: ['60 session 0 onLoginSuccess [1001]'], states: [2] }],
  ['10: 1 → 1', 'a look-up that is not 200: nothing', 'LC L4b: the look-up is answered with 503', { never: silence, states: [1] }],
  ['10: 1 → 1', 'a look-up that is rubbish: nothing', 'W 1 → 1: a look-up that is no JSON', { never: silence, states: [1], uncaught: 1 }],
  ['10: 1 → 1', 'a login that is never answered: nothing', 'LC L7: the login is never answered', { never: silence, states: [1] }],
  ['10: 1 → 1', 'a single socket closed cleanly: nothing', 'W 1 → 1: a single socket that closes', { never: silence, states: [1] }],
  ['10: 1 → 1', 'a login_ret that is malformed: nothing', 'LC L15: a reply that nobody can read', { never: silence, states: [1], uncaught: 1 }],
  ['10: 2 → 0', 'logout() and any reply: 101', 'LC L19, L20: logout()', { hears: ['session 0 onLogout [101]'], states: [0] }],
  ['10: 2 → 2', 'logout() that is not answered: nothing', 'W 2 → 2: logout() that is never answered', { never: out, states: [2] }],
  ['10: 2 → 2', 'logout() without onLogout: nothing', 'LC silence 4: logout() without onLogout', { never: out, states: [2] }],
  ['10: 2 → 0', 'a kick frame: 103', 'W 2 → 0: a kick frame alone', { hears: ['session 0 onLogout [103]'], states: [0] }],
  ['10: 2 → 0', 'a close frame: 102', 'W 2 → 0: a close frame', { hears: ['session 0 onLogout [102]'], states: [0] }],
  ['10: 2 → 0', 'a _close frame: 102', 'W 2 → 0: a _close frame', { hears: ['session 0 onLogout [102]'], states: [0] }],
  ['10: 2 → 0', 'a socket error on a desktop: 102, no reconnect', 'LC L26: a socket that breaks', { hears: ['1000 session 0 onLogout [102]'], states: [0] }],
  ['10: 2 → 3', 'a socket error on iOS: nothing', 'LC L26: a socket that breaks, on iOS', { hears: afterLogin('session 0 onLoginSuccess'), never: out }],
  ['10: 2 → 3', 'a socket error on iPad, iPod, Edge: nothing', 'LC L26: a socket that breaks, on Edge', { hears: afterLogin('session 0 onLoginSuccess'), never: out }],
  ['10: 2 → 3', 'a socket closes: nothing', 'LC L27b: the reconnect is never answered', { never: noWord, states: [3] }],
  ['10: 2 → 2', 'silence: nothing, ever', 'LC silence 7: a half-open line, for an hour', { never: noWord, states: [2] }],
  ['10: 3 → 2', 'the re-login is taken: onLoginSuccess again', 'LC L24, L29, C18: the line goes and comes back', { hears: afterLogin('session 0 onLoginSuccess [1001]'), states: [2] }],
  ['10: 3 → 0', 'attempts used up: 102', 'LC L27, L28: the line does not come back', { hears: ['16000 session 0 onLogout [102]'], states: [0] }],
  ['10: 3 → 0', 'a close frame: 102', 'LC L27c: close before the reply', { hears: ['session 0 onLogout [102]'], states: [0] }],
  ['10: 3 → 0', 'a _close frame: 102', 'W 3 → 0: a _close frame', { hears: ['session 0 onLogout [102]'], states: [0] }],
  ['10: 3 → 0', 'a kick frame: 103', 'LC L27c: kick before the reply', { hears: ['session 0 onLogout [103]'], states: [0] }],
  ['10: 3 → 0', 'the re-login is refused: nothing', 'W 3 → 0: the re-login is refused', { hears: afterLogin(), never: noWord, states: [0] }],
  ['10: 3 → 3', 'the socket of the re-login closes cleanly: nothing', 'LC L27b: the reconnect is closed before the reply', { never: noWord, states: [3] }],
  ['10: 3 → 3', 'the re-login is never answered: nothing', 'LC L27b: the reconnect is never answered', { never: noWord, states: [3] }],
  ['10: 3 → 3', 'logout(): nothing; it then logs in again', 'LC L33: logout() while reconnecting', { hears: afterLogin('2440 session 0 onLoginSuccess'), never: out, states: [2] }],
  ['10: 0 → 0', 'logout(): nothing', 'LC L22: logout() while out', { hears: ['1020 session 0 onLogout [101]'], never: ['26000 session'], states: [0] }],
];

/** What a reconnect loses, and the timers. */
const losses: readonly Row[] = [
  ['10: reconnect', 'membership is lost without a word; the old object can still send', 'LC L24, L29, C18: the line goes and comes back', { hears: ['3100 callback 0 []'], never: ['onChannelLeaved'], channels: 'lobby:joined' }],
  ['10: reconnect', 'the table of calls is lost', 'LC I10, 5.6, silence 6: the line goes during a call', { never: ['onInviteAccepted', 'onInviteFailed'] }],
  ['10: reconnect', 'pending callbacks are lost', 'LC silence 5: requests of every kind in flight when the line goes', { never: ['callback'] }],
  ['10: reconnect', 'requests in state 3 vanish', 'LC M8: requests in flight when the line goes', { never: ['callback'] }],
  ['10: reconnect', 'the mark of the mailbox begins at 0', 'LC 5.7: a line that goes before the acknowledgement', { hears: ['2040 session 0 onMessageInstantReceive ["bob",0,"twice"]'] }],
  ['10: reconnect', 'within 10 s: the old ping loop goes on', 'LC 2.6: messages by id', { hears: ['10060 → alice ["ping",2]', '11340 → alice ["ping",2]'] }],
  ['10: look-up', '5000 ms, 2 tries for each list', 'LC L4: the look-up hangs', { hears: ['10000 session 0 onLoginFailed [201]'] }],
  ['10: handshake', '6000 ms', 'LC L5: sockets hang', { hears: ['6000 session 0 onLoginFailed [201]'] }],
  ['10: ping', 'at login, then every 10 000 ms', 'LC 2.6: messages by id', { hears: ['60 → alice ["ping",1]', '10060 → alice ["ping",2]', '20060 → alice ["ping",3]'] }],
  ['10: mailbox', 'idle: 60 000 ms', 'W 7: what is not pushed is fetched a minute later', { hears: ['60060 session 0 onMessageInstantReceive'] }],
  ['10: mailbox', 'by id: 500 ms', 'LC 2.6: messages by id', { hears: ['2740 → alice ["call2",["user_getmsg2",3'] }],
  ['10: mailbox', 'by number: more than 1000 ms', 'LC 2.6: a message is acknowledged a second later', { hears: ['1020 session 0 onMessageInstantReceive ["bob",0,"one"]', '2060 → alice ["call2",["user_getmsg",2,{"line":"2","ver_clear":1,"max":30}]]'] }],
  ['10: delays', '200, 400, 800, 1600, 2000 ms', 'LC L27, L28: the line does not come back', { hears: ['16000 session 0 onLogout [102]', '25000 reads 0,0,1001,,10,2000,10,300000,0'] }],
  ['10: count', 'the third argument, 10 by default', 'LC 2.1: the third break ends it on iOS, with a count of 2', { hears: ['7020 session 0 onLogout [102]'] }],
  ['10: time', 'the fourth argument changes nothing', 'LC D-21: limits of a login', { hears: ['2400 session 0 onLogout [102]'] }],
  ['10: give up', '15.0 s where each attempt is refused', 'LC L27, L28: the line does not come back', { hears: ['16000 session 0 onLogout [102]'] }],
  ['10: give up', '75.0 s where each attempt hangs', 'LC L28: attempts that hang', { hears: ['76000 session 0 onLogout [102]'] }],
  ['10: no timer', 'login reply', 'LC L7: the login is never answered', { never: silence, states: [1] }],
  ['10: no timer', 'any request', 'LC M7, silence 5: messages that are never answered', { never: ['callback'] }],
  ['10: no timer', 'an invitation', 'LC I17: nobody answers', { never: ['onInviteFailed'] }],
  ['10: no timer', 'logout', 'W 2 → 2: logout() that is never answered', { never: out, states: [2] }],
  ['10: no timer', 'a missing pong', 'LC silence 7: a half-open line, for an hour', { never: out, states: [2] }],
  ['10: ecodes', '101', 'LC L19, L20: logout()', { hears: ['session 0 onLogout [101]'] }],
  ['10: ecodes', '102', 'LC L25: an ordered close', { hears: ['session 0 onLogout [102]'] }],
  ['10: ecodes', '103', 'LC L23: a kick', { hears: ['session 0 onLogout [103]'] }],
  ['10: ecodes', '201', 'LC L14: any other refusal', { hears: ['session 0 onLoginFailed [201]'] }],
  ['10: ecodes', '204', 'LC L10: a token that has expired', { hears: ['session 0 onLoginFailed [204]'] }],
  ['10: ecodes', '206', 'LC L11: another token error', { hears: ['session 0 onLoginFailed [206]'] }],
  ['10: ecodes', '207', 'LC L12: a newer token holds the account', { hears: ['session 0 onLoginFailed [207]'] }],
  ['10: ecodes', '209', 'LC L2: an account that is not legal', { hears: ['session 0 onLoginFailed [209]'] }],
  ['10: ecodes', '0', 'LC C11: leaving', { hears: ['channel 0 onChannelLeaved [0]'] }],
];

/** All of them. */
export const wire: readonly Row[] = [...frames, ...transitions, ...losses];

/** What no story can show on both. */
export const hiddenWire: readonly Hidden[] = [['10: ecodes', '100: WeChat, a look-up with an empty list', 'the double plays no WeChat (accepted.ts); test/wire plays it on the bundle']];
