import { gapOf, measures, missesOf, type CoverageReport } from './report.ts';
import { missTexts, words } from './text.ts';

/** A text, escaped for XML. */
export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/**
 * The report as JUnit XML: one case per code, skipped if something is missing; one case per
 * threshold.
 */
export function toJUnit(report: CoverageReport): string {
  const misses = missesOf(report);
  const cases = report.codes.map((code) => {
    const gap = gapOf(code);
    const open = `    <testcase classname="sigsim.codes" name="${code.name}"`;
    return gap === undefined
      ? `${open}/>`
      : `${open}><skipped message="${escaped(gap)}"/></testcase>`;
  });
  // Thresholds do not apply to a single shard.
  const held = measures.filter(
    (measure) => report.shards === undefined && report.thresholds[measure] !== undefined,
  );
  const thresholds = held.map((measure) => {
    const index = misses.findIndex((miss) => miss.measure === measure);
    const open = `    <testcase classname="sigsim.thresholds" name="${words[measure].en}"`;
    return index === -1
      ? `${open}/>`
      : `${open}><failure message="${escaped(missTexts(report)[index] ?? '')}"/></testcase>`;
  });
  const skipped = cases.filter((text) => text.includes('<skipped')).length;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites>',
    `  <testsuite name="sigsim.codes" tests="${cases.length}" failures="0" skipped="${skipped}">`,
    ...cases,
    '  </testsuite>',
    `  <testsuite name="sigsim.thresholds" tests="${held.length}" failures="${misses.length}" skipped="0">`,
    ...thresholds,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
}
