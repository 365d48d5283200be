import { expect, test } from 'vitest';
import { Ruling } from '../../src/world/ruling.ts';

const none = { code: undefined, treatment: undefined, extra: undefined, after: undefined };
const rulingFor = (what: string): Ruling => new Ruling({ what, channel: 'lobby', ...none });

/** What each ruling is for, with the states in which that goes on, and those in which it is over. */
test.each<[what: string, going: readonly string[], over: readonly string[]]>([
  ['login', ['loggingIn.resolving', 'loggingOut'], ['loggedIn', 'loggedOut']],
  ['logout', ['loggingOut.asking'], ['loggedOut', 'loggedIn', 'loggingIn.resolving']],
  ['loggedIn', ['loggedIn', 'loggingOut.asking'], ['loggedOut', 'loggingIn.resolving']],
  ['join', ['joining'], ['notJoined', 'joined', 'leaving']],
  ['leave', ['leaving'], ['notJoined', 'joined', 'joining']],
  ['joined', ['joined', 'leaving'], ['notJoined', 'joining']],
  ['invite', ['pending', 'pending.ringing'], ['accepted', 'over']],
])('ruling: for %s it is over once its actor is out of %j', (what, going, over) => {
  const ruling = rulingFor(what);
  const isOver = (state: string): boolean =>
    ruling.isOver({ state, isDone: false, channel: 'lobby' });

  expect(going.filter(isOver)).toEqual([]);
  expect(over.filter(isOver)).toEqual(over);
});

test('ruling: for a join it is over once the client joins another channel', () => {
  const ruling = rulingFor('join');

  const [here, there] = ['lobby', 'kitchen'].map((channel) =>
    ruling.isOver({ state: 'joining', isDone: false, channel }),
  );
  expect([here, there]).toEqual([false, true]);
});

test('ruling: for anything else it is over when its actor is done', () => {
  const ruling = rulingFor('message');

  const [undone, done] = [false, true].map((isDone) =>
    ruling.isOver({ state: 'sending', isDone, channel: '' }),
  );
  expect([undone, done]).toEqual([false, true]);
});
