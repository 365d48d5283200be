import { expect, test } from 'vitest';
import { expiryOf, writeToken } from '../../src/world/token.ts';

const token = writeToken({
  appId: 'app',
  account: 'alice',
  certificate: 'secret',
  expires: 1_561_939_260,
});

test('token: it says until when it is good', () => {
  expect(expiryOf(token)).toBe(1_561_939_260);
});

test.each([`x${token}`, `${token}0`, `${token}\n1`, token.toUpperCase().slice(0, -1), ''])(
  'token: %j has not the form of one',
  (text) => {
    expect(expiryOf(text)).toBeUndefined();
  },
);
