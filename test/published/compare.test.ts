// compareCode and `sigsim compare`: one code's story three ways.
import { compareCode } from 'sigsim/paths';
import { expect, test } from 'vitest';
import { sigsimHere } from '../support/command.ts';

test('a code that 1.4.0 never tells: the other lanes hear it, and its own says how it ends', async () => {
  const { value, lanes } = await compareCode('LOGOUT_E_TOKENEXPIRED');

  expect(value).toBe(105);
  expect(lanes.map(({ shape, arrived, end }) => [shape, arrived, end])).toEqual([
    ['documented', true, 'loggedOut'],
    ['native', true, 'loggedOut'],
    ['1.4.0', false, 'status 0'],
  ]);
});

test('a code that all tell, each in its own callback', async () => {
  const { lanes } = await compareCode('LOGIN_E_TOKENWRONG');

  expect(lanes.map(({ moments }) => moments.at(-1)?.text)).toEqual([
    'onLoginFailed 206',
    'onLoginFailed 206',
    'onLoginFailed(206)',
  ]);
});

test('an unknown code is refused with the nearest', async () => {
  await expect(compareCode('LOGOUT_E_KICK' as never)).rejects.toThrow(/LOGOUT_E_KICKED/);
});

test('sigsim compare: lanes side by side, by name or number', async () => {
  const { exit, out } = await sigsimHere(['compare', '401']);

  expect(exit).toBe(0);
  expect(out).toMatch(/401 SENDMESSAGE_E_TIMEOUT\n.*documented.*native.*1\.4\.0/);
  expect(out).toMatch(/the code arrives +the code arrives +the code never comes/);
});

test('sigsim compare: in Chinese the shapes have names, and a shape in which nothing is heard says so', async () => {
  const { out } = await sigsimHere(['compare', 'LOGIN_E_CANCEL', '--lang', 'zh']);

  expect(out).toMatch(/文档方式（替身） +原生（替身） +1\.4\.0（替身）/);
  expect(out).toMatch(/错误码送达 +错误码送达 +什么也收不到，错误码永远不会到来\n/);
});
