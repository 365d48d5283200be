import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'vite';

/** How modules become one. */
export interface Bundling {
  readonly plugins?: Plugin[];
  /** Without white space: vite leaves it in ES modules. @default false */
  readonly minify?: boolean;
  /** @default 'es' */
  readonly format?: 'es' | 'cjs';
  /** What stays an import. @default nothing */
  readonly external?: (id: string) => boolean;
}

/** The code of an ES module with all that it imports in it. */
export async function bundledCode(
  entry: string,
  { plugins = [], minify = false, format = 'es', external }: Bundling = {},
): Promise<string> {
  const built = await build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('..', import.meta.url)),
    plugins,
    build: {
      write: false,
      minify,
      target: 'es2023',
      rolldownOptions: { ...(external && { external }), output: { minify } },
      lib: { entry, formats: [format], fileName: () => 'bundled.js' },
    },
  });
  const [one] = Array.isArray(built) ? built : [];
  const chunk = one?.output.find(({ type }) => type === 'chunk');
  if (chunk?.type !== 'chunk') throw new Error(`nothing came of ${entry}`);
  return chunk.code;
}
