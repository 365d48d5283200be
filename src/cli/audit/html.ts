// A report as one HTML file: the page of this package, with the report in it. A cell opens what
// happened, in the lanes, the statechart and the words of the page.
import { moments, type AuditReport, type Moment, type MomentReaction } from '../../judge/index.ts';
import type { Sheet, SheetCell } from '../../trace/sheet.ts';
import { readPage, withData } from '../page-file.ts';
import { adviceIn, momentsIn, summaryOf } from './words.ts';

function cellOf(one: MomentReaction, columns: readonly Moment[]): SheetCell {
  const { verdict, did, broken, why, replay, trace } = one;
  return {
    column: columns.indexOf(one.moment),
    verdict,
    did,
    why:
      broken.length === 0 ? [{ text: why }] : broken.map(({ rule, why: text }) => ({ rule, text })),
    replay,
    ...(trace !== undefined && { recorded: trace }),
  };
}

/** The report as the page shows it. */
export function sheetOf(report: AuditReport): Sheet {
  const { reactions } = report;
  const columns = momentsIn(report);
  return {
    summary: { en: summaryOf(report, 'en'), zh: summaryOf(report, 'zh') },
    columns: columns.map((moment) => moments[moment]),
    rows: reactions.map(({ code, verdict, policy, moments: list }) => ({
      code,
      verdict,
      ...(policy !== undefined && { policy }),
      cells: list.map((one) => cellOf(one, columns)),
    })),
    advice: adviceIn(report),
  };
}

/** The report as one HTML file, which needs no network. @throws {UsageError} when the page was not built */
export const auditHTML = (report: AuditReport): string =>
  withData(readPage(), 'report', sheetOf(report));
