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

/** How wide a lane may be, and how wide it is at least. */
const laneMax = 38;
const laneMin = 12;
/** How wide the times are. */
const timeWidth = 10;
const gap = '  ';

/** A line in pieces; only a word that is longer than a lane is cut. */
const cut = (line: string, lane: number): readonly string[] =>
  columns(line) <= lane ? [line] : [line.slice(0, lane), ...cut(line.slice(lane), lane)];

/** The lanes side by side, as wide as the terminal allows, with one line or more for each thing that happened. */
function lanesText(comparison: Comparison, { say, paint, width }: Output): string {
  const { lanes } = comparison;
  const room = Math.floor((width - timeWidth) / lanes.length) - gap.length;
  const lane = Math.min(laneMax, Math.max(laneMin, room));
  const rowOf = (head: string, cells: readonly string[]): readonly string[] => {
    const wrapped = cells.map((cell) => wrap(cell, lane).flatMap((line) => cut(line, lane)));
    return Array.from({ length: Math.max(1, ...wrapped.map(({ length }) => length)) }, (_, at) =>
      [
        (at === 0 ? head : '').padStart(timeWidth),
        ...wrapped.map((lines) => fit(lines[at] ?? '', lane)),
      ]
        .join(gap)
        .trimEnd(),
    );
  };
  const heads = lanes.map(({ shape, client }) =>
    say(comparisonTexts.head, {
      shape: say(shapeTexts[shape]),
      client: client === comparisonTexts.double.en ? say(comparisonTexts.double) : client,
    }),
  );
  return [
    ...rowOf('', heads).map((line) => paint.bold(line)),
    ...linesOf(comparison).flatMap(({ at, isFirst, moments }) =>
      rowOf(
        isFirst ? formatMs(at) : '',
        moments.map((one) => (one === undefined ? '' : momentText(one))),
      ),
    ),
    ...rowOf(
      '',
      lanes.map((one) => say(outcomeText(one))),
    ),
    ...rowOf(
      '',
      lanes.map(({ end: state }) => say(comparisonTexts.ends, { state })),
    ),
  ].join('\n');
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
