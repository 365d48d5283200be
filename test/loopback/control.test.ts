// The control API: the words of scenarios over HTTP, for whoever holds the token.
import { readFileSync } from 'node:fs';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { networkActs, serviceActs } from '../../src/scenario/acts.ts';
import { serve, type LoopbackServer, type ServeOptions } from '../../src/loopback/index.ts';
import { answered, operations, wrongWith } from '../support/openapi.ts';

const open: LoopbackServer[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

type Json = Readonly<Record<string, unknown>>;

async function server(options: ServeOptions = {}) {
  const one = await serve({ token: 'secret', ...options });
  open.push(one);
  const ask = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = { authorization: 'Bearer secret' },
  ): Promise<{ status: number; body: Json }> => {
    const answer = await fetch(`http://127.0.0.1:${one.port}/control${path}`, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const type = answer.headers.get('content-type') ?? '';
    const text = await answer.text();
    const given = type.startsWith('text/') ? text : (JSON.parse(text) as Json);
    const { status } = answer;
    const isDocument = path === '/openapi.json'; // It describes itself to nobody.
    const wrong = wrongWith(method, `/control${path}`, { status, type, body: given });
    expect(isDocument && status === 200 ? '' : wrong).toBe('');
    return { status, body: given as Json };
  };
  return { one, ask };
}

const login = { by: 'client', client: 'bob', do: 'login', args: { account: 'bob' } };

test('control: somebody with nothing but HTTP is the other end', async () => {
  const { ask } = await server({ time: 'virtual' });

  await ask('POST', '/worlds/default/steps', { steps: [login, { by: 'time', wait: '1 s' }] });
  const { body } = await ask('GET', '/worlds/default/clients/bob/callbacks');

  expect(body).toMatchObject({ next: 1, callbacks: [{ name: 'onLoginSuccess', at: 60 }] });
});

test('control: callbacks are waited for', async () => {
  const { ask } = await server();
  await ask('POST', '/worlds/default/steps', { steps: [login] });

  const { body } = await ask('GET', '/worlds/default/clients/bob/callbacks?from=0&waitMs=10000');

  expect(body).toMatchObject({ callbacks: [{ name: 'onLoginSuccess' }] });
});

test('control: a client that logs in long after the world began has as long to log in as ever', async () => {
  const { one, ask } = await server();
  await ask('POST', '/worlds/default/rules', { fail: 'LOGIN_E_NET' });
  await later(2000);

  await ask('POST', '/worlds/default/steps', { steps: [login] });
  const at = (await ask('GET', '/worlds/default')).body['now'] as number;

  expect(at).toBeGreaterThanOrEqual(2000);
  expect((await ask('GET', '/worlds/default/clients/bob/callbacks')).body).toMatchObject({
    next: 0,
  });
  const { body } = await ask('GET', '/worlds/default/clients/bob/callbacks?waitMs=10000');
  expect(body).toMatchObject({ callbacks: [{ name: 'onLoginFailed' }] });
  const [{ at: failed }] = body['callbacks'] as [{ at: number }];
  expect(failed).toBeGreaterThanOrEqual(3400); // Three more tries, 1.4 s after the first.
  expect(one.world.now).toBeGreaterThanOrEqual(failed);
});

test.each([
  ['a world that was dropped', 'DELETE', '/worlds/a'],
  ['a world that was reset', 'POST', '/worlds/a/reset'],
])('control: steps and waits end with %s', async (_, method, path) => {
  const { ask } = await server();
  await ask('POST', '/worlds', { id: 'a' });
  await ask('POST', '/worlds/a/steps', { steps: [login] });
  const steps = ask('POST', '/worlds/a/steps', { steps: [{ by: 'time', wait: '1 h' }, login] });
  const heard = ask('GET', '/worlds/a/clients/bob/callbacks?from=9&waitMs=60000');
  await later(100);

  await ask(method, path);

  expect((await steps).status).toBe(404);
  expect((await steps).body['error']).toContain('steps[1] and those after it were not done');
  await heard;
});

test('control: a wait longer than a timer of Node can be does not end at once', async () => {
  const { one, ask } = await server();
  const steps = ask('POST', '/worlds/default/steps', { steps: [{ by: 'time', wait: '720 h' }] });

  expect(await Promise.race([steps, later(300)])).toBeUndefined();

  void steps.catch(() => undefined);
  await one.close();
});

test('control: an hour of virtual time takes a moment', async () => {
  const { ask } = await server();
  const { body: made } = await ask('POST', '/worlds', { id: 'fast', time: 'virtual' });
  expect(made).toMatchObject({ id: 'fast', now: 0 });

  expect((await ask('POST', '/worlds/fast/advance', { by: '1 h' })).body).toEqual({
    now: 3_600_000,
  });
  expect((await ask('POST', '/worlds/default/advance', { by: '1 h' })).body).toMatchObject({
    error: expect.stringContaining('lives in real time') as string,
  });
});

test('control: rules, acts, the trace, a reset', async () => {
  const { ask } = await server({ time: 'virtual' });
  const path = '/worlds/default';
  await ask('POST', `${path}/rules`, { fail: 'LOGIN_E_TOKENWRONG', account: 'bob' });
  await ask('POST', `${path}/steps`, { steps: [login, { by: 'time', wait: '1 s' }] });

  expect((await ask('GET', `${path}/rules`)).body).toMatchObject({ rules: [{ fired: 1 }] });
  expect((await ask('GET', path)).body).toMatchObject({
    clients: [{ name: 'bob', account: 'bob', state: 'loggedOut' }],
  });
  const { body } = await ask('GET', `${path}/trace`);
  expect(JSON.stringify(body)).toContain('LOGIN_E_TOKENWRONG');

  expect((await ask('POST', `${path}/reset`)).body).toMatchObject({ now: 0 });
  expect((await ask('GET', path)).body).toMatchObject({ clients: [] });
});

test.each([
  ['no token', {}, 401],
  ['another token', { authorization: 'Bearer other' }, 401],
  [
    'a page of another site',
    { authorization: 'Bearer secret', origin: 'https://evil.example' },
    403,
  ],
])('control: %s: refused with the reason', async (_, headers, status) => {
  const { ask } = await server();

  const answer = await ask('GET', '/worlds', undefined, headers);

  expect(answer.status).toBe(status);
  expect(answer.body['error']).toEqual(expect.any(String));
});

test.each([
  ['GET', '/worlds/nope', undefined, 404, 'no world "nope"'],
  ['GET', '/nothing', undefined, 404, 'no route'],
  ['PATCH', '/worlds', undefined, 405, 'this path takes GET, POST'],
  ['POST', '/worlds/default/steps', {}, 400, '"steps" is missing'],
  [
    'POST',
    '/worlds/default/steps',
    { steps: [{ by: 'service', do: 'kik' }] },
    400,
    'Did you mean "kick"',
  ],
  ['POST', '/worlds/default/rules', { fail: 'LOGIN_E_NOT' }, 400, 'LOGIN_E_NET'],
  ['POST', '/worlds', { id: 'a/b' }, 400, 'id:'],
  ['POST', '/worlds', { sede: 1 }, 400, 'Did you mean "seed"'],
  ['GET', '/worlds/default/clients/zoe/callbacks', undefined, 400, 'no client "zoe"'],
  ['GET', '/worlds/default/trace?from=x', undefined, 400, 'from is "x"'],
  ['DELETE', '/worlds/default', undefined, 400, 'the default world stays'],
  ['POST', '/worlds', { id: 'default' }, 400, 'there is a world "default" already'],
  ['GET', '/worlds/default/clients/%25%/callbacks', undefined, 400, 'Encode it: % is %25'],
  ['GET', '/worlds/default/trace?as=lane', undefined, 400, 'as is "lane". Give json or lanes.'],
])('control: %s %s %j: %i, %s', async (method, path, body, status, words) => {
  const { ask } = await server();

  const answer = await ask(method, path, body);

  expect(answer.status).toBe(status);
  expect(answer.body['error']).toContain(words);
});

test('control: the OpenAPI document names every route, and asks for the token', async () => {
  const { ask } = await server();

  const { body } = await ask('GET', '/openapi.json', undefined, {});

  expect(body).toMatchObject({ openapi: '3.1.0', security: [{ token: [] }] });
  expect(Object.keys(body['paths'] as object)).toContain('/control/worlds/{world}/steps');
});

test.each([
  [{ port: 70_000 }, 'port is 70000'],
  [{ prot: 1 }, 'Did you mean "port"'],
] as const)('serve: %j is refused', async (options, words) => {
  await expect(serve(options as ServeOptions)).rejects.toThrow(words);
});

test('serve: a port that is taken is said to be', async () => {
  const { one } = await server();

  await expect(serve({ port: one.port })).rejects.toThrow('something else listens there');
});

test('control: the file of the package is what the server gives, and names every act of a scenario', async () => {
  const { ask } = await server();
  const { body } = await ask('GET', '/openapi.json');
  const file = new URL('../../dist/src/openapi.json', import.meta.url);
  const text = readFileSync(file, 'utf8');

  expect(JSON.parse(text)).toEqual(body);
  const acts = [...Object.keys(serviceActs), ...Object.keys(networkActs)];
  expect(acts.filter((act) => !text.includes(JSON.stringify(act)))).toEqual([]);
});

test.each([
  ['POST', '/worlds', { tim: 'virtual' }, /no key "tim".*Did you mean "time"/],
  ['POST', '/worlds/default/advance', { by: 1 }, /by: 1 is not valid. Give a duration/],
  ['POST', '/worlds/default/rules', { fail: 'LOGIN_E_NETT' }, /Did you mean "LOGIN_E_NET"/],
  ['POST', '/worlds/default/tokens', {}, /"account" is missing/],
  ['PUT', '/worlds/default/wire', { mailbox: 3 }, /mailbox: 3 is not valid/],
  ['POST', '/worlds/default/steps', { steps: [{ by: 'nobody' }] }, /steps\[0\]: no "by" "nobody"/],
])(
  'control: %s %s with a body that is wrong says where and what',
  async (method, path, body, message) => {
    const { ask } = await server();

    const answer = await ask(method, path, body);

    expect(answer.status).toBe(400);
    expect(answer.body['error']).toMatch(message);
  },
);

test('control: a trace with every kind of entry is answered as the document says', async () => {
  const { one, ask } = await server({ time: 'virtual' });
  const api = one.world.createAgoraAPI();
  Object.assign(api, { onLoginFail: () => undefined });
  api.onLoginSuccess = () => {
    throw new RangeError('mine');
  };
  api.login('app', 'alice', '_no_need_token');
  const steps = [
    login,
    { by: 'time', wait: '1 s' },
    { by: 'client', client: 'bob', do: 'messageInstantSend', args: { account: 'x', body: 'x' } },
    { by: 'network', do: 'cut', args: ['bob'] },
    { by: 'service', do: 'kick', args: ['alice'] },
    { by: 'time', wait: '1 min' },
  ];
  await ask('POST', '/worlds/default/rules', { fail: 'LOGIN_E_TOKENWRONG', account: 'zoe' });
  await ask('POST', '/worlds/default/steps', { steps });
  one.world.service.silence('login', { account: 'zoe', times: 1 });
  for (const account of ['zoe', 'zoe']) {
    const zoe = one.world.createAgoraAPI();
    Object.assign(zoe, { onLoginFail: () => undefined });
    zoe.login('app', account, '_no_need_token');
    await ask('POST', '/worlds/default/advance', { by: '10 min' });
  }

  const { body } = await ask('GET', '/worlds/default/trace');
  const kinds = (body['entries'] as Json[]).map(({ kind }) => kind);

  expect(new Set(kinds)).toEqual(
    new Set('act call callback lost misnamed packet rule threw transition'.split(' ')),
  );
  expect(await ask('GET', '/worlds/default/trace?as=lanes')).toMatchObject({
    body: expect.stringContaining('onLoginSuccess') as string,
  });
});

test('control: every operation was asked for here, and answered as the document says', async () => {
  const { ask } = await server();
  await ask('POST', '/worlds', { id: 'other' });
  await ask('GET', '/worlds');
  await ask('DELETE', '/worlds/other');
  await ask('PUT', '/worlds/default/wire', { lookup: { status: 503, body: '' } });
  await ask('POST', '/worlds/default/tokens', { account: 'bob' });

  expect([...answered].toSorted()).toEqual(operations.toSorted());
});
