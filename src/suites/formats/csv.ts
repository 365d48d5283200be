import { byName } from '../../../machines/codes.ts';
import type { Suite } from '../../paths/cover/suite.ts';

const columns = [
  'path',
  'step',
  'by',
  'client',
  'do',
  'part',
  'args',
  'waitMs',
  'state',
  'callbacks',
  'codes',
  'values',
] as const;

/** A field according to RFC 4180: quoted if it contains a comma, a quote or a line break. */
const field = (value: string | number): string => {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
};

/**
 * A suite as CSV, one line per step, for testing by hand or in another language. Lines end with CR
 * LF (RFC 4180). `args` is JSON; several callbacks, codes and their values are separated by spaces;
 * states are `part=state`.
 */
export function toCSV({ paths }: Suite): string {
  const rows = paths.flatMap(({ id, steps }) =>
    steps.map(({ by, client = '', do: what, part, args, waitMs, expect }, index) => {
      const { state = {}, callbacks = [] } = expect;
      const codes = callbacks.flatMap(({ code }) => code ?? []);
      return [
        id,
        index + 1,
        by,
        client,
        what,
        part,
        args === undefined ? '' : JSON.stringify(args),
        waitMs,
        Object.entries(state)
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
        callbacks.map(({ name }) => name).join(' '),
        codes.join(' '),
        codes.map((code) => byName(code).value).join(' '),
      ];
    }),
  );
  return [columns, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}
