// A campaign as people read it: what was broken, each with the shortest story that shows it.
import { differsText, replayOf, sightsOf, testOf, wrongIn } from '../../campaign/report.ts';
import { failuresOf, type CampaignReport, type Failure, type Lost } from '../../campaign/report.ts';
import type { Output } from '../output.ts';

/** Where a failure was kept, and what plays it again. */
export interface Placed {
  /** Its scenario; undefined where it could not be kept, and why. */
  readonly file: string | undefined;
  readonly why: string | undefined;
  readonly trace: string | undefined;
}

const grouped = (count: number): string => count.toLocaleString('en-US');
const many = (count: number, what: string): string =>
  `${grouped(count)} ${what}${count === 1 ? '' : 's'}`;
const percent = (part: number, all: number): string =>
  all === 0 ? '0 %' : `${((100 * part) / all).toFixed(1)} %`;

function failureText(
  report: CampaignReport,
  failure: Failure,
  { file, why, trace }: Placed,
  { paint }: Output,
): readonly string[] {
  const { rule, verdict, why: said, client, run, count, scenario, isShortest, lanes } = failure;
  const mark = verdict === 'wrong' ? paint.red('✗') : paint.yellow('!');
  const who = client === undefined ? 'sigsim itself' : client;
  const steps = many(scenario.steps.length, 'step');
  const manner = scenario.web === undefined ? '' : ` in the manner of ${scenario.web}`;
  return [
    `${mark} ${paint.bold(rule)} (${who}): ${said.en}`,
    `  first in run ${run}, in ${many(count, 'run')}; ${isShortest ? 'shrunk to' : 'not yet shortest:'} ${steps}${manner}`,
    '',
    ...lanes
      .trimEnd()
      .split('\n')
      .slice(0, 40)
      .map((line) => `  ${line}`),
    '',
    `  again:  ${replayOf(report, run)}`,
    ...(file === undefined
      ? []
      : [
          `  play:   npx sigsim run ${file} --subject ${report.file}${report.sdk === 'real' ? ' --sdk real' : ''}`,
        ]),
    ...(trace === undefined
      ? []
      : [`  replay: npx sigsim replay ${trace}`, `  page:   npx sigsim page ${trace}`]),
    ...(file === undefined
      ? [
          `  It could not be kept (${why ?? 'nobody knows why'}); here it is:`,
          JSON.stringify(scenario),
        ]
      : []),
    '',
  ];
}

/** What was going on when something was lost. */
const whenLost = ({ during, run, name }: Lost): string =>
  ({
    run: `in run ${run}`,
    shrinking: `while ${name} of run ${run} was shrunk`,
    kept: `in the kept failure ${name}`,
    runs: 'after many runs',
  })[during];

/** A report as text; `placed` says where each failure was kept, by its rule. */
export function campaignText(
  report: CampaignReport,
  placed: ReadonlyMap<string, Placed>,
  output: Output,
): string {
  const { paint } = output;
  const { client, seed, tally, kept, lost, isCut } = report;
  const failures = failuresOf(report);
  const { codes, steps, pairs, fresh } = sightsOf(report);
  const wrong = wrongIn(report);
  const [first] = failures;
  const still = kept.filter(({ broken }) => broken.length > 0);
  return [
    ...(kept.length === 0
      ? []
      : [
          `kept failures, tried first: ${still.length} of ${kept.length} still fail`,
          ...kept.map(({ name, broken }) =>
            broken.length > 0
              ? `${paint.red('✗')} ${name}: ${broken.join(', ')}`
              : `${paint.green('✓')} ${name} is mended; delete it, or leave it as a guard`,
          ),
          '',
        ]),
    ...failures.flatMap((failure) =>
      failureText(
        report,
        failure,
        placed.get(failure.rule) ?? { file: undefined, why: undefined, trace: undefined },
        output,
      ),
    ),
    ...(first === undefined
      ? []
      : [`a test of ${first.rule}, to paste:`, '', testOf(first, report)]),
    ...lost.map((one) => `${paint.red('✗')} ${one.rule} ${whenLost(one)}: ${one.why.en}`),
    ...tally.differs.map((one) => `${paint.red('✗')} ${differsText(one)}`),
    `seen: ${codes.seen} of ${codes.all} codes, ${steps.seen} of ${steps.all} steps of the charts, ` +
      `${pairs.seen} of ${pairs.all} pairs of them; the last new one in run ${Math.max(codes.lastNew, steps.lastNew, pairs.lastNew)}`,
    ...(codes.unseen.length === 0 ? [] : [`unseen codes: ${codes.unseen.join(', ')}`]),
    `new ones in each tenth of the runs: ${fresh.join(' ')}`,
    `${percent(tally.impossible, tally.drawn)} of the steps meant nothing in the state that they met`,
    `${many(tally.checked, 'run')} played twice: ${tally.differs.length === 0 ? 'the same again' : `${tally.differs.length} not the same`}`,
    '',
    `${wrong === 0 ? paint.green('✓') : paint.red('✗')} ${client}: ${many(tally.runs, 'run')} of seed ${seed}${isCut ? ', cut short' : ''}, ` +
      `${grouped(tally.steps)} steps, ${wrong === 0 ? 'nothing is wrong' : `${wrong} wrong`}`,
  ].join('\n');
}
