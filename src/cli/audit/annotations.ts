// A report for machines that show it beside the code: annotations of GitHub, and JUnit.
import { escaped } from '../../coverage/junit.ts';
import type { AuditReport, CodeReaction } from '../../judge/index.ts';

/** What GitHub takes for syntax, in its own writing. */
const forGitHub = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');

/** One line a code that is wrong or to look at, as a workflow of GitHub prints it. */
export const annotations = (file: string, { reactions }: AuditReport): readonly string[] =>
  reactions
    .filter(({ verdict }) => verdict === 'wrong' || verdict === 'warn')
    .map(({ code, verdict, rule, why, replay }) => {
      const kind = verdict === 'wrong' ? 'error' : 'warning';
      return `::${kind} file=${file},title=${code} ${rule ?? ''}::${forGitHub(`${why.en} ${replay}`)}`;
    });

function testCase({ code, verdict, why, did, rule, replay }: CodeReaction): string {
  const open = `    <testcase classname="sigsim.audit" name="${code}"`;
  if (verdict === 'untested') return `${open}><skipped message="${escaped(why.en)}"/></testcase>`;
  if (verdict !== 'wrong') return `${open}/>`;
  const text = escaped(`${rule ?? ''}: ${why.en} It ${did.en}. ${replay}`);
  return `${open}><failure message="${text}"/></testcase>`;
}

/** The report as JUnit XML: a case a code; what is wrong is a failure. */
export const auditJUnit = ({ reactions, wrong, untested }: AuditReport): string =>
  [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="sigsim.audit" tests="${reactions.length}" failures="${wrong}" skipped="${untested}">`,
    ...reactions.map(testCase),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
