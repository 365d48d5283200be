import { expect, test } from 'vitest';
import { memosFor } from '../../src/world/memos.ts';

const timed = (presence: number) => memosFor(false, { presence });
const withReply = (sendReply: number) => memosFor(false, { sendReply });

test('memos: worlds with the same timing share them, and no others do', () => {
  const own = withReply(1);

  expect([...own.keys()]).toEqual([...memosFor(false, {}).keys()]);
  expect(withReply(1)).toBe(own);
  expect(memosFor(false, { noAck: 3, sendReply: 2 })).toBe(
    memosFor(false, { sendReply: 2, noAck: 3 }),
  );
  const others = [withReply(2), memosFor(true, { sendReply: 1 }), memosFor(false, {})];
  expect(others.filter((one) => one === own)).toEqual([]);
});

test('memos: those of 16 changed timings are remembered, the ones used last', () => {
  const own = timed(100);
  for (let ms = 101; ms <= 115; ms++) timed(ms);
  expect(timed(100)).toBe(own);

  for (let ms = 201; ms <= 216; ms++) timed(ms);
  expect(timed(100)).not.toBe(own);
});
