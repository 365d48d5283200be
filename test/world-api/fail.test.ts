// world.fail for every documented code: the failure comes by the row that represents it, reaches the
// application's own handler with its number, and uses the rule up.
import { createWorld, type AgoraAPI, type CodeName, type SignalingWorld } from 'sigsim';
import { expect, test } from 'vitest';
import { byName, codes } from '../../machines/codes.ts';
import { listen, value } from '../support/cast.ts';

/** Misuse, with exactly this message. */
const saying = (message: string): unknown =>
  expect.objectContaining({ name: 'UsageError', message });

type Act = (api: AgoraAPI) => void;

const idle: Act = () => undefined;
const join: Act = (api) => api.channelJoin('lobby');
const send: Act = (api) => api.messageInstantSend('bob', 0, 'hello', 'm1');
const query: Act = (api) => api.channelQueryUserNum('lobby');
const invite: Act = (api) => api.channelInviteUser('lobby', 'bob');
const setMood: Act = (api) => api.setAttr('mood', 'good');

/** What decisions.md B says: the row, the callback; and what an application does to get there. */
const table: readonly (readonly [CodeName, string, string, Act])[] = [
  ['SUCCESS', 'Q1', 'onChannelQueryUserNumResult', query],
  ['LOGOUT_E_OTHER', 'L37', 'onLogout', idle],
  ['LOGOUT_E_USER', 'L20', 'onLogout', idle],
  ['LOGOUT_E_NET', 'L28', 'onLogout', idle],
  ['LOGOUT_E_KICKED', 'L23', 'onLogout', idle],
  ['LOGOUT_E_PACKET', 'L35', 'onLogout', idle],
  ['LOGOUT_E_TOKENEXPIRED', 'L30', 'onLogout', idle],
  ['LOGOUT_E_OLDVERSION', 'L36', 'onLogout', idle],
  ['LOGOUT_E_TOKENWRONG', 'L31', 'onLogout', idle],
  ['LOGOUT_E_ALREADY_LOGOUT', 'L22', 'onLogout', idle],
  ['LOGIN_E_OTHER', 'L15', 'onLoginFailed', idle],
  ['LOGIN_E_NET', 'L8', 'onLoginFailed', idle],
  ['LOGIN_E_FAILED', 'L14', 'onLoginFailed', idle],
  ['LOGIN_E_CANCEL', 'L17', 'onLoginFailed', idle],
  ['LOGIN_E_TOKENEXPIRED', 'L10', 'onLoginFailed', idle],
  ['LOGIN_E_OLDVERSION', 'L16', 'onLoginFailed', idle],
  ['LOGIN_E_TOKENWRONG', 'L11', 'onLoginFailed', idle],
  ['LOGIN_E_TOKEN_KICKED', 'L12', 'onLoginFailed', idle],
  ['LOGIN_E_ALREADY_LOGIN', 'L18', 'onLoginFailed', idle],
  ['LOGIN_E_INVALID_USER', 'L13', 'onLoginFailed', idle],
  ['JOINCHANNEL_E_OTHER', 'C5', 'onChannelJoinFailed', join],
  ['SENDMESSAGE_E_OTHER', 'M6', 'onMessageSendError', send],
  ['SENDMESSAGE_E_TIMEOUT', 'M7', 'onMessageSendError', send],
  ['QUERYUSERNUM_E_OTHER', 'Q2', 'onChannelQueryUserNumResult', query],
  ['QUERYUSERNUM_E_TIMEOUT', 'Q3', 'onChannelQueryUserNumResult', query],
  ['QUERYUSERNUM_E_BYUSER', 'Q2b', 'onChannelQueryUserNumResult', query],
  ['LEAVECHANNEL_E_OTHER', 'C15', 'onChannelLeaved', join],
  ['LEAVECHANNEL_E_KICKED', 'C14', 'onChannelLeaved', join],
  ['LEAVECHANNEL_E_BYUSER', 'C11', 'onChannelLeaved', join],
  ['LEAVECHANNEL_E_LOGOUT', 'C16', 'onChannelLeaved', join],
  ['LEAVECHANNEL_E_DISCONN', 'C20', 'onChannelLeaved', join],
  ['INVITE_E_OTHER', 'I7', 'onInviteFailed', invite],
  ['INVITE_E_REINVITE', 'I4', 'onInviteFailed', invite],
  ['INVITE_E_NET', 'I10', 'onInviteFailed', invite],
  ['INVITE_E_PEEROFFLINE', 'I6', 'onInviteFailed', invite],
  ['INVITE_E_TIMEOUT', 'I9', 'onInviteFailed', invite],
  ['INVITE_E_CANTRECV', 'I12', 'onInviteFailed', invite],
  ['GENERAL_E', 'G3', 'onError', idle],
  ['GENERAL_E_FAILED', 'G1', 'onError', setMood],
  ['GENERAL_E_UNKNOWN', 'G2', 'onError', setMood],
  ['GENERAL_E_NOT_LOGIN', 'C2', 'onError', idle],
  ['GENERAL_E_WRONG_PARAM', 'C3', 'onError', idle],
];

/** Bob is online; alice logs in, does one thing, and waits. */
async function live(world: SignalingWorld, act: Act): Promise<unknown[][]> {
  const bob = listen(world.createAgoraAPI());
  bob.api.login('app', 'bob', '_no_need_token');
  await world.advance('1 s');
  const alice = listen(world.createAgoraAPI());
  alice.api.login('app', 'alice', world.service.issueToken({ account: 'alice' }));
  await world.advance('1 s');
  act(alice.api);
  await world.advance('1 min');
  return alice.heard;
}

/** The rows by which a code came to alice. */
const rowsOf = (world: SignalingWorld, code: CodeName): readonly (readonly string[])[] =>
  world.trace.entries.flatMap((entry) =>
    entry.kind === 'transition' && entry.client === 'alice' && entry.codes?.includes(code) === true
      ? [entry.rows]
      : [],
  );

test.each(table)(
  '%s: world.fail brings it to the handler by row %s',
  async (code, row, name, act) => {
    const world = createWorld({ legacy: byName(code).deprecated });
    const rule = world.fail(code, { account: 'alice' });

    const heard = await live(world, act);

    const arrived = heard.filter((call) => call[0] === name && call.slice(1).includes(value(code)));
    expect(arrived).toHaveLength(1);
    expect(rowsOf(world, code)).toEqual([[row]]);
    expect(world.trace.codes('alice').filter((one) => one === code)).toHaveLength(1);
    expect(rule.fired).toBe(1);
    expect(() => world.close()).not.toThrow();
  },
);

test('fail: the table above has the documented codes, in their order', () => {
  expect(table.map(([code]) => code)).toEqual(codes.map(({ name }) => name));
});

test.each(table.filter(([code]) => byName(code).deprecated))(
  '%s: world.fail refuses it in a world without legacy, and says how to get it',
  (code) => {
    const world = createWorld();

    expect(() => world.fail(code)).toThrow(
      saying(
        `world.fail("${code}"): this code is deprecated, and this world emits no deprecated codes. ` +
          'Make it with createWorld({ legacy: true }).',
      ),
    );
  },
);

test.each(table.filter(([code]) => !byName(code).deprecated))(
  '%s: world.fail brings it in a legacy world, too',
  async (code, row, _, act) => {
    const world = createWorld({ legacy: true });
    world.fail(code, { account: 'alice' });

    await live(world, act);

    expect(rowsOf(world, code)).toEqual([[row]]);
  },
);
