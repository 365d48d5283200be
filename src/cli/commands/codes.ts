import Table from 'cli-table3';
import type { Command } from 'commander';
import { byValue, codes, isCodeName, type CodeRow, type Text } from '../../../machines/codes.ts';
import { didYouMean, show, UsageError } from '../../base/errors.ts';
import { wrap } from '../../base/wrap.ts';
import { hang } from '../hang.ts';
import type { Output } from '../output.ts';

const texts = {
  value: { en: 'value', zh: '数值' },
  name: { en: 'name', zh: '名称' },
  group: { en: 'group', zh: '分组' },
  meaning: { en: 'meaning', zh: '含义' },
  native: { en: 'native', zh: '原生' },
  web: { en: 'web, documented', zh: 'Web（文档）' },
  web14: { en: 'web 1.4.0', zh: 'Web 1.4.0' },
  never: { en: 'never', zh: '从不' },
  advice: { en: 'do', zh: '应对' },
  deprecated: { en: 'deprecated', zh: '已废弃' },
} as const satisfies Readonly<Record<string, Text>>;

const help = `
Examples:
  sigsim codes                    all 42, in documented order
  sigsim codes 501                both names of a value
  sigsim codes LOGIN_E_NET --lang zh
  sigsim codes --json             one JSON document

A deprecated code is marked with *.`;

/** The rows that a name or a number stands for. */
export function rowsOf(where: string, wanted: string): readonly CodeRow[] {
  if (isCodeName(wanted)) return codes.filter(({ name }) => name === wanted);
  const rows = /^\d+$/.test(wanted) ? byValue(Number(wanted)) : [];
  if (rows.length > 0) return rows;
  const names = codes.map(({ name }) => name);
  const group = codes.filter((row) => row.group === wanted).map(({ name }) => name);
  if (group.length > 0) {
    throw new UsageError(
      'codes.group',
      `${where}: "${wanted}" is a group of codes, not a code. Give one of them: ${group.join(', ')}.`,
    );
  }
  throw new UsageError(
    'codes.unknown',
    `${where}: ${show(wanted)} is not a documented code.${didYouMean(wanted, names)} ` +
      'Give a name or a number; sigsim codes lists all 42.',
  );
}

/** The widths of all columns except the last, and of the frame. */
const fixed = { widths: [7, 27, 9], frame: 5 };

/** The widest table: longer lines are hard to read. */
const tableMax = 110;

/** The narrowest column for meanings; if there is less room, a list is better than a table. */
const meaningMin = 20;

function table(rows: readonly CodeRow[], output: Output): string {
  const { language, paint, say, width } = output;
  const rest =
    Math.min(width, tableMax) - fixed.widths.reduce((sum, one) => sum + one, fixed.frame);
  const nameOf = ({ name, deprecated }: CodeRow): string =>
    paint.bold(name) + (deprecated ? ' *' : '');
  if (rest < meaningMin) {
    const lines = rows.map((row) =>
      hang(`${String(row.value).padStart(4)}  `, `${row.name} ${row.meaning[language]}`, width),
    );
    return lines.join('\n');
  }
  const printed = new Table({
    head: [texts.value, texts.name, texts.group, texts.meaning].map((text) => say(text)),
    style: { head: [], border: [], compact: true },
    colWidths: [...fixed.widths, rest],
  });
  for (const row of rows) {
    // Wrapped here, by the width of the characters, because Chinese has no spaces to wrap at.
    const meaning = wrap(row.meaning[language], rest - 2).join('\n');
    printed.push([row.value, nameOf(row), row.group, meaning]);
  }
  return printed.toString();
}

/** One code in full. */
export function card(row: CodeRow, { language, paint, say, width }: Output): string {
  const { native, web, web14 } = row.deliveredBy;
  const mark = row.deprecated ? `  ${say(texts.deprecated)} *` : '';
  const colon = language === 'zh' ? '：' : ': ';
  const lines = [
    [texts.advice, `${row.advice[language]} (${row.policy})`],
    [texts.native, native],
    [texts.web, web],
    [texts.web14, web14 ?? say(texts.never)],
  ] as const;
  return [
    `${paint.bold(`${row.value}  ${row.name}`)}  ${row.group}${mark}`,
    hang('  ', row.meaning[language], width),
    ...lines.map(([head, text]) => hang(`  ${say(head)}${colon}`, text, width)),
    hang('  ', row.source, width, paint.dim),
  ].join('\n');
}

/** What arrives where, as a Markdown table: the one in docs/codes.md. */
function deliveries(rows: readonly CodeRow[]): string {
  const lines = rows.map(({ value, name, deprecated, deliveredBy: { native, web, web14 } }) => {
    const cells = [native, web, web14 ?? '–'].map((text) => text.replaceAll('|', String.raw`\|`));
    return `| ${[`${value}${deprecated ? '\\*' : ''}`, name, ...cells].join(' | ')} |`;
  });
  const head = ['code', 'name', 'native', 'web, as documented (sigsim)', 'web 1.4.0, as it was'];
  return [`| ${head.join(' | ')} |`, `|${'---|'.repeat(head.length)}`, ...lines].join('\n');
}

/** Adds `sigsim codes`. */
export function addCodes(program: Command, output: Output): Command {
  return program
    .command('codes')
    .description('the 42 documented codes: what they mean, and what a client should do')
    .argument('[name or value]', 'one code, by its name or its number')
    .option('--deliveries', 'which callback delivers each code, in every SDK shape, as Markdown')
    .option('--json', 'one JSON document')
    .addHelpText('after', help)
    .action(
      (
        wanted: string | undefined,
        {
          json = false,
          deliveries: asDeliveries = false,
        }: { readonly json?: boolean; readonly deliveries?: boolean },
      ) => {
        const rows = wanted === undefined ? codes : rowsOf('codes', wanted);
        if (json) output.write(JSON.stringify(rows, null, 2));
        else if (asDeliveries) output.write(deliveries(rows));
        else if (wanted === undefined) output.write(table(rows, output));
        else output.write(rows.map((row) => card(row, output)).join('\n\n'));
      },
    );
}
