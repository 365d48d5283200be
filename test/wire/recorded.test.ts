// What the frames of a story have to keep (wire-protocol.md 13), and that a change of them is found: each
// change is one that a careless service would make.
import { expect, test } from 'vitest';
import type { Frame } from '../../src/wire/frame.ts';
import { broken, type Recorded } from '../support/proxy.ts';
import { phones } from '../support/wire.ts';

type Passed = Recorded['frames'];

/** The frames of Alice in a story with a refused login, a channel and messages. */
async function record(): Promise<Passed> {
  const { world, alice, bob } = phones(['alice', 'bob']);
  const frames: Passed = [];
  world.wire.tap(({ from, account, frame }) => {
    if (account !== 'bob') frames.push({ from, frame });
    return undefined;
  });
  world.fail('LOGIN_E_TOKENWRONG', { account: 'mallory' });
  bob.login('mallory');
  await world.advance('1 s');
  const a = alice.login('alice');
  await world.advance('1 s');
  alice.join(a, 'lobby');
  await world.advance('1 s');
  const b = bob.login('bob');
  await world.advance('1 s');
  const lobby = bob.join(b, 'lobby');
  await world.advance('1 s');
  lobby['messageChannelSend']?.('hello');
  b['messageInstantSend']?.('alice', 'hello');
  await world.advance('1 min');
  return frames;
}

type Change = (frame: Frame) => Frame;

const inReply =
  (words: string, change: (text: string) => unknown): Change =>
  (frame) => {
    const [event, argument] = frame;
    const parts = Array.isArray(argument) ? (argument as readonly unknown[]) : [];
    if (!event.includes('ret') || !String(parts.at(-1)).includes(words)) return frame;
    return [event, [...parts.slice(0, -1), change(String(parts.at(-1)))]];
  };

const each = (change: Change) => (frames: Passed) =>
  frames.map(({ from, frame }) => ({ from, frame: from === 'service' ? change(frame) : frame }));

const isOf = (words: string) => (one: Passed[number]) =>
  one.from === 'service' && JSON.stringify(one.frame).includes(words);

test.each<[string, (frames: Passed) => Passed]>([
  [
    'the reply to a join comes before what happens in the channel',
    (frames) => {
      const reply = frames.filter(isOf('attrs'));
      return [...frames.filter((one) => !reply.includes(one)), ...reply];
    },
  ],
  [
    'the ids of a channel rise from 1',
    each((frame) => {
      const [event, argument] = frame;
      if (event !== 'notify') return frame;
      const [kind, channel, , line] = argument as readonly unknown[];
      return kind === 'channel2' ? [event, [kind, channel, 7, line]] : frame;
    }),
  ],
  ['every reply is JSON text', each(inReply('"list"', (text) => JSON.parse(text) as unknown))],
  [
    'a fetch is answered with ver_clear and msgs',
    each(inReply('ver_clear', (text) => text.replace('ver_clear', 'version'))),
  ],
  [
    'a login is refused with a reason',
    each(inReply('reason', (text) => text.replace('reason', 'why'))),
  ],
  [
    'mailboxes are by number, and messages without ids',
    each(inReply('config_msg_set', (text) => text.replace('msg_set":0', 'msg_set":1'))),
  ],
])('a change of the frames is found: %s', async (rule, change) => {
  const frames = await record();

  expect(broken([{ frames, closed: false }])).toEqual([]);
  expect(broken([{ frames: change(frames), closed: false }])).toEqual([rule]);
});
