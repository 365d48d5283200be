// One report of a web client in both manners: what is wrong in either is wrong, and what happens in only one
// of them is marked.
import type { WebManner } from '../run/index.ts';
import type { Broken } from './react.ts';
import {
  adviceOf,
  checkReport,
  codeOf,
  severities,
  tallyOf,
  verdicts,
  type AuditReport,
  type MomentReaction,
  type Verdict,
} from './report.ts';

const isFault = (verdict: Verdict): boolean => verdict === 'warn' || verdict === 'wrong';

/** The only manner that leads to the worse of two verdicts; undefined if both do, or nothing is wrong. */
function onlyOf(documented: Verdict, published: Verdict): WebManner | undefined {
  const [one, other] = [verdicts.indexOf(documented), verdicts.indexOf(published)];
  if (one > other && isFault(documented)) return 'documented';
  return other > one && isFault(published) ? '1.4.0' : undefined;
}

/** The broken rules of one manner, marked with `only` unless the other manner breaks them as badly. */
const marked = (own: MomentReaction, others: MomentReaction, only: WebManner): Broken[] =>
  own.broken.map((one) => {
    const other = others.broken.find(({ rule }) => rule === one.rule);
    const isOfBoth = other !== undefined && severities[other.verdict] >= severities[one.verdict];
    const { replay, page } = own;
    return isOfBoth ? one : { ...one, only, shown: { replay, page } };
  });

function momentOf(documented: MomentReaction, published: MomentReaction): MomentReaction {
  const isWorse = verdicts.indexOf(published.verdict) > verdicts.indexOf(documented.verdict);
  const lists = [
    marked(documented, published, 'documented'),
    marked(published, documented, '1.4.0'),
  ];
  const broken = (isWorse ? lists.toReversed() : lists)
    .flat()
    .toSorted((a, b) => severities[b.verdict] - severities[a.verdict]);
  return {
    ...(isWorse ? published : documented),
    broken: broken.filter(({ rule }, at) => broken.findIndex((one) => one.rule === rule) === at),
    only: onlyOf(documented.verdict, published.verdict),
  };
}

/**
 * Combines two reports of one web client: as documented, and in the manner of 1.4.0. The verdict is the
 * worse of the two, with its words and its commands; `only` is set if only one manner leads to it.
 *
 * @throws {UsageError} if one of them is not a report
 * @example
 * const report = unionOf(await audit(mine), await audit(onPublished(mine)));
 * report.reactions.filter(({ only }) => only === '1.4.0');
 */
export function unionOf(documented: AuditReport, published: AuditReport): AuditReport {
  const pass = 'Pass what audit() returned for the client, and for onPublished(client).';
  for (const report of [documented, published]) checkReport('unionOf', report, pass);
  const reactions = documented.reactions.map((one) => {
    const other = published.reactions.find(({ code }) => code === one.code) ?? one;
    const list = one.moments.map((own) =>
      momentOf(own, other.moments.find(({ moment }) => moment === own.moment) ?? own),
    );
    const only = onlyOf(one.verdict, other.verdict);
    return { ...codeOf(one.code, list, one.policy), only };
  });
  return {
    ...documented,
    manners: ['documented', '1.4.0'],
    reactions,
    ...tallyOf(reactions),
    advice: adviceOf(reactions),
    differs: [...documented.differs, ...published.differs],
    leaks: [...new Set([...documented.leaks, ...published.leaks])],
  };
}
