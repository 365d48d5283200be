// The test that each lesson gives away is one that can be passed, and that catches who has not learned it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lessons } from '../../src/lessons/index.ts';

const folder = new URL('.checks/', import.meta.url);
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });

/** The clients of the examples, with the constructor and the methods that the tests know. */
const clients = {
  careful: `import { CarefulChat } from '../../../examples/careful-chat.ts';
export { CarefulChat as ChatApp };`,
  naive: `import { NaiveChat } from '../../../examples/naive-chat.ts';
export class ChatApp extends NaiveChat {
  #getToken;
  constructor({ getToken, ...options }: any) {
    super(options);
    this.#getToken = getToken;
  }
  override connect(account: string, token?: string) {
    if (token !== undefined) super.connect(account, token);
    else void this.#getToken(account).then((fresh: string) => super.connect(account, fresh));
  }
  ring() {}
  dispose() {}
}`,
};

for (const [name, code] of Object.entries(clients)) {
  writeFileSync(new URL(`${name}.ts`, folder), code);
}

/** Runs the test of a lesson against a client; gives what it threw. */
async function run(lesson: (typeof lessons)[number], client: string): Promise<unknown> {
  const code = lesson.check
    .replace('./chat-app.js', `./${client}.ts`)
    .replace(
      /import \{ expect, test \}.*/,
      `$&\nimport { leaveOpen } from 'sigsim/vitest';\nimport { onTestFinished } from 'vitest';\nconst __test = (_: string, run: () => unknown) => run();`,
    )
    .replace(/^test\(/m, 'await __test(')
    // The world of a test that fails on purpose is left as it is.
    .replace(
      /createWorld\(\{ seed: 1 \}\);/,
      `$& leaveOpen(world); onTestFinished(() => world.uninstall());`,
    );
  const file = new URL(`${lesson.name}-${client}.ts`, folder);
  writeFileSync(file, code);
  try {
    await import(/* @vite-ignore */ file.pathname);
    return undefined;
  } catch (error) {
    return error;
  }
}

test.each(lessons.map((lesson) => [lesson.name, lesson] as const))(
  'lesson %s: its test is passed by a careful client',
  async (_, lesson) => {
    const error = await run(lesson, 'careful');

    expect(error).toBeUndefined();
  },
);

test('lesson: a client that retries everything fails each of their tests', async () => {
  const passed: string[] = [];
  for (const lesson of lessons) {
    if ((await run(lesson, 'naive')) === undefined) passed.push(lesson.name);
  }

  expect(passed).toEqual([]);
});
