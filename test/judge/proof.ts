// How the judge is held to the clients of this folder.
import { audit, type AuditReport } from '../../src/judge/index.ts';
import { subjectIn, type Source } from './clients.ts';

/** The rules that a report names, advice left out, each with where it was found. */
export function foundIn({ reactions }: AuditReport): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const { code, moments } of reactions) {
    for (const { moment, broken } of moments) {
      for (const { rule, verdict } of broken) {
        if (verdict === 'advice') continue;
        found.set(rule, [...(found.get(rule) ?? []), `${code}, ${moment}`]);
      }
    }
  }
  return found;
}

/** Judges a client of this folder; its traces are not kept. */
export const judge = async (
  source: Source,
  options: Parameters<typeof audit>[1] = {},
): Promise<AuditReport> =>
  audit(await subjectIn(source), { keep: false, twice: false, ...options });
