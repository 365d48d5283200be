// Who may drive a server: whoever holds the token, by the server's own name, and no page of another site.
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serve, type LoopbackServer } from '../../src/loopback/index.ts';
import { Place } from '../../src/loopback/place.ts';
import { wrongWith } from '../support/openapi.ts';

let server: LoopbackServer;
/** One that is at every address of the machine. */
let wide: LoopbackServer;
const said: string[] = [];
beforeAll(async () => {
  server = await serve({ log: (line) => said.push(line) });
  wide = await serve({ host: '0.0.0.0' });
});
afterAll(() => Promise.all([server.close(), wide.close()]));

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: Readonly<Record<string, unknown>> & { readonly error?: string };
}

/** Asks as no page and no `fetch` can: by whatever name. */
const ask = (
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body = '',
  { port } = server,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path, headers }, (answer) => {
      let text = '';
      answer.on('data', (part: Buffer) => (text += part.toString()));
      answer.on('end', () => {
        const { statusCode: status = 0 } = answer;
        resolve({ status, headers: answer.headers, body: JSON.parse(text) as Answer['body'] });
      });
    });
    asked.on('error', reject);
    asked.end(body);
  });

const bearer = (): string => `Bearer ${server.token}`;
const own = (name: string): string => `${name}:${server.port}`;

test.each([
  ['its own address', () => ({ host: own('127.0.0.1') }), 200],
  ['localhost', () => ({ host: own('localhost') }), 200],
  [
    'a page of its own',
    () => ({ host: own('localhost'), origin: `http://${own('localhost')}` }),
    200,
  ],
  ['a name that leads here (DNS rebinding)', () => ({ host: own('evil.example') }), 403],
  ['another address', () => ({ host: own('192.0.2.7') }), 403],
  ['its address without the port', () => ({ host: '127.0.0.1' }), 403],
  [
    'a page of another site',
    () => ({ host: own('localhost'), origin: 'https://evil.example' }),
    403,
  ],
  ['a page of another port', () => ({ host: own('localhost'), origin: 'http://localhost:1' }), 403],
  ['a page from a file, or in a sandbox', () => ({ host: own('localhost'), origin: 'null' }), 403],
])('guard: asked by %s', async (_, names, status) => {
  const answer = await ask('GET', '/control/worlds', { ...names(), authorization: bearer() });

  expect(answer.status).toBe(status);
  expect(wrongWith('GET', '/control/worlds', { ...answer, type: 'application/json' })).toBe('');
  // No page of another origin may read what the control API says.
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

test.each([
  ['an address of the machine', '192.0.2.7:PORT', undefined, 200],
  ['an address of version 6', '[2001:db8::7]:PORT', undefined, 200],
  ['a page of the address that is asked', '192.0.2.7:PORT', 'http://192.0.2.7:PORT', 200],
  ['a page of another address', '192.0.2.7:PORT', 'http://192.0.2.8:PORT', 403],
  ['an address with another port', '192.0.2.7:1', undefined, 403],
  ['a name that leads here (DNS rebinding)', 'evil.example:PORT', undefined, 403],
  ['a name that looks like an address', '192.0.2.7.evil:PORT', undefined, 403],
  ['numbers that are no address', '192.0.2:PORT', undefined, 403],
])('guard: where it is at every address, asked by %s', async (_, host, origin, status) => {
  const here = (text: string): string => text.replace('PORT', String(wide.port));
  const headers = { host: here(host), ...(origin !== undefined && { origin: here(origin) }) };
  const authorization = `Bearer ${wide.token}`;

  const answer = await ask('GET', '/control/worlds', { ...headers, authorization }, '', wide);

  expect(answer.status).toBe(status);
  if (status === 200) {
    expect(answer.body['worlds']).toMatchObject([{ ws: `ws://${headers.host}/` }]);
    const refused = await ask('GET', '/control/worlds', headers, '', wide); // Without the token.
    expect(refused.status).toBe(401);
  } else if (origin === undefined) {
    expect(answer.body.error).toContain(`Use an address of this machine, with :${wide.port}.`);
  }
});

test.each([
  ['an address', '192.0.2.7:PORT', '192.0.2.7:PORT'],
  ['a name', 'sigsim.test:PORT', 'sigsim.test:PORT'],
  ['what is neither', '"/x:1', '0.0.0.0:PORT'],
])('a look-up at every address names the one by which it was asked: %s', async (_, host, named) => {
  const here = (text: string): string => text.replace('PORT', String(wide.port));

  const { body } = await ask('GET', '/getaddr?vid=app', { host: here(host) }, '', wide);

  expect(body['web']).toEqual([
    expect.stringMatching(
      new RegExp(`^ws://${here(named).replaceAll('.', String.raw`\.`)}/d/\\d+/$`),
    ),
  ]);
});

test('guard: at the port of HTTP, whoever asks leaves the port out', () => {
  const [near, everywhere] = [new Place('127.0.0.1', 80), new Place('0.0.0.0', 80)];

  expect(near.isOwn('127.0.0.1')).toBe(true);
  expect(near.isOwn('localhost')).toBe(true);
  expect(near.isOwn('evil.example')).toBe(false);
  expect(everywhere.isOwn('[2001:db8::7]')).toBe(true);
  expect(everywhere.calledBy('sigsim.test')).toBe('sigsim.test:80');
  expect(everywhere.calledBy('')).toBe('0.0.0.0:80');
});

test('guard: a path that no URL has is refused with the reason', async () => {
  const answer = await ask('GET', '//', { host: own('127.0.0.1') });

  expect(answer.status).toBe(400);
  expect(answer.body.error).toContain('the path is "//"');
});

test('guard: a page of another site gets no leave to ask, either', async () => {
  const headers = { host: own('127.0.0.1'), origin: 'https://evil.example' };

  const answer = await ask('OPTIONS', '/control/worlds', headers);

  expect(answer.status).toBe(403);
  expect(answer.headers['access-control-allow-origin']).toBeUndefined();
});

test.each([
  ['no token', ''],
  ['half of the token', 'half'],
  ['the token without its scheme', 'bare'],
  ['another one as long', 'other'],
])('guard: %s is refused, and not told what it should have been', async (_, kind) => {
  const { token } = server;
  const given = {
    '': '',
    half: `Bearer ${token.slice(0, 16)}`,
    bare: token,
    other: `Bearer ${'0'.repeat(token.length)}`,
  }[kind as 'bare'];

  const answer = await ask('GET', '/control/worlds', {
    host: own('127.0.0.1'),
    authorization: given,
  });

  expect(answer.status).toBe(401);
  expect(JSON.stringify(answer.body)).not.toContain(token);
  expect(said.join('\n')).not.toContain(token);
});

test.each([
  ['nonsense', 400, 'the body is not JSON'],
  ['[1]', 400, 'not valid'],
  ['['.repeat(100_000), 400, 'nested deeper than 100 levels'],
  [`{"steps":${'['.repeat(5000)}${']'.repeat(5000)}}`, 400, 'nested deeper than 100 levels'],
  [`{"steps":"${'x'.repeat(1_100_000)}"}`, 413, 'at most 1048576 bytes'],
])('guard: a body that is none is refused with the reason (%#)', async (body, status, words) => {
  const path = '/control/worlds/default/steps';
  const headers = { host: own('127.0.0.1'), authorization: bearer() };

  const answer = await ask('POST', path, headers, body);

  expect(answer.status).toBe(status);
  expect(answer.body.error).toContain(words);
  expect(wrongWith('POST', path, { ...answer, type: 'application/json' })).toBe('');
});
