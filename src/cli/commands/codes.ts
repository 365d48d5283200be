import Table from 'cli-table3';
import type { Command } from 'commander';
import { byValue, codes, isCodeName, type CodeRow } from '../../../machines/codes.ts';
import { didYouMean, show, UsageError } from '../../base/errors.ts';
import { languageOption } from '../language.ts';
import type { Output } from '../output.ts';

type Language = 'en' | 'zh';

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

function table(rows: readonly CodeRow[], lang: Language, { paint }: Output): string {
  const printed = new Table({
    head: ['value', 'name', 'group', 'meaning'],
    style: { head: [], border: [], compact: true },
    colWidths: [7, 27, 9, 62],
    wordWrap: true,
    wrapOnWordBoundary: lang === 'en',
  });
  for (const { value, name, group, deprecated, meaning } of rows) {
    printed.push([value, paint.bold(name) + (deprecated ? ' *' : ''), group, meaning[lang]]);
  }
  return printed.toString();
}

/** One code in full. */
export function card(row: CodeRow, lang: Language, { paint }: Output): string {
  const { native, web, web14 } = row.deliveredBy;
  const words =
    lang === 'en'
      ? {
          native: 'native',
          web: 'web, documented',
          web14: 'web 1.4.0',
          never: 'never',
          advice: 'do',
        }
      : { native: '原生', web: 'Web（文档）', web14: 'Web 1.4.0', never: '从不', advice: '应对' };
  return [
    `${paint.bold(`${row.value}  ${row.name}`)}  ${row.group}${row.deprecated ? '  deprecated *' : ''}`,
    `  ${row.meaning[lang]}`,
    `  ${words.advice}: ${row.advice[lang]} (${row.policy})`,
    `  ${words.native}: ${native}`,
    `  ${words.web}: ${web}`,
    `  ${words.web14}: ${web14 ?? words.never}`,
    `  ${paint.dim(row.source)}`,
  ].join('\n');
}

/** What arrives where, as a Markdown table: that of docs/codes.md. */
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
    .addOption(languageOption())
    .option('--deliveries', 'which callback delivers each, in every SDK shape, as Markdown')
    .option('--json', 'one JSON document')
    .addHelpText('after', help)
    .action(
      (
        wanted: string | undefined,
        {
          lang,
          json = false,
          deliveries: asDeliveries = false,
        }: { readonly lang: Language; readonly json?: boolean; readonly deliveries?: boolean },
      ) => {
        const rows = wanted === undefined ? codes : rowsOf('codes', wanted);
        if (json) output.write(JSON.stringify(rows, null, 2));
        else if (asDeliveries) output.write(deliveries(rows));
        else if (wanted === undefined) output.write(table(rows, lang, output));
        else output.write(rows.map((row) => card(row, lang, output)).join('\n\n'));
      },
    );
}
