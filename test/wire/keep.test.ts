// wire-protocol.md 13: what a simulator must keep so that the real SDK behaves; and what an application
// hears where one of it is broken. Each change of the frames is one that a careless server would make.
import { expect, test } from 'vitest';
import type { SignalingWorld } from 'sigsim';
import type { Frame } from '../../src/wire/frame.ts';
import type { Tap } from '../../src/wire/endpoint.ts';
import { phones } from '../support/wire.ts';

/** A story with a login, a channel, messages, a call and a kick; what both have heard of it. */
async function story(change?: (world: SignalingWorld) => Tap): Promise<readonly string[]> {
  const { world, alice, bob } = phones(['alice', 'bob']);
  if (change !== undefined) world.wire.tap(change(world));
  const [a, b] = [alice.login('alice'), bob.login('bob')];
  await world.advance('1 s');
  if (a.state !== 2 || b.state !== 2) return [...alice.heard, ...bob.heard];
  const channel = alice.join(a, 'lobby');
  await world.advance('1 s');
  bob.join(b, 'lobby');
  await world.advance('1 s');
  channel['messageChannelSend']?.('one');
  channel['messageChannelSend']?.('two');
  a['messageInstantSend']?.('bob', 'hello');
  alice.invite(a, 'lobby', 'bob');
  await world.advance('1 min');
  world.service.kick('bob');
  await world.advance('1 min');
  return [
    ...alice.heard.map((line) => `alice ${line}`),
    ...bob.heard.map((line) => `bob ${line}`),
    ...world.errors.map(() => 'uncaught'),
  ];
}

const fromService =
  (change: (frame: Frame) => readonly Frame[] | undefined) =>
  (): Tap =>
  ({ from, frame }) =>
    from === 'service' ? change(frame) : undefined;

const isReply = (frame: Frame, words: string): boolean =>
  frame[0] === 'call2-ret' && String((frame[1] as readonly unknown[])[2]).includes(words);

const kinds = (frame: Frame): readonly unknown[] =>
  frame[0] === 'notify' ? (frame[1] as readonly unknown[]) : [];

test.each([
  [
    'a reply that comes after the broadcast of the join throws in the SDK',
    (): Tap => {
      let wasPushed = false;
      return ({ from, frame }) => {
        if (from !== 'service' || wasPushed || !isReply(frame, '"list"')) return undefined;
        wasPushed = true;
        const line =
          'msg-v2 a b v1:E:3600 channel_msg 1 {"channel":"lobby","account":"a","uid":1,"msg":"early"}';
        return [['notify', ['channel2', 'lobby', 1, line]], frame];
      };
    },
  ],
  [
    'an id that does not rise is dropped',
    fromService((frame) => {
      const [kind, channel, , line] = kinds(frame);
      return kind === 'channel2' ? [['notify', ['channel2', channel, 1, line]]] : undefined;
    }),
  ],
  [
    'a login that is answered with an object instead of JSON text hangs',
    fromService(([event]) =>
      event === 'login_ret' ? [['login_ret', ['', { result: 'ok', line: '1' }]]] : undefined,
    ),
  ],
  [
    'a request that is answered with an object instead of JSON text fails',
    fromService((frame) =>
      isReply(frame, '"list"')
        ? [['call2-ret', [(frame[1] as readonly unknown[])[0], '', { result: 'ok', list: [] }]]]
        : undefined,
    ),
  ],
  [
    'a socket that closes without a kick is fetched back',
    fromService(([event]) => (event === 'kick' ? [] : undefined)),
  ],
  [
    'fetches without messages end all fetching',
    fromService((frame) => {
      if (isReply(frame, 'ver_clear')) {
        return [['call2-ret', [(frame[1] as readonly unknown[])[0], '', '{"result":"ok"}']]];
      }
      return kinds(frame)[0] === 'recvmsg' ? [['notify', ['msg', 1]]] : undefined;
    }),
  ],
  [
    'another mailbox mode than the one that is kept loses what is pushed',
    fromService(([event, argument]) => {
      if (event !== 'login_ret') return undefined;
      const [err, text] = argument as readonly [string, string];
      return [
        [
          'login_ret',
          [err, text.replace('"config_inst_msg_with_msgid":0', '"config_inst_msg_with_msgid":1')],
        ],
      ];
    }),
  ],
] as const)('the frames matter: %s', async (_, change) => {
  const kept = await story();
  const changed = await story(change).catch((error: Error) => [error.name]);

  expect(kept).toContain('bob onLogout 103');
  expect(kept).not.toContain('uncaught');
  expect(changed).not.toEqual(kept);
});
