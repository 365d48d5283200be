// How wide texts are on a terminal, where a Chinese character takes two columns.

/** How wide a text is on a terminal: CJK takes two columns. */
export const columns = (text: string): number =>
  Array.from(text).reduce((sum, char) => sum + ((char.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0);

/** Pads a text to a number of terminal columns, or cuts it with an ellipsis. */
export function fit(text: string, size: number): string {
  const chars = Array.from(text);
  // Every character takes at least one column, so the rest of a long text need not be measured.
  let shown = chars.length > size + 2 ? `${chars.slice(0, size).join('')}…` : text;
  while (columns(shown) > size) shown = `${Array.from(shown).slice(0, -2).join('')}…`;
  return shown + ' '.repeat(size - columns(shown));
}
