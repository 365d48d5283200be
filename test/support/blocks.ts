// The blocks of code of a page, and what of them can be checked: read by the tests of the clone, and by
// those of the installed package (.ci/tarball), so it imports nothing of either.

/** The blocks in a language, in order. */
export function blocksOf(text: string, language: string): readonly string[] {
  const found = text.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'gm'));
  return Array.from(found, ([, block]) => block ?? '');
}

/**
 * A snippet as a module in a folder from which `top` leads to the examples: a test in it runs at once,
 * since tests hold no tests, and `expression; // => value` is expected.
 */
export function moduleOf(code: string, top: string): string {
  const here = code
    .replaceAll(`'./examples/`, `'${top}/examples/`)
    .replace(/import \{ expect, test \}.*/, '$&\nconst __test = (_, run) => run();')
    .replaceAll(/^test\(/gm, 'await __test(')
    .replaceAll(/^(.+);\s*\/\/ => (.+)$/gm, '__expect($1).toEqual($2);');
  return `import { expect as __expect } from 'vitest';\n${here}`;
}

/** Whether a text is as shown, where a line of … stands for any number of lines. */
export function isAsShown(text: string, shown: string): boolean {
  const escaped = shown.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('…\n', '(?:.*\n)*')}$`).test(text);
}

/** A block of a console: the line that is typed, and what is shown below it. */
export function typed(block: string): { readonly line: string; readonly shown: string } {
  const [first = '', ...rest] = block.split('\n');
  return { line: first.replace(/^\$ /, ''), shown: rest.join('\n') };
}
