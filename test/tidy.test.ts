// The rules of the house that no linter knows. Each says what to do instead.
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { expect, test } from 'vitest';
import { codes } from '../machines/codes.ts';
import { lifecycles, parts } from '../machines/lifecycles.ts';

const root = new URL('../', import.meta.url);

/** A source file, as its rules see it. */
interface Source {
  /** `'src/world/clock.ts'`. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and with empty strings; line breaks stay where they were. */
  readonly bare: string;
}

/** Comments and strings; a template keeps what it computes. Nested templates come out approximate. */
const quiet =
  /\/\/.*|\/\*[\s\S]*?\*\/|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|`(?:\\[\s\S]|[^`\\])*`/g;

const bareOf = (text: string): string =>
  text.replaceAll(quiet, (found) => {
    if (found.startsWith('`')) return [...found.matchAll(/\$\{[^}]*\}|\n/g)].join('');
    const breaks = found.replaceAll(/[^\n]/g, '');
    return found.startsWith('/') ? breaks : `''${breaks}`;
  });

function read(path: string): Source {
  const text = readFileSync(new URL(path, root), 'utf8');
  return { path, text, bare: bareOf(text) };
}

const sources: readonly Source[] = ['machines', 'src'].flatMap((folder) =>
  readdirSync(new URL(folder, root), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .toSorted()
    .map(read),
);

/** All that is written for people. */
const pages: readonly string[] = [
  'README.md',
  'README.zh.md',
  'machines/README.md',
  ...readdirSync(new URL('docs/', root), { recursive: true, encoding: 'utf8' })
    // The reference is generated from the docstrings.
    .filter((name) => name.endsWith('.md') && !name.startsWith('reference'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];

const isBelow = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`);

/** Everything a file imports: repository paths, or names of packages. */
const importsOf = ({ path, text }: Source): readonly string[] =>
  [
    ...text.matchAll(
      /^(?:(?:import|export) (?:[^'=;]* from )?|\} from )'([^'\n]+)'|\bimport\('([^'\n]+)'/gm,
    ),
  ]
    .map(([, name, dynamic]) => name ?? dynamic ?? '')
    .map((name) => (name.startsWith('.') ? posix.join(posix.dirname(path), name) : name));

/** Lines where a pattern is found: `src/a.ts:3`. */
const linesWith = (path: string, text: string, pattern: RegExp): readonly string[] =>
  text.split('\n').flatMap((line, i) => (pattern.test(line) ? [`${path}:${i + 1}`] : []));

// --- layers --------------------------------------------------------------------------------------

const base = ['src/base', 'src/engine', 'src/trace'];
const composed = [
  ...base,
  'machines',
  'src/world',
  'src/sdk',
  'src/wire',
  'src/published',
  'src/create-world.ts',
  'src/watchers.ts',
];

const inWorld = (file: string): string => `src/world/${file}.ts`;
/** Single files of the world that every floor of it works with. */
const shelf = [
  'audience',
  'clock',
  'delivery',
  'heap',
  'journal',
  'mistakes',
  'options',
  'random',
  'ruling',
  'standstill',
  'thrown',
  'token',
  'treatment',
  'turn',
  'whom',
].map(inWorld);
const belowClient = ['src/world/network', 'src/world/service', 'src/world/rules'];

/** What each place may import besides itself; the first that fits counts. */
const mayImport: readonly (readonly [place: string, allowed: readonly string[]])[] = [
  // The specification knows no engine, and the table of codes nothing at all.
  ['machines/codes.ts', []],
  ['machines', ['xstate']],
  // The charts of the page are laid out at build time, from the machines as they are written.
  [
    'src/build',
    [
      'src/chart',
      'machines',
      'src/paths',
      'src/coverage',
      'src/scenario',
      'src/suites',
      'src/loopback',
      'src/tour',
      'node:',
      'vite',
      'vite-plugin-singlefile',
      'rolldown',
      'rolldown-plugin-dts',
      'src/base',
      'ajv',
      'elkjs',
      'highs',
      'xstate',
    ],
  ],
  ['src/chart', ['machines', 'src/paths/model/written.ts', 'elkjs', 'xstate']],
  // World and paths do not know each other: a path must run against anyone's client.
  // Within paths: what can happen, then time, then walks that cover it, then bounds, then suites.
  ['src/paths/model', ['machines', 'xstate', ...base]],
  ['src/paths/time', ['src/paths/model', 'src/base/progress.ts']],
  ['src/paths/cover', ['machines', 'xstate', 'src/paths/model', 'src/paths/time', ...base]],
  [
    'src/paths/bound',
    ['machines', 'src/paths/model', 'src/paths/time', 'src/paths/cover', ...base],
  ],
  ['src/paths/xstate', ['machines', 'src/paths', 'xstate', ...base]],
  ['src/paths', ['machines', 'xstate', ...base]],
  // Within the world, a stair: globals, network, service, rules, client, and on top the world itself.
  ...shelf.map((file) => [file, ['machines', ...base, ...shelf, 'src/world/globals']] as const),
  ['src/world/globals', [...base, ...['clock', 'heap', 'standstill', 'turn'].map(inWorld)]],
  ['src/world/network', [...base, ...shelf]],
  ['src/world/service', ['machines', ...base, ...shelf, 'src/world/network']],
  ['src/world/rules', ['machines', ...base, ...shelf, 'src/world/network', 'src/world/service']],
  ['src/world/surroundings.ts', ['machines', ...base, ...shelf, ...belowClient]],
  [
    'src/world/client',
    ['machines', 'xstate', ...base, ...shelf, ...belowClient, 'src/world/surroundings.ts'],
  ],
  ['src/world', ['machines', 'xstate', ...base]],
  // The doubles give the world the shapes of the SDKs.
  ['src/sdk', ['machines', 'src/world', 'src/create-world.ts', ...base]],
  // The wire is a third shape: its application is a socket.
  ['src/wire', [...base, 'machines', 'src/world', 'src/sdk/invoke.ts']],
  // The published SDK, as a double: an application of the wire.
  ['src/published', [...base, 'machines', 'src/world', 'src/wire', 'src/sdk/text.ts']],
  [
    'src/create-world.ts',
    [...base, 'machines', 'src/world', 'src/sdk', 'src/wire', 'src/published', 'src/watchers.ts'],
  ],
  ['src/watchers.ts', ['src/base/shared.ts']],
  ['src/index.ts', composed],
  ['src/global', ['src/checks', 'src/index.ts', 'src/sdk']],
  // What drives a client stands above the doubles; scenarios are played through it.
  // A path is run against a client by src/run, so that src/paths need not know the world.
  ['src/run', [...composed, 'src/paths']],
  // The judge holds what a client does against rules.
  ['src/judge', [...composed, 'src/checks', 'src/run']],
  // A campaign draws runs from the explored model, plays them, and holds them against the judge's rules.
  [
    'src/campaign',
    [...composed, 'src/checks', 'src/coverage', 'src/judge', 'src/run', 'src/scenario'],
  ],
  ['src/suites', [...composed, 'src/paths', 'src/run', 'src/replay', 'src/tour', 'xstate']],
  ['src/replay', composed],
  ['src/scenario', [...composed, 'src/run']],
  // Checks read a world that has run, coverage what it left; a runner only carries them.
  ['src/checks', ['machines', 'src/world', ...base]],
  ['src/coverage', ['machines', 'src/checks', 'src/paths', 'src/world', 'node:', ...base]],
  ['src/runners', ['src/checks', 'src/create-world.ts', 'src/base', 'src/watchers.ts', 'node:']],
  [
    'src/vitest',
    [...composed, 'src/checks', 'src/coverage', 'src/paths', 'vitest', 'xstate', 'node:'],
  ],
  ['src/tour', [...composed, 'src/paths', 'src/run', 'src/scenario']],
  ['src/telling', ['machines', 'src/paths', 'xstate', ...base]],
  ['src/lessons', ['machines', 'src/run', 'src/scenario', ...base]],
  [
    'src/page',
    [
      ...composed,
      'src/chart/scene.ts',
      'src/paths/xstate/machine-map.ts',
      'src/lessons',
      'src/run',
      'src/scenario',
      'src/telling',
      'src/tour',
      '@preact/signals',
      'preact',
      'virtual:charts',
      'virtual:comparisons',
    ],
  ],
  // The server carries the wire over real sockets, and plays clients by the steps of scenarios.
  ['src/loopback', [...composed, 'src/run', 'src/scenario', 'ws', 'node:']],
  // The command may use everything; nobody uses it.
  [
    'src/cli',
    [
      'src/chart',
      'src/loopback',
      ...composed,
      'src/campaign',
      'src/coverage',
      'src/judge',
      'src/lessons',
      'src/paths',
      'src/lessons',
      'src/run',
      'src/scenario',
      'src/replay',
      'src/suites',
      'src/telling',
      'src/tour',
      'jiti',
      'src/build',
      'xstate',
      'commander',
      'cli-table3',
      'bullmq',
      'ioredis',
      'picocolors',
      'node:',
    ],
  ],
  // All that the build puts into the package comes through one file.
  ['src/base/vendor.ts', ['@noble/hashes', 'leven', 'pure-rand']],
  // Text and values, the two that know XState from inside, and the record of what happened.
  ['src/base', ['machines', 'ajv']],
  ['src/engine', ['machines', 'xstate', 'src/base']],
  ['src/trace', ['machines', 'src/base']],
];

test('tidy: every file has a layer', () => {
  const homeless = sources.filter(({ path }) => !mayImport.some(([place]) => isBelow(path, place)));

  expect(homeless.map(({ path }) => `${path}: add its folder to mayImport`)).toEqual([]);
});

test('tidy: imports go down, never up or sideways', () => {
  const complaints = sources.flatMap((source) => {
    const [place, allowed] = mayImport.find(([at]) => isBelow(source.path, at)) ?? ['', []];
    return importsOf(source)
      .filter((name) => !isBelow(name, place))
      .filter(
        (name) => !allowed.some((a) => isBelow(name, a) || (a === 'node:' && name.startsWith(a))),
      )
      .map((name) => `${source.path} imports ${name}: ${place} may import ${allowed.join(', ')}`);
  });

  expect(complaints).toEqual([]);
});

/** The circles of files in which imports lead back, types included: each as the files that are in it. */
function circlesOf(files: readonly Source[]): readonly (readonly string[])[] {
  const imports = new Map(files.map((source) => [source.path, importsOf(source)]));
  const reached = (from: string): ReadonlySet<string> => {
    const seen = new Set<string>();
    const open = [...(imports.get(from) ?? [])];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      open.push(...(imports.get(at) ?? []));
    }
    return seen;
  };
  const reach = new Map(files.map(({ path }) => [path, reached(path)]));
  const circles = files
    .filter(({ path }) => reach.get(path)?.has(path) === true)
    .map(({ path }) =>
      [...(reach.get(path) ?? [])].filter((other) => reach.get(other)?.has(path) === true),
    );
  return [...new Set(circles.map((circle) => circle.toSorted().join(' ')))].map((circle) =>
    circle.split(' '),
  );
}

test('tidy: no circle of files, types included', () => {
  expect(circlesOf(sources)).toEqual([]);
});

/** The lifecycle in whose folder a file stands. */
const lifecycleOf = (path: string): string | undefined => /^machines\/([^/]+)\//.exec(path)?.[1];

test('tidy: no lifecycle imports another, nor the list of all', () => {
  const above = new Set(['machines/lifecycles.ts', 'machines/events.ts', 'machines/index.ts']);
  const complaints = sources.flatMap((source) => {
    const own = lifecycleOf(source.path);
    if (own === undefined) return [];
    return importsOf(source)
      .filter((name) => above.has(name) || (lifecycleOf(name) ?? own) !== own)
      .map((name) => `${source.path} imports ${name}: what two share stands in machines/`);
  });

  expect(complaints).toEqual([]);
});

/** Why a file outside of `machines/` may name a lifecycle or one of its statecharts. */
const mayName: Readonly<Record<string, readonly string[]>> = {
  // A client without a session has nothing, so that more than the machines must know how that stands.
  'whether a client is in a session, its login says': [
    'src/campaign/hearing.ts',
    'src/campaign/history.ts',
    'src/campaign/invariants.ts',
    'src/checks/backed-off.ts',
    'src/checks/presence.ts',
    'src/judge/overlaps.ts',
    'src/page/model/recipes.ts',
    'src/page/view/row.tsx',
    'src/paths/cover/feasible.ts',
    'src/paths/xstate/live.ts',
    'src/paths/xstate/model-logic.ts',
    'src/trace/lanes.ts',
    'src/world/client/carrier.ts',
    'src/world/client/parts.ts',
    'src/world/service/desk.ts',
    'src/world/service/service.ts',
    'src/world/service/sessions.ts',
  ],
  'what was given to login() is kept for the next attempt': [
    'src/world/client/client.ts',
    'src/world/client/handover.ts',
    'src/world/client/logins.ts',
    'src/world/rules/failures.ts',
    'src/world/rules/rules.ts',
    'src/world/rules/who.ts',
  ],
  'a client is in one channel at most, which is part of its session': [
    'src/world/service/channels.ts',
    'src/world/service/mailbox.ts',
  ],
  'an invitation has two ends, each at a client of its own': [
    'src/paths/model/board.ts',
    'src/paths/model/pair.ts',
    'src/paths/model/underway.ts',
    'src/run/cast.ts',
    'src/world/delivery.ts',
    'src/world/journal.ts',
    'src/world/service/invitations.ts',
    'src/world/world.ts',
  ],
  'errands that only some statecharts have': ['src/world/client/requests.ts'],
  'a table of acts by which a word of the session comes true': ['src/run/premise.ts'],
  'a path is prepared in the order of the session: login, then channel': [
    'src/run/runner.ts',
    'src/run/stage.ts',
  ],
  'the retries of a subject count against the window of the login': ['src/run/limits.ts'],
  'a scene of a campaign has one state for each statechart': ['src/campaign/author.ts'],
  'what the page says of a call before it is made': [
    'src/page/model/needs.ts',
    'src/page/model/situation.ts',
  ],
};

/** Where a lifecycle or statechart is named: by an import from its folder, or where only a part can stand. */
const namesPart = ((): RegExp => {
  const part = `'(?:${[...parts.keys()].join('|')})'`;
  const folder = lifecycles.map(({ name }) => name).join('|');
  const methods = 'act|callState|find|hearAnswer|know|new|of|only|own|slotOf|state';
  return new RegExp(
    [
      String.raw`\b(?:part|role)(?: [!=]==|\??:) ${part}`,
      String.raw`\.(?:${methods})\(${part}`,
      String.raw`/machines/(?:${folder})/`,
    ].join('|'),
  );
})();

test('tidy: a lifecycle is named in its folder, and outside only with a reason', () => {
  const naming = sources
    .filter(({ path }) => path.startsWith('src/'))
    // A shape of the SDK is written by hand, and a lesson is about one statechart.
    .filter(({ path }) => !/^src\/(?:sdk|lessons)\//.test(path))
    .filter(({ text }) =>
      text.split('\n').some((line) => !/^\s*(?:\*|\/)/.test(line) && namesPart.test(line)),
    )
    .map(({ path }) => path);

  // One more: say it in machines/<lifecycle>/, or give the reason above. One less: take it out there.
  expect(naming.toSorted()).toEqual(Object.values(mayName).flat().toSorted());
});

test('tidy: an index.ts is imported only from outside its folder', () => {
  const complaints = sources.flatMap((source) =>
    importsOf(source)
      // The package's own entry is a layer like any other: see mayImport.
      .filter((name) => posix.basename(name) === 'index.ts' && name !== 'src/index.ts')
      .filter((name) => isBelow(source.path, posix.dirname(name)))
      .map((name) => `${source.path} imports ${name}: import the file that defines it`),
  );

  expect(complaints).toEqual([]);
});

// --- time and chance -----------------------------------------------------------------------------

const banned = [
  [/\bDate\.now\b/, 'clock.now'],
  [/\bnew Date\b/, 'clock.now'],
  [/\bperformance\b/, 'clock.now'],
  [/\bMath\.random\b/, 'Random of src/world/random.ts'],
  [/\bcrypto\b/, 'Random of src/world/random.ts'],
  [/\bset(?:Timeout|Interval|Immediate)\b/, 'clock.set, or after: { name } in a machine'],
  [/\bqueueMicrotask\b/, 'clock.set'],
  [/\bprocess\.(?:nextTick|hrtime)\b/, 'clock.set'],
] as const;

/**
 * What touches the platform's time, on purpose: one turn of the event loop, and what stands over the
 * global timers or rides on them; the virtual browser, which gives the real SDK the world's timers by
 * their names; the loopback server, which lives in real time; the watchdog of an audit, which ends a
 * client that never returns; and the line of progress, which a person watches.
 */
const isReal = (path: string): boolean =>
  path === 'src/world/turn.ts' ||
  path === 'src/wire/virtual/browser.ts' ||
  path === 'src/wire/virtual/timers.ts' ||
  path === 'src/cli/contained.ts' ||
  path === 'src/campaign/again.ts' ||
  path === 'src/cli/commands/fuzz.ts' ||
  path === 'src/cli/fuzz/redis.ts' ||
  path === 'src/cli/fuzz/kept.ts' ||
  path === 'src/cli/progress.ts' ||
  path.startsWith('src/loopback/') ||
  path.startsWith('src/world/globals/');

test.each(banned)('tidy: %s stands nowhere; use %s', (pattern) => {
  const found = sources.filter(({ path }) => !isReal(path));

  expect(found.flatMap(({ path, bare }) => linesWith(path, bare, pattern))).toEqual([]);
});

// --- codes ---------------------------------------------------------------------------------------

test('tidy: a code is always written whole, so that grep finds it', () => {
  const pieces = /_E_(?![A-Z])|(?<![A-Z])_E_|\b[A-Z]+_E['"`$]/;
  const texts = sources.map(({ path, text }) => ({
    path,
    text: text.replaceAll("'GENERAL_E'", ''),
  }));

  expect(texts.flatMap(({ path, text }) => linesWith(path, text, pieces))).toEqual([]);
});

test('tidy: whatever looks like a code is a documented one', () => {
  const names = new Set<string>(codes.map(({ name }) => name));
  const texts = [...sources, ...pages.map(read)];

  const unknown = texts.flatMap(({ path, text }) =>
    [...text.matchAll(/\b[A-Z]+_E(?:_[A-Z]+)*\b/g)]
      .filter(([name]) => !names.has(name))
      .map(([name]) => `${path}: ${name}`),
  );

  expect(unknown).toEqual([]);
});

// --- texts ---------------------------------------------------------------------------------------

test('tidy: every export has a docstring directly above it', () => {
  const complaints = sources
    .filter(({ path }) => posix.basename(path) !== 'index.ts' || path.startsWith('machines/'))
    .flatMap(({ path, text }) => {
      const lines = text.split('\n');
      return lines.flatMap((line, i) => {
        const [, name] =
          /^export (?:default )?(?:abstract |async |declare )*\w+\*? (\w+)/.exec(line) ?? [];
        if (name === undefined) return [];
        const above = lines[i - 1] ?? '';
        const isOverload = new RegExp(`^export function ${name}\\b.*;$`).test(above);
        return above.endsWith('*/') || isOverload ? [] : [`${path}:${i + 1}: ${name}`];
      });
    });

  expect(complaints).toEqual([]);
});

test('tidy: only an index.ts exports what another file defines', () => {
  const found = sources
    .filter(({ path }) => posix.basename(path) !== 'index.ts' && path !== 'src/base/vendor.ts')
    .flatMap(({ path, bare }) => linesWith(path, bare, /^export (?:type )?[{*]/));

  expect(found).toEqual([]);
});

test('tidy: nothing is left to do', () => {
  expect(
    sources.flatMap(({ path, text }) => linesWith(path, text, /\b(?:TODO|FIXME|XXX)\b/)),
  ).toEqual([]);
});

test('tidy: the rules see what they are to see', () => {
  const text = [
    "import { a } from './a.ts'; // Date.now()",
    "const b = 'Date.now()'; /* Date.now(",
    '*/ const c = `Date.now() ${Date.now()}`;',
  ].join('\n');
  const source = { path: 'src/world/b.ts', text, bare: bareOf(text) };

  expect(importsOf(source)).toEqual(['src/world/a.ts']);
  const other = { path: 'src/world/a.ts', text: "import type { b } from './b.ts';", bare: '' };
  expect(circlesOf([source, other])).toEqual([['src/world/a.ts', 'src/world/b.ts']]);
  expect(circlesOf([source])).toEqual([]);
  expect(linesWith(source.path, source.bare, /\bDate\.now\b/)).toEqual(['src/world/b.ts:3']);
  expect(sources.length).toBeGreaterThan(50);
  expect(new Set(sources.flatMap(importsOf))).toContain('xstate');
});

// --- words ---------------------------------------------------------------------------------------

/** Sentences that readers stumbled over, and what to say instead. */
const odd = [
  [/were not to be\b|and was to\.|and was not to be/, 'expected …, but it did'],
  [/cannot be been in/, 'nothing can be in it'],
  [/closed a line of its/, 'closed its line for good'],
  [/for else nothing could be/, 'otherwise nothing could be'],
  [/\bis nobody's\b/, 'belongs to no'],
  [/there is none such/, 'throws if unknown'],
  [/(?:can|cannot) be had in time/, 'feasible, infeasible within the timing'],
  [/is to have been seen/, 'how often a code should have been seen'],
  [/what is no code/, 'what is not a code'],
  [/one occasion serves|of those whose turn it is/i, 'only the first rule acts'],
  [/\bbefalls\b/, 'happens to'],
] as const;

test.each(odd)('tidy: %s is said nowhere in plain words; say: %s', (pattern) => {
  const texts = [...sources, ...pages.map(read)];

  // A sentence may be broken over two lines of a comment.
  const joined = texts.map(({ path, text }) => ({
    path,
    text: text.replaceAll(/\n\s*(?:\/\/|\*)? ?/g, ' '),
  }));
  expect(joined.filter(({ text }) => pattern.test(text)).map(({ path }) => path)).toEqual([]);
});
