// Module hooks that load the compiled sources with a probe at the beginning of every function: it writes
// down which file is entered, as long as somebody counts.
import { parseSync } from 'vite';

const root = new URL('../', import.meta.url).href;

/** The name of the global list of files entered, while somebody counts. */
export const enteredKey = '__sigsimEntered';

/** A node of a syntax tree, as far as probes go. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly body?: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && 'start' in value;

const isFunction = ({ type }: Node): boolean =>
  type === 'ArrowFunctionExpression' ||
  type === 'FunctionExpression' ||
  type === 'FunctionDeclaration';

/** Every function below a node. */
function functionsIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.flatMap(functionsIn);
  if (!isNode(value)) return [];
  const below = Object.values(value).flatMap(functionsIn);
  return isFunction(value) ? [value, ...below] : below;
}

/** What is put in where, so that a function says that it is entered. */
function probesOf({ body }: Node, probe: string): readonly (readonly [number, string])[] {
  if (!isNode(body)) return [];
  if (body.type === 'BlockStatement') return [[body.start + 1, `${probe};`]];
  return [
    [body.start, `(${probe}, `],
    [body.end, ')'],
  ];
}

/** A text with a probe in each of its functions. */
function probed(code: string, path: string): string {
  const probe = `globalThis.${enteredKey}?.push(${JSON.stringify(path)})`;
  const probes = functionsIn(parseSync(path, code).program).flatMap((one) => probesOf(one, probe));
  return probes
    .toSorted(([a], [b]) => b - a)
    .reduce((text, [at, more]) => text.slice(0, at) + more + text.slice(at), code);
}

/** What a file is called whose functions have probes: it is loaded besides the one without. */
export const withProbes = '?probed';

interface Resolved {
  readonly url: string;
}

/** Node's hook: what a file with probes imports of ours has probes, too. */
export async function resolve(
  specifier: string,
  context: { readonly parentURL?: string },
  next: (specifier: string, context: unknown) => Promise<Resolved>,
): Promise<Resolved> {
  const found = await next(specifier, context);
  const isOurs = pathOf(found.url) !== undefined && !found.url.endsWith(withProbes);
  return isOurs && context.parentURL?.endsWith(withProbes) === true
    ? { ...found, url: found.url + withProbes }
    : found;
}

interface Loaded {
  readonly source: string | Uint8Array;
}

/** Node's hook: puts the probes in. */
export async function load(
  url: string,
  context: unknown,
  next: (url: string, context: unknown) => Promise<Loaded>,
): Promise<Loaded> {
  const loaded = await next(url, context);
  const path = url.endsWith(withProbes) ? pathOf(url) : undefined;
  if (path === undefined) return loaded;
  const text =
    typeof loaded.source === 'string' ? loaded.source : new TextDecoder().decode(loaded.source);
  return { ...loaded, source: probed(text, path.replace(/js$/, 'ts')) };
}

/** The path of one of our own files: `src/trace.js`. */
function pathOf(url: string): string | undefined {
  if (!url.startsWith(root)) return undefined;
  const path = new URL(url).pathname.slice(new URL(root).pathname.length);
  return /^(?:src|machines)\/.*\.js$/.test(path) ? path : undefined;
}
