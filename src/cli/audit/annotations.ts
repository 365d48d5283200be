// A report for machines that show it beside the code: annotations of GitHub, and JUnit.
import { escaped } from '../../coverage/junit.ts';
import type { AuditReport, CodeReaction } from '../../judge/index.ts';
import { onlyWords, unjudgedIn } from './words.ts';

/** What GitHub takes for syntax, in its own writing. */
const forGitHub = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** One line a code that is wrong or to look at, as a workflow of GitHub prints it. */
export const annotations = (file: string, report: AuditReport): readonly string[] => [
  ...report.reactions
    .filter(({ verdict }) => verdict === 'wrong' || verdict === 'warn')
    .map(({ code, verdict, only, rule, why, replay }) => {
      const kind = verdict === 'wrong' ? 'error' : 'warning';
      const title = [code, rule ?? '', ...marksOf(only)].join(' ');
      return `::${kind} file=${file},title=${title}::${forGitHub(`${why.en} ${replay}`)}`;
    }),
  ...unjudgedIn(report).map(({ en }) => `::error file=${file},title=not judged::${forGitHub(en)}`),
];

const marksOf = (only: CodeReaction['only']): readonly string[] =>
  only === undefined ? [] : [`(${onlyWords[only].en})`];

function testCase({ code, verdict, only, why, did, rule, replay }: CodeReaction): string {
  const open = `    <testcase classname="sigsim.audit" name="${code}"`;
  if (verdict === 'untested') return `${open}><skipped message="${escaped(why.en)}"/></testcase>`;
  if (verdict !== 'wrong') return `${open}/>`;
  const text = escaped(
    `${[rule ?? '', ...marksOf(only)].join(' ')}: ${why.en} It ${did.en}. ${replay}`,
  );
  return `${open}><failure message="${text}"/></testcase>`;
}

/** The report as JUnit XML: a case a code; what is wrong is a failure, and so is a manner without a verdict. */
export function auditJUnit(report: AuditReport): string {
  const { reactions, wrong, untested } = report;
  const lost = unjudgedIn(report);
  const [tests, failures] = [reactions.length + lost.length, wrong + lost.length];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="sigsim.audit" tests="${tests}" failures="${failures}" skipped="${untested}">`,
    ...reactions.map(testCase),
    ...lost.map(
      ({ en }) =>
        `    <testcase classname="sigsim.audit" name="manner"><failure message="${escaped(en)}"/></testcase>`,
    ),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
