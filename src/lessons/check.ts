// The test that holds somebody's own client to what a lesson says, as a file that is ready to be copied.

/** How a test begins. */
interface CheckOptions {
  /**
   * Logged in and a second later (`online`); in the moment of the login (`early`); or before it, so that the
   * test logs in by itself (`own`). @default 'online'
   */
  readonly begins?: 'online' | 'early' | 'own';
}

const beginnings = {
  online: `  app.connect('alice');
  await world.advance('1 s');

`,
  early: `  app.connect('alice');
`,
  own: '',
} as const;

/** What every test imports. */
const imports = [
  "import { createWorld, type SignalingWorld } from 'sigsim';",
  "import 'sigsim/vitest'; // matchers; closes and checks the world when its test is over",
  "import { expect, test } from 'vitest';",
  "import { ChatApp } from './chat-app.js'; // your client: the rest of this file knows only its methods",
].join('\n');

/** Writes the test of a lesson, from its title and what it does and expects. */
export const checkOf = (
  title: string,
  body: string,
  { begins = 'online' }: CheckOptions = {},
): string => `${imports}

const appId = 'my app';
const newApp = (world: SignalingWorld): ChatApp =>
  new ChatApp({
    Signal: world.Signal,
    appId,
    getToken: async (account: string) => world.service.issueToken({ appId, account }),
  });
${
  body.includes('logins(')
    ? `
/** How often any client has called login(). */
const logins = (world: SignalingWorld): number =>
  world.trace.entries.filter((entry) => entry.kind === 'call' && entry.method === 'login').length;
`
    : ''
}
test('${title}', async () => {
  const world = createWorld({ seed: 1 });
  world.install(); // your client's timers run on the world's clock
  const app = newApp(world);
${beginnings[begins]}${body}

  app.dispose(); // whatever stops its timers
});
`;
