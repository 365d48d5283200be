// A report as one HTML file: the page of this package, with the report in it. A cell opens what
// happened, in the lanes, the statechart and the words of the page.
import type { Text } from '../../../machines/codes.ts';
import type { Language } from '../../base/language.ts';
import {
  moments,
  type AuditReport,
  type Broken,
  type Moment,
  type MomentReaction,
} from '../../judge/index.ts';
import type { Sheet, SheetCell } from '../../trace/sheet.ts';
import { readPage, withData } from '../page-file.ts';
import { adviceIn, momentsIn, onlyWords, summaryOf, unjudgedIn } from './words.ts';

/** Why a rule was broken, and the manner that alone brings it about. */
const marked = ({ why, only }: Broken): Text =>
  only === undefined
    ? why
    : { en: `(${onlyWords[only].en}) ${why.en}`, zh: `（${onlyWords[only].zh}）${why.zh}` };

function cellOf(one: MomentReaction, columns: readonly Moment[]): SheetCell {
  const { verdict, did, broken, why, replay, trace } = one;
  return {
    column: columns.indexOf(one.moment),
    verdict,
    did,
    why:
      broken.length === 0
        ? [{ text: why }]
        : broken.map((rule) => ({ rule: rule.rule, text: marked(rule) })),
    replay,
    ...(trace !== undefined && { recorded: trace }),
  };
}

/** The report as the page shows it. */
export function sheetOf(report: AuditReport): Sheet {
  const { reactions } = report;
  const columns = momentsIn(report);
  const summaryIn = (language: Language): string => {
    const lost = unjudgedIn(report).map((text) => text[language]);
    return [summaryOf(report, language), ...lost].join(' ');
  };
  return {
    summary: { en: summaryIn('en'), zh: summaryIn('zh') },
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
