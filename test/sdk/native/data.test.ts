// The native double: attributes of users, status queries, and the door `invoke`.
import { expect, test } from 'vitest';
import { cast, value } from '../../support/cast.ts';

test('native: getAttr and getAttrAll read one’s own attributes', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.setAttr('mood', 'good');
  alice.api.setAttr('hat', 'red');
  alice.api.getAttr('mood');
  alice.api.getAttrAll();
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onUserAttrResult', 'alice', 'mood', 'good'],
    ['onUserAttrAllResult', 'alice', '{"mood":"good","hat":"red"}'],
  ]);
});

test('native: getUserAttr and getUserAttrAll read another’s', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.setAttr('mood', 'good');
  await world.advance('1 s');

  alice.api.getUserAttr('bob', 'mood');
  alice.api.getUserAttrAll('bob');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onUserAttrResult', 'bob', 'mood', 'good'],
    ['onUserAttrAllResult', 'bob', '{"mood":"good"}'],
  ]);
});

test('native: an attribute that nobody set is empty, for somebody unknown, too', async () => {
  const { world, alice } = await cast(['alice']);

  alice.api.getAttr('mood');
  alice.api.getUserAttr('nobody', 'mood');
  alice.api.getUserAttrAll('nobody');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onUserAttrResult', 'alice', 'mood', ''],
    ['onUserAttrResult', 'nobody', 'mood', ''],
    ['onUserAttrAllResult', 'nobody', '{}'],
  ]);
});

test('native: attributes outlive the session', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.setAttr('mood', 'good');
  await world.advance('1 s');
  bob.api.logout();
  await world.advance('1 s');

  alice.api.getUserAttr('bob', 'mood');
  await world.advance('1 s');

  expect(alice.heard).toEqual([['onUserAttrResult', 'bob', 'mood', 'good']]);
});

test('native: queryUserStatus says "1" or "0"', async () => {
  const { world, alice } = await cast(['alice', 'bob']);

  alice.api.queryUserStatus('bob');
  alice.api.queryUserStatus('nobody');
  await world.advance('1 s');

  expect(alice.heard).toEqual([
    ['onQueryUserStatusResult', 'bob', '1'],
    ['onQueryUserStatusResult', 'nobody', '0'],
  ]);
});

test.each([
  ['setAttr', ['mood', 'good']],
  ['getAttr', ['mood']],
  ['getAttrAll', []],
  ['getUserAttr', ['bob', 'mood']],
  ['getUserAttrAll', ['bob']],
  ['queryUserStatus', ['bob']],
  ['channelQueryUserNum', ['lobby']],
  ['channelQueryUserIsIn', ['lobby', 'bob']],
  ['channelSetAttr', ['lobby', 'topic', 'tea']],
  ['channelDelAttr', ['lobby', 'topic']],
  ['channelClearAttr', ['lobby']],
  ['channelJoin', ['lobby']],
  ['channelLeave', ['lobby']],
  ['channelInviteUser', ['lobby', 'bob', 0]],
  ['channelInviteUser2', ['lobby', 'bob', '{}']],
  ['channelInviteAccept', ['lobby', 'bob', 0, '']],
  ['channelInviteRefuse', ['lobby', 'bob', 0, '']],
  ['channelInviteEnd', ['lobby', 'bob', 0, '']],
  ['channelInviteDTMF', ['lobby', 'bob', '1']],
] as const)('GENERAL_E_NOT_LOGIN: %s while logged out names itself', async (method, args) => {
  const { world, alice } = await cast(['alice']);
  alice.api.logout();
  await world.advance('1 s');
  alice.heard.length = 0;

  (alice.api[method] as (...given: readonly unknown[]) => void)(...args);
  expect(alice.heard).toEqual([]);
  await world.advance('1 min');

  expect(alice.heard).toEqual([
    ['onError', method, value('GENERAL_E_NOT_LOGIN'), expect.any(String)],
  ]);
});

test.each([
  ['user_query_user_status', { account: 'bob' }, { status: 1 }],
  ['user_query_user_status', { account: 'nobody' }, { status: 0 }],
  ['user_set_attr', { name: 'mood', value: 'bad' }, {}],
  ['user_get_attr', { account: 'bob', name: 'mood' }, { value: 'good' }],
  ['user_get_attr_all', { account: 'bob' }, { json: '{"mood":"good"}' }],
  ['channel_query_num', { name: 'lobby' }, { num: 1 }],
  ['channel_query_user_isin', { name: 'lobby', account: 'bob' }, { isin: 1 }],
  ['channel_query_user_isin', { name: 'lobby', account: 'alice' }, { isin: 0 }],
  ['channel_query_userlist', { name: 'lobby' }, { num: 1, list: [['bob', 0]] }],
  ['channel_query_userlist_all', { name: 'lobby', num: 5 }, { num: 1, list: [['bob', 0]] }],
  ['channel_set_attr', { channel: 'lobby', name: 'topic', value: 'tea' }, {}],
  ['channel_del_attr', { channel: 'lobby', name: 'topic' }, {}],
  ['channel_clear_attr', { channel: 'lobby' }, {}],
])('native: invoke %s with %o', async (name, args, answer) => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.setAttr('mood', 'good');
  bob.api.channelJoin('lobby');
  await world.advance('1 s');

  alice.api.invoke(`io.agora.signal.${name}`, JSON.stringify(args), 'c1');
  await world.advance('1 s');

  const [called, callID, err, resp] = alice.heard[0] ?? [];
  expect(alice.heard).toHaveLength(1);
  expect([called, callID, err]).toEqual(['onInvokeRet', 'c1', '']);
  expect(JSON.parse(String(resp))).toEqual({ result: 'ok', ...answer });
});

test('native: invoke channel_query_userlist_all gives at most num, the latest', async () => {
  const { world, alice, bob, carol } = await cast(['alice', 'bob', 'carol']);
  for (const { api } of [bob, carol]) api.channelJoin('lobby');
  await world.advance('1 s');

  alice.api.invoke('io.agora.signal.channel_query_userlist_all', '{"name":"lobby","num":1}', 'c1');
  await world.advance('1 s');

  expect(JSON.parse(String(alice.heard[0]?.[3]))).toEqual({
    result: 'ok',
    num: 2,
    list: [['carol', 0]],
  });
});

test('native: attributes set by invoke are heard in the channel', async () => {
  const { world, alice, bob } = await cast(['alice', 'bob']);
  bob.api.channelJoin('lobby');
  await world.advance('1 s');
  bob.heard.length = 0;

  const req = '{"channel":"lobby","name":"topic","value":"tea"}';
  alice.api.invoke('io.agora.signal.channel_set_attr', req, 'c1');
  await world.advance('1 s');

  expect(bob.heard).toEqual([['onChannelAttrUpdated', 'lobby', 'topic', 'tea', 'update']]);
});

test.each([['user_query_user_status'], ['io.agora.signal.user_get_atr'], ['']])(
  'GENERAL_E_FAILED: invoke of %o, which the service does not have, is refused',
  async (name) => {
    const { world, alice } = await cast(['alice']);

    alice.api.invoke(name, '{}', 'c1');
    await world.advance('1 min');

    expect(alice.heard.map(([callback, first]) => [callback, first])).toEqual([
      ['onError', 'invoke'],
      ['onInvokeRet', 'c1'],
    ]);
  },
);

test.each([['not JSON'], ['null'], ['5'], ['']])(
  'native: invoke with a request of %o has no arguments',
  async (req) => {
    const { world, alice } = await cast(['alice']);

    alice.api.invoke('io.agora.signal.user_get_attr_all', req, 'c1');
    await world.advance('1 s');

    expect(alice.heard).toEqual([['onInvokeRet', 'c1', '', '{"result":"ok","json":"{}"}']]);
  },
);

test.each([
  ['refuse', 'GENERAL_E_FAILED'],
  ['garble', 'GENERAL_E_UNKNOWN'],
] as const)(
  'native: invoke after service.%s has its own answer besides onError',
  async (act, code) => {
    const { world, alice } = await cast(['alice']);
    world.service[act]('attribute');

    alice.api.invoke('io.agora.signal.user_get_attr_all', '{"account":"alice"}', 'c1');
    await world.advance('1 s');

    expect(alice.heard.map(([name, first, second]) => [name, first, second])).toEqual([
      ['onError', 'invoke', value(code)],
      ['onInvokeRet', 'c1', code],
    ]);
  },
);
