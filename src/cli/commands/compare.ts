import type { Command } from 'commander';
import { Option } from 'commander';
import { byName, byValue, type Text } from '../../../machines/codes.ts';
import { fit } from '../../base/columns.ts';
import { formatMs } from '../../base/duration.ts';
import { readCode } from '../../base/errors.ts';
import type { Comparison, Lane } from '../../tour/compare.ts';
import type { Output } from '../output.ts';

const help = `
Plays the way to a code three times, side by side: in the documented web shape, in
the native shape, and in the manner of the published Web SDK 1.4.0. ◀ is what the
application heard. Where the code never comes, the last lines say how it ends.

  sigsim compare LOGOUT_E_TOKENEXPIRED
  sigsim compare 401 --sdk real          the published SDK itself plays the third

Exit codes: 0 played, 1 no such code.`;

const texts = {
  arrives: { en: 'the code arrives', zh: '错误码送达' },
  never: { en: 'the code never comes', zh: '错误码永远不会到来' },
  ends: { en: 'ten minutes later: {state}', zh: '十分钟后：{state}' },
} as const satisfies Readonly<Record<string, Text>>;

/** How wide a lane may be. */
const laneMax = 38;

/** The contents of a lane at a moment. */
const cellsAt = ({ moments }: Lane, at: number): readonly string[] =>
  moments
    .filter((one) => one.at === at)
    .map(({ kind, text }) => (kind === 'heard' ? `◀ ${text}` : text));

/** A line: the time, and the contents of each lane. */
const lineOf = (head: string, cells: readonly string[]): string =>
  `${head.padStart(10)}  ${cells.map((cell) => fit(cell, laneMax)).join('  ')}`.trimEnd();

/** The lanes side by side, with one line for each thing that happened. */
function lanesText({ lanes }: Comparison, { say, paint }: Output): string {
  const times = [...new Set(lanes.flatMap(({ moments }) => moments.map(({ at }) => at)))];
  const told = times
    .toSorted((a, b) => a - b)
    .flatMap((at) => {
      const columns = lanes.map((lane) => cellsAt(lane, at));
      const height = Math.max(...columns.map(({ length }) => length));
      return Array.from({ length: height }, (_, line) =>
        lineOf(
          line === 0 ? formatMs(at) : '',
          columns.map((cells) => cells[line] ?? ''),
        ),
      );
    });
  return [
    paint.bold(
      lineOf(
        '',
        lanes.map(({ shape, client }) => `${shape} (${client})`),
      ),
    ),
    ...told,
    lineOf(
      '',
      lanes.map(({ arrived }) => say(arrived ? texts.arrives : texts.never)),
    ),
    lineOf(
      '',
      lanes.map(({ end: state }) => say(texts.ends, { state })),
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
