import { fit } from '../trace/lanes.ts';

/** Two lists of lines beside each other: what was expected at the left, what came at the right. */
export function besideText(expected: readonly string[], actual: readonly string[]): string {
  const width = Math.max(8, ...expected.map(({ length }) => length));
  const rows = Array.from({ length: Math.max(expected.length, actual.length) }, (_, i) => [
    expected[i] ?? '',
    actual[i] ?? '',
  ]);
  return [['expected', 'actual'], ...rows]
    .map(([left = '', right = '']) => `  ${fit(left, width)}  │ ${right}`.trimEnd())
    .join('\n');
}
