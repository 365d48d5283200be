import type { Suite } from '../../paths/cover/suite.ts';

const row = (items: readonly string[], indent: string): string =>
  items.length === 0
    ? '[]'
    : `[\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}]`;

/**
 * A suite as JSON, one line per step. `readSuite` reads it back, and writing it again gives the
 * same bytes, whatever the order of its keys.
 */
export function toJSON(suite: Suite): string {
  const { paths, infeasible, ...head } = suite;
  const { version, model, cover, legacy, seed, universe, covered } = head;
  const { steps, lowerBound, boundIs, untimedSteps, complete } = head;
  const lines = [
    ...Object.entries({ version, model, cover, legacy, seed, universe, covered }).map(line),
    `"infeasible": ${row(infeasible.map(itemText), '  ')}`,
    ...Object.entries({ steps, lowerBound, boundIs, untimedSteps, complete })
      .filter(([, value]) => value !== undefined)
      .map(line),
    `"paths": ${row(paths.map(pathText), '  ')}`,
  ];
  return `{\n${lines.map((one) => `  ${one}`).join(',\n')}\n}\n`;
}

const itemText = ({ item, reason, because }: Suite['infeasible'][number]): string =>
  JSON.stringify({ item, reason, because });

const line = ([key, value]: readonly [string, unknown]): string =>
  `${JSON.stringify(key)}: ${JSON.stringify(value)}`;

/** An object with its keys sorted. */
const sorted = <T>(record: Readonly<Record<string, T>> | undefined) =>
  record === undefined
    ? undefined
    : Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));

function pathText({ id, codes, steps }: Suite['paths'][number]): string {
  const lines = steps.map(({ by, client, do: what, part, args, waitMs, expect, rows }) => {
    const { state, callbacks } = expect;
    const said = callbacks?.map(({ name, code }) => ({ name, code }));
    const expected = { state: sorted(state), callbacks: said };
    const given = sorted(args);
    return JSON.stringify({
      by,
      client,
      do: what,
      part,
      args: given,
      waitMs,
      expect: expected,
      rows,
    });
  });
  const head = `{ "id": ${JSON.stringify(id)}, "codes": ${JSON.stringify(codes)}, "steps": `;
  return `${head}${row(lines, '    ')} }`;
}
