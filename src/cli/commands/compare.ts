import type { Command } from 'commander';
import { Option } from 'commander';
import { byName, byValue } from '../../../machines/codes.ts';
import { fit } from '../../base/columns.ts';
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

/** How wide a lane may be. */
const laneMax = 38;

/** A line: the time, and the contents of each lane. */
const lineOf = (head: string, cells: readonly string[]): string =>
  `${head.padStart(10)}  ${cells.map((cell) => fit(cell, laneMax)).join('  ')}`.trimEnd();

/** The lanes side by side, with one line for each thing that happened. */
function lanesText(comparison: Comparison, { say, paint }: Output): string {
  const { lanes } = comparison;
  const heads = lanes.map(({ shape, client }) => `${say(shapeTexts[shape])} (${client})`);
  return [
    paint.bold(lineOf('', heads)),
    ...linesOf(comparison).map(({ at, isFirst, moments }) =>
      lineOf(
        isFirst ? formatMs(at) : '',
        moments.map((one) => (one === undefined ? '' : momentText(one))),
      ),
    ),
    lineOf(
      '',
      lanes.map((lane) => say(outcomeText(lane))),
    ),
    lineOf(
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
