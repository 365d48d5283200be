// The vitest file of a suite, in an empty project: green as it is, red with a client that is broken.
import { formatSuite, generate } from 'sigsim/paths';
import { expect, onTestFinished, test } from 'vitest';
import { Project } from '../support/project.ts';

const text = formatSuite(generate({ cover: 'codes', legacy: true, each: true }), 'vitest');

/** A client of a user's own; its login comes late. */
const client = (wait: number): string => `import { subject } from 'sigsim/paths';
export default subject({
  name: 'my client',
  create: (world) => world.createAgoraAPI(),
  do: {
    login: (api, { account, token }) => {
      const login = () => api.login('app', account, token);
      if (${wait} > 0) setTimeout(login, ${wait});
      else login();
    },
    logout: (api) => api.logout(),
  },
});
`;

/** A project with the file, and the one line of it changed for a client. */
function project(wait: number): Project {
  const own = text.replace("{ native as client } from 'sigsim/paths'", "client from './client.js'");
  const made = new Project({ 'codes.test.js': own, 'client.js': client(wait) });
  onTestFinished(() => made.dispose());
  return made;
}

test('vitest file: a suite of every code is green as it is', async () => {
  const made = new Project({ 'codes.test.js': text });
  onTestFinished(() => made.dispose());
  const { exit, out } = await made.vitest();

  expect(out).toContain('Tests  42 passed (42)');
  expect(exit).toBe(0);
});

test('vitest file: a client of your own is skipped where it cannot, with the reason', async () => {
  const { exit, out } = await project(0).vitest(['--reporter=verbose']);

  expect(out).toMatch(/Tests {2}\d+ passed \| \d+ skipped \(42\)/);
  expect(out).toContain('my client cannot channelJoin, which codes/JOINCHANNEL_E_OTHER asks for.');
  expect(exit).toBe(0);
});

test('vitest file: a client that is late is red, and the recipe says why', async () => {
  const { exit, out } = await project(300).vitest(['-t', 'codes/LOGIN_E_TOKENEXPIRED']);

  expect(out).toContain('my client left the path at step 1 of 4.');
  expect(out).toContain("replay      npx vitest run -t 'codes/LOGIN_E_TOKENEXPIRED'");
  expect(out).toMatch(/page        npx sigsim page node_modules\/\.sigsim\/\w+\.jsonl/);
  expect(out).toContain('your client called the SDK 300 ms after do.login; call it at once.');
  expect(exit).toBe(1);
});
