// How deep a JSON text is nested. The platform reads any depth and cannot write it again: a text of a few
// kilobytes would overflow the stack of whoever shows or answers what it holds.

/** Levels that a text from outside may have; nobody's own has ten. */
export const levelsMax = 100;

const [quote, backslash] = [0x22, 0x5c];
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d];

/** Whether a JSON text is nested deeper than that. */
export function isNestedDeep(text: string): boolean {
  // Each level takes two characters.
  if (text.length <= levelsMax * 2) return false;
  let depth = 0;
  let isInText = false;
  for (let i = 0; i < text.length; i++) {
    const one = text.charCodeAt(i);
    if (isInText) {
      if (one === backslash) i += 1;
      else if (one === quote) isInText = false;
    } else if (one === quote) isInText = true;
    else if (one === openList || one === openObject) {
      depth += 1;
      if (depth > levelsMax) return true;
    } else if (one === closeList || one === closeObject) depth -= 1;
  }
  return false;
}
