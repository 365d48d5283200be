// Texts that lie over one another, as the boxes that the browser gives them say.
import type { Page } from 'playwright-core';

/** What runs in the page: every piece of text that can be seen, with its box. */
const collect = `(() => {
  const boxes = [];
  let piece = 0;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const clip = (element, box) => {
    let { left, top, right, bottom } = box;
    for (let at = element; at !== null && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.visibility === 'hidden' || style.display === 'none') return undefined;
      if (style.overflowX !== 'visible' || style.overflowY !== 'visible') {
        const frame = at.getBoundingClientRect();
        left = Math.max(left, frame.left); right = Math.min(right, frame.right);
        top = Math.max(top, frame.top); bottom = Math.min(bottom, frame.bottom);
      }
      if (style.position === 'fixed') break;
    }
    return right - left > 1 && bottom - top > 1 ? { left, top, right, bottom } : undefined;
  };
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const element = node.parentElement;
    if (node.textContent.trim() === '' || element === null) continue;
    if (element.closest('script, style, noscript, option, title, defs, .sr, .skip') !== null) continue;
    piece += 1;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      const seen = clip(element, box);
      const over = element.closest('.timeline, .notice-room') === null ? 'page' : 'bar';
      if (seen !== undefined) boxes.push({ text: node.textContent.trim().slice(0, 40), over, piece, ...seen });
    }
  }
  return boxes;
})()`;

interface TextBox {
  readonly text: string;
  /** The bar at the bottom of a telephone lies over the page, on purpose. */
  readonly over: 'page' | 'bar';
  /** Boxes of one piece are its lines, or what an ellipsis makes of one. */
  readonly piece: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Overlap that a reader does not see: lines of text have room above and below their letters. */
const slack = { x: 1.5, y: 4.5 };

/** Pairs of texts that overlap. */
export async function overlaps(page: Page): Promise<readonly string[]> {
  const seen: readonly TextBox[] = await page.evaluate(collect);
  const boxes = seen.toSorted((a, b) => a.top - b.top);
  const found: string[] = [];
  for (const [i, a] of boxes.entries()) {
    for (let j = i + 1; j < boxes.length; j++) {
      const b = boxes[j] as TextBox; // Within the list.
      if (b.top > a.bottom - slack.y) break;
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - b.top;
      if (width > slack.x && height > slack.y && a.over === b.over && a.piece !== b.piece) {
        found.push(`“${a.text}” and “${b.text}”: ${Math.round(width)} x ${Math.round(height)}`);
      }
    }
  }
  return found;
}
