import type { Command } from 'commander';
import { Option } from 'commander';
import { byName, byValue } from '../../../machines/codes.ts';
import { columns, fit } from '../../base/columns.ts';
import { formatMs } from '../../base/duration.ts';
import { readCode } from '../../base/errors.ts';
import { wrap } from '../../base/wrap.ts';
import type { Comparison } from '../../tour/compare.ts';
import {
  comparisonTexts,
  linesOf,
  momentText,
  outcomeText,
  shapeTexts,
} from '../../tour/side-by-side.ts';
import type { Output } from '../output.ts';

const help = `
${wrap(comparisonTexts.about.en, 82).join('\n')}

  sigsim compare LOGOUT_E_TOKENEXPIRED
  sigsim compare 401 --sdk real          the published SDK itself plays the third

Exit codes: 0 played, 1 no such code.`;

/** How wide a lane is at least. */
const laneMin = 12;
/** How wide the times are. */
const timeWidth = 10;
const gap = '  ';

/** A line in pieces; only a word that is longer than a lane is cut. */
const cut = (line: string, lane: number): readonly string[] =>
  columns(line) <= lane ? [line] : [line.slice(0, lane), ...cut(line.slice(lane), lane)];

/** A row as lines: the time, and the cell of each lane, broken to its width. */
function rowOf(time: string, cells: readonly string[], lane: number): readonly string[] {
  const broken = cells.map((cell) => wrap(cell, lane).flatMap((line) => cut(line, lane)));
  const height = Math.max(1, ...broken.map(({ length }) => length));
  return Array.from({ length: height }, (_, at) =>
    [
      (at === 0 ? time : '').padStart(timeWidth),
      ...broken.map((lines) => fit(lines[at] ?? '', lane)),
    ]
      .join(gap)
      .trimEnd(),
  );
}

/** The lanes side by side, as wide as the terminal allows, with one line or more for each thing that happened. */
function lanesText(comparison: Comparison, { say, paint, width }: Output): string {
  const { lanes } = comparison;
  const heads = lanes.map(({ shape, client }) =>
    say(comparisonTexts.head, {
      shape: say(shapeTexts[shape]),
      client: client === comparisonTexts.double.en ? say(comparisonTexts.double) : client,
    }),
  );
  const rows: readonly (readonly [head: string, cells: readonly string[]])[] = [
    ['', heads],
    ...linesOf(comparison).map(
      ({ at, isFirst, moments }) =>
        [
          isFirst ? formatMs(at) : '',
          moments.map((one) => (one === undefined ? '' : momentText(one))),
        ] as const,
    ),
    ['', lanes.map((one) => say(outcomeText(one)))],
    ['', lanes.map(({ end: state }) => say(comparisonTexts.ends, { state }))],
  ];
  const widest = Math.max(...rows.flatMap(([, cells]) => cells.map(columns)));
  const room = Math.floor((width - timeWidth) / lanes.length) - gap.length;
  const lane = Math.max(laneMin, Math.min(widest, room));
  const [head = [], ...rest] = rows.map(([time, cells]) => rowOf(time, cells, lane));
  return [...head.map((line) => paint.bold(line)), ...rest.flat()].join('\n');
}

/** Adds `sigsim compare`. */
export function addCompare(program: Command, output: Output): Command {
  return program
    .command('compare')
    .description("one code's story three ways: as documented, native, and as 1.4.0 behaves")
    .argument('<code>', 'the name of a code, or its number')
    .addOption(
      new Option('--sdk <shape>', 'what plays 1.4.0: the double, or the published SDK').choices([
        'web',
        'real',
      ]),
    )
    .option('--json', 'one JSON document')
    .addHelpText('after', help)
    .action(async (given: string, options: { readonly sdk?: string; readonly json?: boolean }) => {
      const [row] = /^\d+$/.test(given) ? byValue(Number(given)) : [];
      const code = readCode('compare.code', 'compare', row?.name ?? given);
      const { compareCode } = await import('../../tour/compare.ts');
      const { real } = await import('../../run/real.ts');
      const comparison = await compareCode(code, options.sdk === 'real' ? real() : undefined);
      if (options.json === true) {
        output.write(JSON.stringify(comparison, null, 2));
        return;
      }
      output.write(`${byName(code).value} ${code}`);
      output.write(lanesText(comparison, output));
    });
}
