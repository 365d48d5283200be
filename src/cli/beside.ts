import type { Text } from '../../machines/codes.ts';
import { columns, fit } from '../base/columns.ts';
import { wrap } from '../base/wrap.ts';
import type { Output } from './output.ts';

const texts = {
  expected: { en: 'expected', zh: '应为' },
  actual: { en: 'actual', zh: '实际' },
} as const satisfies Readonly<Record<string, Text>>;

/**
 * Two lists of lines side by side, each wrapped to half of the terminal: what was expected on the
 * left, what came on the right.
 */
export function besideText(
  expected: readonly string[],
  actual: readonly string[],
  { say, width: all }: Pick<Output, 'say' | 'width'>,
): string {
  const half = Math.max(16, Math.floor((all - 6) / 2));
  const rows = Array.from({ length: Math.max(expected.length, actual.length) }, (_, i) => [
    wrap(expected[i] ?? '', half),
    wrap(actual[i] ?? '', half),
  ]);
  const lines = rows.flatMap(([left = [], right = []]) =>
    Array.from({ length: Math.max(1, left.length, right.length) }, (_, i) => [left[i], right[i]]),
  );
  const width = Math.max(8, ...lines.map(([left = '']) => columns(left)));
  return [[say(texts.expected), say(texts.actual)], ...lines]
    .map(([left = '', right = '']) => `  ${fit(left, width)}  │ ${right}`.trimEnd())
    .join('\n');
}
