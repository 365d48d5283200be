// What is mutated, in slices, and which tests look at it.
import { globSync as glob } from './files.mjs';

/** Tests that load little more than the machines; they are asked first. */
const first = [
  ...['arguments', 'behavior', 'session', 'timers', 'events'].map(
    (name) => `test/machines/${name}.test.ts`,
  ),
  ...glob('test/machines/invite'),
];

/** More tests of the machines, by what else is made of them. */
const second = [
  'contract',
  'machines/lifecycle',
  'machines/memo',
  'machines/memory',
  'machines/rows',
  'machines/service',
  'machines/step',
  'machines/tables',
].map((name) => `test/${name}.test.ts`);

/** A few tests of worlds and of the page, for what is looked up while the machines load. */
const third = [
  'world/channel',
  'world/invite',
  'world/message',
  'world/request',
  'long/recipes',
].map((name) => `test/${name}.test.ts`);

/** Tests of the world: worlds that are made, played and closed within milliseconds. */
const worldly = [
  ...glob('test/world'),
  ...glob('test/world-api').filter((file) => !file.endsWith('install.test.ts')),
  ...glob('test/sdk/native'),
  ...glob('test/sdk/web'),
  ...glob('test/unit'),
  'test/replay/replay.test.ts',
];

/** Tests that install a world in place of the platform's clock. */
const installed = [...glob('test/clocks'), 'test/world-api/install.test.ts'];

/** Tests of what looks at worlds from outside. */
const around = [...glob('test/coverage'), ...glob('test/run'), 'test/checks/gave-up.test.ts'];

/** The real SDK on the virtual wire, which asks the service and the line for what no double does. */
const wired = glob('test/wire');

/** Tests that take seconds: every mutant would pay for them. */
export const slow =
  /10,000|100,000|is found$|explore: (client|pair)|as XState runs it|have taken every transition|any setting, stopping/;

const isMutated = (file) =>
  !/(^machines\/(codes|index)|story|\/turn|\.d)\.ts$/.test(file) && file.endsWith('.ts');

const inFolder = (folder) => glob(folder, 1).filter(isMutated);

/** The slices: a name, the goal in percent, files, and tests in the order in which they are asked. */
export const slices = [
  [
    'machines',
    95,
    [...glob('machines').filter(isMutated), 'src/engine/step.ts', 'src/engine/memo.ts'],
    [first, second, third, worldly],
  ],
  ['world/rules', 90, inFolder('src/world/rules'), [worldly, ['test/published/mode.test.ts']]],
  ['world/service', 90, inFolder('src/world/service'), [worldly, wired]],
  ['world/network', 90, inFolder('src/world/network'), [worldly, wired]],
  ['world/client', 90, inFolder('src/world/client'), [worldly, [...wired, ...around]]],
  ['world/globals', 90, inFolder('src/world/globals'), [installed, worldly]],
  ['world', 90, inFolder('src/world'), [worldly, around, installed, wired]],
]
  .map(([name, goal, files, stages]) => ({ name, goal, files, stages }))
  .filter(({ files }) => files.length > 0);
