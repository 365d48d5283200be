// Both doubles as subjects: each call reaches the world, and each callback is written down.
import { createWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { calls, native, web, type CallName, type Subject } from '../../src/run/index.ts';

const none = '_no_need_token';

/** What each call is given here. */
const given: Readonly<Record<string, string>> = {
  account: 'bob',
  token: none,
  channel: 'lobby',
  peer: 'bob',
  body: 'hello',
  name: 'mood',
  value: 'good',
};

/** Calls one method of a subject, with the arguments that it wants. */
function call<App>(subject: Subject<App>, app: App, name: CallName, more: object = {}): void {
  const wanted = calls[name].args.filter((one) => !one.endsWith('?'));
  const args = Object.fromEntries(wanted.map((one) => [one, given[one] ?? '']));
  const method = subject.do[name] as ((app: App, args: object) => unknown) | undefined;
  method?.(app, { ...args, ...more });
}

const inOrder = Object.keys(calls) as readonly CallName[];
const webLacks = ['messageChannelSendForce', 'messageAppSend'];

/** Alice and bob online through one subject, then every other call of alice, one after the other. */
async function tryAll<App>(subject: Subject<App>, names: readonly CallName[]) {
  const world = createWorld();
  const [alice, bob] = ['alice', 'bob'].map((name) => {
    const app = subject.create(world, { name });
    call(subject, app, 'login', { account: name });
    return app;
  }) as [App, App];
  await world.advance('1 s');
  for (const name of names) {
    call(subject, alice, name);
    if (name === 'channelInviteUser2') {
      await world.advance('1 s');
      call(subject, bob, 'channelInviteAccept', { peer: 'alice' });
    }
    await world.advance('1 s');
  }
  return { world, alice, bob };
}

const rest = [...inOrder.slice(2), 'logout'] as readonly CallName[];

test('subject: every call of the native double reaches the world by its own name', async () => {
  const { world } = await tryAll(native, rest);

  const made = world.trace.entries.flatMap((entry) =>
    entry.kind === 'call' ? [entry.method] : [],
  );
  expect(new Set(made)).toEqual(new Set(inOrder));
});

test('subject: the web double lacks what the Web SDK lacks, and nothing else', () => {
  expect(inOrder.filter((name) => web.do[name] === undefined)).toEqual(webLacks);
  expect(inOrder.filter((name) => native.do[name] === undefined)).toEqual([]);
});

test('subject: both doubles go through the same transitions for the same calls', async () => {
  const names = rest.filter((name) => web.do[name] !== undefined);
  const moves = [await tryAll(native, names), await tryAll(web, names)].map(({ world }) =>
    world.trace.entries.flatMap((entry) =>
      entry.kind === 'transition' && entry.part !== 'message'
        ? [[entry.at, entry.client, entry.part, entry.from, entry.to, ...entry.rows]]
        : [],
    ),
  );

  expect(moves[0]?.length).toBeGreaterThan(20);
  expect(moves[1]).toEqual(moves[0]);
});

test('subject: both doubles write down what they heard, codes as numbers', async () => {
  const codes: (readonly (number | undefined)[])[] = [];
  for (const subject of [native, web] as readonly Subject[]) {
    const { world, alice } = await tryAll(subject, [
      'channelQueryUserNum',
      'channelJoin',
      'logout',
    ]);
    const heard = subject.heard?.(alice) ?? [];
    codes.push(heard.flatMap(({ value }) => value ?? []));
    expect(heard.length).toBeGreaterThan(codes.at(-1)?.length ?? 0);
    expect(subject.client?.(alice).state).toBe('loggedOut');
    expect(subject.state?.(alice)).toBe('loggedOut');
    world.close();
  }

  expect(codes).toEqual([
    [0, 603, 101],
    [0, 603, 101],
  ]);
});

test.each([
  ['native', native as Subject],
  ['web', web as Subject],
])('subject: a call before the first login fails as not logged in: %s', async (_name, subject) => {
  const world = createWorld();
  const app = subject.create(world, { name: 'alice' });

  call(subject, app, 'channelJoin');
  call(subject, app, 'logout');
  call(subject, app, 'channelLeave');
  await world.advance('1 s');

  expect(subject.heard?.(app).map(({ value }) => value)).toEqual([1003, 108, 1003]);
});
