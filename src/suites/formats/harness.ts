import type { AnyMachineSnapshot, EventObject } from 'xstate';
import type { Suite } from '../../paths/cover/suite.ts';
import type { LogicSuite } from '../../paths/xstate/suite-for.ts';
import { eventText, stateText } from '../../engine/wording.ts';

/** Where a machine is, and how it was explored. */
export interface MachineSource {
  /** The path to import it from: `'./door.ts'`. */
  readonly from: string;
  /** The name that it is exported under. */
  readonly name: string;
  readonly events: readonly EventObject[] | undefined;
  readonly input: unknown;
  readonly each: boolean;
}

const isName = (text: string): boolean => /^[A-Za-z_$][\w$]*$/.test(text);
const keyText = (key: string): string => (isName(key) ? key : `'${key.replaceAll("'", "\\'")}'`);

/**
 * A suite for a machine as a test file for vitest: the two tables of a harness, with entries ready
 * to be filled in. The paths are generated when the tests run, so that they are never older than
 * the machine.
 */
export function toHarness(
  { model, cover, covered, universe }: Suite,
  { paths }: Pick<LogicSuite<AnyMachineSnapshot, never>, 'paths'>,
  { from, name, events, input, each }: MachineSource,
): string {
  const steps = paths.flatMap((path) => path.steps.slice(1));
  const types = new Set(
    steps.filter(({ by }) => by !== 'time').map(({ event }) => (event as EventObject).type),
  );
  const states = new Set(
    paths.flatMap((path) => path.steps.map(({ state }) => state.value as unknown)).flatMap(leaves),
  );
  const options = [
    `cover: '${cover}'`,
    ...(each ? ['each: true'] : []),
    ...(events === undefined ? [] : [`events: ${JSON.stringify(events)} as never`]),
    ...(input === undefined ? [] : [`input: ${JSON.stringify(input)} as never`]),
  ];
  return [
    `// Paths that cover ${covered} of ${universe} ${cover} of ${model}. Written by sigsim paths; fill in the two tables.`,
    "import { suiteFor } from 'sigsim/paths';",
    "import { describeSuite } from 'sigsim/vitest';",
    "import { expect } from 'vitest';",
    name === 'default'
      ? `import machine from '${from}';`
      : `import { ${name} as machine } from '${from}';`,
    '',
    `const suite = suiteFor(machine, { ${options.join(', ')} });`,
    '',
    'describeSuite(suite, {',
    '  /** The system under test, created anew for each path. */',
    '  create: () => ({}),',
    '  /** How to do each event to it. */',
    '  events: {',
    ...[...types].map((type) => `    // ${keyText(eventText(type))}: (system, event) => {},`),
    '  },',
    '  /** What must hold in each state; * means every state. */',
    '  states: {',
    ...[...states].map(
      (state) => `    // ${keyText(state)}: (system) => expect(system).toEqual({}),`,
    ),
    '  },',
    '});',
    '',
  ].join('\n');
}

/** The innermost states of a value: `['work.p', 'child.busy']`. */
const leaves = (value: unknown): readonly string[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => leaves(inner).map((path) => `${key}.${path}`))
    : [stateText(value)];
