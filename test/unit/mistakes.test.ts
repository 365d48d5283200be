import { expect, test } from 'vitest';
import { Clock } from '../../src/world/clock.ts';
import type { Place } from '../../src/world/globals/place.ts';
import { Mistakes, type Misnamed } from '../../src/world/mistakes.ts';

/** A line of the application. */
const line = (text: string): Place => ({ toString: () => text }) as Place;

const install =
  "The world's clock was not installed. Call world.install() before your client begins.";

test('mistakes: one real timer and several are told apart, the first three of them with their lines', () => {
  const mistakes = new Mistakes(new Clock(), () => []);
  mistakes.onTimer(line('a.js:1:1'), true);
  mistakes.onTimer(line('a.js:1:1'), true);
  expect(mistakes.hints).toEqual([
    `your client set a real timer, which no world moves, at a.js:1:1. ${install}`,
  ]);

  for (const place of ['b.js:2:2', 'c.js:3:3', 'd.js:4:4']) mistakes.onTimer(line(place), false);
  expect(mistakes.hints).toEqual([
    `your client set real timers, which no world moves, at a.js:1:1; b.js:2:2; c.js:3:3. ${install}`,
  ]);
});

test('mistakes: timers that were set while the clock was installed are known as they come', () => {
  const strays: string[] = [];
  const mistakes = new Mistakes(new Clock(), () => strays);
  expect([mistakes.strays, mistakes.hints]).toEqual([[], []]);

  strays.push('a.js:1:1');
  expect(mistakes.strays).toEqual(['a.js:1:1']);
  expect(() => mistakes.check('world.close')).toThrow(
    'world.close: your client set a real timer, which no world moves, at a.js:1:1. ' +
      'It took setTimeout before world.install().',
  );
});

test('mistakes: a misspelt handler is noted once for each client', () => {
  const mistakes = new Mistakes(new Clock(), () => []);
  const one: Misnamed = {
    client: 'alice',
    name: 'onLogouts',
    near: 'onLogout',
    at: 60,
    code: 'LOGOUT_E_NET',
  };
  const others = [
    { ...one, client: 'bob', code: undefined },
    { ...one, name: 'onLogoutt' },
  ];

  expect([one, one, ...others, one].map((each) => mistakes.onMisnamed(each))).toEqual([
    true,
    false,
    true,
    true,
    false,
  ]);
  expect(mistakes.misnamed).toEqual([one, ...others]);
  expect(mistakes.hints.slice(0, 2)).toEqual([
    'alice has a handler onLogouts, which the SDK never calls, so LOGOUT_E_NET reached nobody at ' +
      '60 ms. Did you mean "onLogout"?',
    'bob has a handler onLogouts, which the SDK never calls, so its callback reached nobody at ' +
      '60 ms. Did you mean "onLogout"?',
  ]);
});

test('mistakes: of an advance that nobody awaits it says how much has passed', () => {
  const clock = new Clock();
  const mistakes = new Mistakes(clock, () => []);
  clock.passTo(350);
  mistakes.advances.push({
    duration: '1 s',
    place: line('a.js:1:1'),
    from: 100,
    isNested: false,
    hasBegun: false,
  });

  expect(mistakes.hints).toEqual([
    'world.advance("1 s"), called at a.js:1:1, is not over: 250 ms of it have passed. ' +
      'Write await before it.',
  ]);
});
