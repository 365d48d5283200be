import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import type { CodeRow, Text } from '../../../machines/codes.ts';
import { lifecycles } from '../../../machines/index.ts';
import type { Emission } from '../../build/emissions.ts';
import { exploreSystem } from '../../paths/model/explore.ts';
import { valueOf, type StepCallback } from '../../paths/model/graph.ts';
import { shortestPath } from '../../paths/model/shortest.ts';
import { withProgress } from '../../base/progress.ts';
import { representativeRows } from '../../tour/tour.ts';
import { hang } from '../hang.ts';
import type { Output } from '../output.ts';
import { rowsOf } from './codes.ts';

/** Where a code comes from. */
interface Whereabouts {
  readonly name: string;
  readonly value: number;
  readonly row: string;
  readonly part: string;
  readonly emissions: readonly Emission[];
  readonly path: readonly {
    readonly by: string;
    readonly event: string;
    readonly args: object;
    readonly state: string;
    readonly callbacks: readonly string[];
  }[];
}

const help = `
Prints the row of the specification that represents the code, the file and line
of every emission, and the shortest path there within its lifecycle.`;

function readEmissions(): Readonly<Record<string, readonly Emission[]>> {
  const file = new URL('../../emissions.json', import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, readonly Emission[]>;
}

const tellCallback = ({ name, code }: StepCallback): string =>
  code === undefined ? name : `${name} ${code}`;

/** Looks a code up in the machines. */
function find(row: CodeRow): Whereabouts | undefined {
  for (const part of lifecycles.flatMap(({ parts }) => parts)) {
    const system = { name: part.name, parts: [part], reuses: false };
    const graph = exploreSystem(system, { legacy: row.deprecated });
    const path = shortestPath(graph, ({ primary }) =>
      (primary as readonly string[]).includes(row.name),
    );
    if (path === undefined) continue;
    return {
      name: row.name,
      value: row.value,
      row: representativeRows.get(row.name as Parameters<typeof representativeRows.get>[0]) ?? '',
      part: part.name,
      emissions: readEmissions()[row.name] ?? [],
      path: path.map((edge) => ({
        by: edge.by,
        event: edge.event,
        args: edge.args,
        state: valueOf(graph, edge.to, 0),
        callbacks: edge.callbacks.map(tellCallback),
      })),
    };
  }
  return undefined;
}

const texts = {
  row: { en: 'row {row} of {part}', zh: '{part} 的 {row} 行' },
  emitted: { en: 'emitted at', zh: '产生位置' },
  path: { en: 'shortest path to row {row}', zh: '到 {row} 行的最短路径' },
} as const satisfies Readonly<Record<string, Text>>;

function tell(found: Whereabouts, meaning: string, { paint, say, width }: Output): string {
  const { row, part } = found;
  const steps = found.path.map(({ by, event, args, state, callbacks }, index) => {
    const given = Object.keys(args).length === 0 ? '' : ` ${JSON.stringify(args)}`;
    const heard = callbacks.map((text) => `  ◀ ${paint.cyan(text)}`).join('');
    return `  ${index + 1}  ${by.padEnd(6)}  ${event}${paint.dim(given)} → ${paint.bold(state)}${heard}`;
  });
  return [
    `${paint.bold(`${found.value}  ${found.name}`)}  ${say(texts.row, { row, part })}`,
    hang('  ', meaning, width),
    '',
    say(texts.emitted),
    ...found.emissions.map(({ file, line }) => `  ${file}:${line}`),
    '',
    say(texts.path, { row }),
    ...steps,
  ].join('\n');
}

/** Adds `sigsim where`. */
export function addWhere(program: Command, output: Output): Command {
  return program
    .command('where')
    .description('where a code is emitted, and the shortest path to it')
    .argument('<code>', 'a name or a number')
    .option('--json', 'one JSON document')
    .addHelpText('after', help)
    .action((wanted: string, { json = false }: { readonly json?: boolean }) => {
      const rows = rowsOf('where', wanted);
      const found = withProgress(output.progress, () => rows.flatMap((row) => find(row) ?? []));
      if (json) output.write(JSON.stringify(found, null, 2));
      else {
        const told = found.map((one, i) =>
          tell(one, rows[i]?.meaning[output.language] ?? '', output),
        );
        output.write(told.join('\n\n'));
      }
    });
}
