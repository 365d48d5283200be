// What sigsim costs a test suite, measured by vitest itself in projects of their own: the coverage of
// codes beside the same suite without it, and the double beside an empty stub of it.
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compare, inTurn, resultOf, time, type Result } from './measure.ts';

/** Benchmarks are run from the root of the repository. */
const root = process.cwd();
const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly dependencies: Readonly<Record<string, string>>;
};
const vitest = join(root, 'node_modules/vitest/dist/index.js');

/** A folder with sigsim and vitest in it, as an installation would put them there. */
function createProject(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'sigsim-bench-'));
  mkdirSync(join(folder, 'node_modules'));
  // Copied, not linked: what is linked counts as the project's own source, and is loaded twice.
  for (const part of ['package.json', 'dist']) {
    cpSync(join(root, part), join(folder, 'node_modules/sigsim', part), { recursive: true });
  }
  mkdirSync(join(folder, 'node_modules/@noble'));
  for (const name of ['vitest', ...Object.keys(dependencies)]) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

/** Runs the tests of a project; gives what was printed. */
const run = (folder: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const main = join(root, 'node_modules/vitest/vitest.mjs');
    const child = spawn(process.execPath, [main, 'run', ...args], {
      cwd: folder,
      env: { ...process.env, GITHUB_STEP_SUMMARY: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.on('data', (data: Buffer) => (out += data.toString()));
    child.on('close', (code) => {
      if (code === 0) resolve(out);
      else reject(new Error(`the tests of ${folder} fail:\n${out}`));
    });
  });

// --- the coverage of codes ---------------------------------------------------------------------

const files = 20;
const testsPerFile = 50;

const suite = `
import { createWorld } from 'sigsim';
import 'sigsim/vitest';
import { expect, test } from 'vitest';

for (let i = 0; i < ${testsPerFile}; i++) {
  test('alice gets in after two failures ' + i, async () => {
    const world = createWorld({ seed: i });
    world.fail('LOGIN_E_OTHER', { times: 2 });
    const alice = world.createAgoraAPI();
    const login = () => alice.login('app', 'alice', '_no_need_token');
    let status = 'offline';
    alice.onLoginSuccess = () => (status = 'online');
    alice.onLoginFailed = () => setTimeout(login, 1000);
    world.install();
    login();
    await world.advance('1 min');

    expect(world).toHaveSeenCode('LOGIN_E_OTHER', { times: 2 });
    expect(status).toBe('online');
  });
}
`;

/** Says at the end how much processor time the run took; with threads, all of it is in one process. */
const cpuReporter = `
export default class {
  onTestRunEnd() {
    process.on('exit', () => {
      const { user, system } = process.cpuUsage();
      process.stdout.write('\\ncpu ' + (user + system) / 1000 + ' ms\\n');
    });
  }
}
`;

const configOf = (reporters: string): string =>
  `export default {
    test: { pool: 'threads', reporters: [new URL('./cpu.js', import.meta.url).pathname, ${reporters}] },
  };`;

interface Took {
  readonly wallMs: number;
  readonly cpuMs: number;
}

async function suiteTook(folder: string, config: string): Promise<Took> {
  let out = '';
  const wallMs = await time(async () => {
    out = await run(folder, ['--config', config]);
  });
  return { wallMs, cpuMs: Number(/^cpu (\S+) ms$/m.exec(out)?.[1]) };
}

/** Nine rounds, by the clock and by the processor: the clock also counts what else a machine does. */
async function coverageCost(): Promise<readonly Result[]> {
  const folder = createProject({
    ...Object.fromEntries(Array.from({ length: files }, (_, i) => [`${i}.test.js`, suite])),
    'cpu.js': cpuReporter,
    'with.js': configOf(`'sigsim/vitest/reporter'`),
    'without.js': configOf(''),
  });
  const pairs = await inTurn(
    () => suiteTook(folder, 'with.js'),
    () => suiteTook(folder, 'without.js'),
    9,
  );
  rmSync(folder, { recursive: true });
  return (['wallMs', 'cpuMs'] as const).map((key) =>
    resultOf(
      {
        name: `coverage of codes in a suite of ${files * testsPerFile} tests`,
        peerName: 'without it',
        unit: key === 'wallMs' ? 'ms' : 'ms of processor',
        goal: 'ratio <= 1.03',
      },
      pairs.map(([ours, peer]) => [ours[key], peer[key]] as const),
    ),
  );
}

// --- the double --------------------------------------------------------------------------------

const copies = 6;

/** An `expect` that expects nothing: a test whose double does nothing is to run to its end. */
const lenient = `
export * from ${JSON.stringify(vitest)};
const nothing = new Proxy(() => nothing, { get: (_, key) => (key === 'then' ? undefined : nothing) });
export const expect = nothing;
`;

/** In the place of sigsim: the same names, and nothing behind them. */
const stub = `
export { byName, codes } from ${JSON.stringify(join(root, 'dist/machines/codes.js'))};
const nothing = new Proxy(() => nothing, { get: (_, key) => (key === 'then' ? undefined : nothing) });
const still = { get: () => () => nothing };
export const createWorld = () => ({
  Signal: () => new Proxy({}, still),
  network: new Proxy({}, still),
  service: new Proxy({}, { get: () => () => '' }),
  trace: { entries: [], codes: () => [], callbacks: () => [] },
  advance: () => Promise.resolve(),
  fail: () => undefined,
  install: () => undefined,
  uninstall: () => undefined,
  close: () => undefined,
});
`;

const aliases = (more: string): string => `
const here = (name) => new URL(name, import.meta.url).pathname;
export default {
  resolve: {
    alias: [{ find: /^vitest$/, replacement: here('./lenient.js') }, ${more}],
  },
  test: { reporters: ['json'] },
};`;

interface Timed {
  readonly testResults: readonly {
    readonly assertionResults: readonly { readonly duration?: number }[];
  }[];
}

/** Tests per second of a run, without what vitest spends around them. */
async function testsPerSecond(folder: string, config: string): Promise<number> {
  const { testResults } = JSON.parse(await run(folder, ['--config', config])) as Timed;
  const ms = testResults.flatMap(({ assertionResults }) =>
    assertionResults.map(({ duration = 0 }) => duration),
  );
  return (ms.length / ms.reduce((sum, one) => sum + one, 0)) * 1000;
}

const read = (path: string): string => readFileSync(join(root, path), 'utf8');

async function doubleCost(): Promise<Result> {
  const tests = read('test/examples/careful-chat.test.ts').replaceAll('../../examples/', './');
  const folder = createProject({
    'careful-chat.ts': read('examples/careful-chat.ts'),
    ...Object.fromEntries(Array.from({ length: copies }, (_, i) => [`${i}.test.ts`, tests])),
    'lenient.js': lenient,
    'stub.js': stub,
    'nothing.js': 'export {};',
    'double.config.js': aliases(''),
    'stub.config.js': aliases(`
      { find: /^sigsim$/, replacement: here('./stub.js') },
      { find: /^sigsim\\/vitest$/, replacement: here('./nothing.js') },`),
  });
  const result = await compare(
    {
      name: 'the suite of the careful client',
      peerName: 'with an empty stub for the double',
      unit: 'tests/s',
      goal: 'none: it is what sigsim costs',
    },
    () => testsPerSecond(folder, 'double.config.js'),
    () => testsPerSecond(folder, 'stub.config.js'),
  );
  rmSync(folder, { recursive: true });
  return result;
}

/** What sigsim costs a test suite. */
export const benchTesting = async (): Promise<readonly Result[]> => [
  ...(await coverageCost()),
  await doubleCost(),
];
