import { existsSync, watch, writeFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { Command } from 'commander';
import type { CodeName, Text } from '../../../machines/codes.ts';
import { show, UsageError } from '../../base/errors.ts';
import type { AuditReport } from '../../judge/index.ts';
import type { Output } from '../output.ts';
import { addSdkOptions, sdkOf, type SdkOptions } from '../sdk.ts';

interface Options extends SdkOptions {
  readonly json?: boolean;
  readonly code?: readonly string[];
  readonly rule?: readonly string[];
  readonly baseline?: string;
  readonly watch?: boolean;
  readonly init?: boolean;
  readonly junit?: string;
  readonly html?: string;
  readonly seed: string;
  readonly patience: string;
  readonly memory: string;
}

const help = `
FILE exports a subject: how your client is made and what it can do. JavaScript or
TypeScript, no build step. sigsim audit my-client.ts --init writes a first one.

Brings every code about at each moment at which it can come, watches on for ten
virtual minutes, and says what your client did and whether that is right. The
client runs in a thread of its own: one that hangs or exits costs one reaction.

A web client is judged in both manners: as the documentation has it, and as the
published Web SDK 1.4.0 did. What is wrong in either is wrong; what differs is
marked: only documented, only 1.4.0.

  sigsim audit chat.subject.ts
  sigsim audit chat.subject.ts --code LOGOUT_E_KICKED
  sigsim audit chat.subject.ts --web documented           in one manner alone; or 1.4.0
  sigsim audit chat.subject.ts --sdk real                 on the published Web SDK itself
  sigsim audit chat.subject.ts --json > baseline.json
  sigsim audit chat.subject.ts --baseline baseline.json   only what is new fails

Exit codes: 0 nothing is wrong, 1 wrong use, 2 something is wrong.`;

const texts = {
  baseline: {
    en: '{fresh} new, {known} known from {file}',
    zh: '新问题 {fresh} 个，{file} 中已有 {known} 个',
  },
  written: {
    en: '{file} written: complete it, then npx sigsim audit {file}',
    zh: '已写入 {file}：补全后运行 npx sigsim audit {file}',
  },
  watching: { en: 'watching; Ctrl-C ends it', zh: '监视中；按 Ctrl-C 结束' },
} as const satisfies Readonly<Record<string, Text>>;

const collect = (value: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  value,
];

function writeTo(option: string, file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError('judge.out', `audit: ${option} ${show(file)} cannot be written: ${why}.`);
  }
}

const positive = (name: string, text: string): number => {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value > 0) return value;
  throw new UsageError(
    'judge.option',
    `audit: ${name} is ${show(text)}. Give a whole number, 1 or more.`,
  );
};

/** Runs one audit and prints it; gives whether something is wrong. */
async function auditOnce(file: string, options: Options, output: Output): Promise<boolean> {
  const { rules, reportJSON } = await import('../../judge/index.ts');
  const { json = false, code, rule, baseline, junit, html } = options;
  const sdk = sdkOf('audit', options);
  const isChosen = options.web !== undefined || sdk === 'real' || sdk === 'native';
  const judge = isChosen
    ? (await import('../audit/contained.ts')).auditFile
    : (await import('../audit/manners.ts')).auditManners;
  const names = rules.map(({ name }) => name);
  const unknown = rule?.find((one) => !names.includes(one));
  if (unknown !== undefined) {
    const { unknownName } = await import('../../base/errors.ts');
    throw unknownName('judge.rule', 'audit', 'rule', unknown, names);
  }
  const off = rule === undefined ? [] : names.filter((name) => !rule.includes(name));
  const report = await judge(
    file,
    {
      seed: positive('--seed', options.seed),
      off,
      traces: html !== undefined,
      ...(code !== undefined && { codes: code as readonly CodeName[] }),
    },
    {
      patienceMs: positive('--patience', options.patience) * 1_000,
      memoryMb: positive('--memory', options.memory),
      onProgress: (done, all) => output.progress('auditing, case', done, all),
      ...(sdk !== undefined && { sdk }),
    },
  );
  const lines = await present(file, report, json, output, reportJSON);
  if (junit !== undefined) {
    const { auditJUnit } = await import('../audit/annotations.ts');
    writeTo('--junit', junit, auditJUnit(report));
  }
  if (html !== undefined) {
    const { auditHTML } = await import('../audit/html.ts');
    writeTo('--html', html, auditHTML(report));
  }
  if (baseline === undefined) {
    output.write(lines);
    return report.wrong > 0 || report.unjudged !== undefined;
  }
  const { against } = await import('../audit/baseline.ts');
  const { fresh, known } = against(baseline, report);
  const count = { fresh, known, file: baseline };
  output.write(json ? lines : `${lines}\n${output.say(texts.baseline, count)}`);
  return fresh > 0;
}

async function present(
  file: string,
  report: AuditReport,
  json: boolean,
  output: Output,
  reportJSON: (report: AuditReport) => object,
): Promise<string> {
  if (json) return JSON.stringify(reportJSON(report), null, 2);
  const { auditText } = await import('../audit/text.ts');
  const text = auditText(report, output.language, output);
  if (process.env['GITHUB_ACTIONS'] !== 'true') return text;
  const { annotations } = await import('../audit/annotations.ts');
  return [text, ...annotations(file, report)].join('\n');
}

/** Writes a first subject beside a module. */
async function init(file: string, output: Output): Promise<void> {
  const { loadModule } = await import('../files.ts');
  const { firstSubject } = await import('../audit/init.ts');
  const give = 'Give the module of your client.';
  const text = firstSubject(file, await loadModule('audit', 'judge.init', file, give));
  const to = resolve(dirname(file), `${basename(file).replace(/\.[cm]?[jt]sx?$/, '')}.subject.ts`);
  if (existsSync(to)) {
    throw new UsageError('judge.init', `audit: ${to} already exists. Remove it, or complete it.`);
  }
  writeTo('--init', to, text);
  output.write(output.say(texts.written, { file: to }));
}

/** Audits again whenever something in the folder of the file changes, until it is interrupted. */
async function keepAuditing(file: string, options: Options, output: Output): Promise<void> {
  for (;;) {
    try {
      await auditOnce(file, options, output);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      output.write(`error: ${error.message}`);
    }
    output.write(output.say(texts.watching));
    await new Promise<void>((changed) => {
      const watcher = watch(dirname(resolve(file)), { recursive: false }, (_, name) => {
        if (name === null || !/\.[cm]?[jt]sx?$/.test(name)) return;
        watcher.close();
        changed();
      });
    });
  }
}

/** Adds `sigsim audit`. */
export function addAudit(program: Command, output: Output): Command {
  const command = program
    .command('audit')
    .description('what your client does on each of the 42 codes, and what is wrong with it')
    .argument('<file>', 'a file that exports a subject');
  return addSdkOptions(command)
    .option('--json', 'one JSON document')
    .option('--code <name>', 'only this code; may be given several times', collect)
    .option('--rule <name>', 'only this rule; may be given several times', collect)
    .option('--baseline <file>', 'a report of --json: only what is new fails')
    .option('--watch', 'again whenever a file beside it changes')
    .option('--init', 'write a first subject for a module of yours')
    .option('--junit <file>', 'write a JUnit report')
    .option('--html <file>', 'write the report as one HTML file')
    .option('--seed <number>', 'the seed of all chance', '1')
    .option('--memory <MB>', 'that a client may take before it is ended', '2048')
    .option('--patience <seconds>', 'after which a client that does not return is ended', '30')
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      if (options.init === true) await init(file, output);
      else if (options.watch === true) await keepAuditing(file, options, output);
      else if (await auditOnce(file, options, output)) output.fail();
    });
}
