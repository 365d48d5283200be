// The published bundle: read as it is, never changed, and run in its own surroundings.
import { UsageError } from '../../base/errors.ts';
import { builtin } from '../../world/globals/node.ts';
import type { Globals } from './browser.ts';

/** What every program has, in a browser or not; everything else that the platform has is hidden. */
const language = new Set(
  (
    'Object Function Array Number parseFloat parseInt Infinity NaN undefined Boolean String Symbol ' +
    'Promise RegExp Error AggregateError EvalError RangeError ReferenceError SyntaxError TypeError ' +
    'URIError JSON Intl ArrayBuffer SharedArrayBuffer Atomics Uint8Array Int8Array Uint16Array ' +
    'Int16Array Uint32Array Int32Array Float32Array Float64Array Uint8ClampedArray BigUint64Array ' +
    'BigInt64Array DataView Map BigInt Set WeakMap WeakSet WeakRef FinalizationRegistry Proxy Reflect ' +
    'Iterator decodeURI decodeURIComponent encodeURI encodeURIComponent escape unescape eval isFinite isNaN'
  ).split(' '),
);

/** What every module is given. */
const given = new Set(['module', 'exports']);

/** The SHA-256 of the releases on npm: there is one, 1.4.0. */
export const published: ReadonlySet<string> = new Set([
  'f36cfb1bed8077c4f24af5f486370ffe151d37b7cbfa710186ab46582b0ddbe7',
]);

/** What stack traces call the bundle. */
export const bundleName = 'agora-signaling-sdk.js';

/** A program, and the names that it takes from outside. */
interface Compiled {
  readonly names: readonly string[];
  readonly run: (...values: readonly unknown[]) => void;
}

/** What is known of a text that was loaded before: worlds load the same one again and again. */
interface Known {
  readonly sha256: string | undefined;
  /** Its programs by the names that they take: compiled once, run once for each copy. */
  readonly programs: Map<string, Compiled>;
}

/** Texts by themselves: the engine keeps the hash of a text, so that it is found at once. */
const known = new Map<string, Known>();

function knownOf(source: string): Known {
  let found = known.get(source);
  if (found === undefined) {
    const hash = builtin('node:crypto')?.createHash('sha256').update(source).digest('hex');
    found = { sha256: hash, programs: new Map() };
    known.set(source, found);
  }
  return found;
}

const isHidden = (name: string): boolean =>
  /^[A-Za-z_$][\w$]*$/.test(name) && !language.has(name) && !given.has(name);

function compile(source: string, globals: Globals): Compiled {
  const hidden = Object.getOwnPropertyNames(globalThis).filter(isHidden);
  const names = [
    ...new Set([...hidden, ...Object.keys(globals), 'require', 'process', 'Function']),
  ];
  const { programs } = knownOf(source);
  const key = names.join(' ');
  let compiled = programs.get(key);
  if (compiled === undefined) {
    const text = `${source}\n//# sourceURL=${bundleName}`;
    // It is the user's own program, and must run unchanged, in these surroundings only.
    // oxlint-disable-next-line typescript/no-implied-eval
    compiled = { names, run: new Function(...given, ...names, text) as Compiled['run'] };
    programs.set(key, compiled);
  }
  return compiled;
}

/**
 * Runs a bundle, and returns what it exports.
 *
 * @throws {UsageError} if it throws while it is loaded: it is broken, or uses something that a virtual
 * browser does not have
 */
export function runBundle(source: string, from: string, globals: Globals): unknown {
  const module = { exports: {} as unknown };
  // Bundlers find the global object this way, even if it is hidden.
  const seen = new Proxy(Function, {
    construct: (target, args) =>
      args.length === 1 && args[0] === 'return this'
        ? () => globals['globalThis']
        : (Reflect.construct(target, args) as object),
    apply: (target, self, args) =>
      args.length === 1 && args[0] === 'return this'
        ? () => globals['globalThis']
        : (Reflect.apply(target, self, args) as unknown),
  });
  try {
    const { names, run } = compile(source, globals);
    const values = names.map((name) => (name === 'Function' ? seen : globals[name]));
    run(module, module.exports, ...values);
  } catch (error) {
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    throw new UsageError(
      'wire.bundle',
      `world.loadSdk: ${from} failed while it was loaded (${text}). A virtual browser has ` +
        `${Object.keys(globals).join(', ')}, and the language's own globals. Is it the SDK's bundle?`,
    );
  }
  return module.exports;
}

/** The SHA-256 of a text, as hexadecimal digits; undefined if the platform is not Node. */
export const sha256 = (source: string): string | undefined => knownOf(source).sha256;

/** Texts of files, as long as the files are as they were. */
const read = new Map<string, { readonly stamp: string; readonly source: string }>();

/**
 * Reads the bundle of the package `agora-signaling-sdk`, or of a file.
 *
 * @throws {UsageError} if there is none, or the platform cannot read files
 */
export function readBundle(path: string | undefined): { source: string; from: string } {
  const [files, modules] = [builtin('node:fs'), builtin('node:module')];
  if (files === undefined || modules === undefined) {
    throw new UsageError(
      'wire.bundle',
      'world.loadSdk: this platform reads no files. Give the text of the bundle: ' +
        'world.loadSdk({ source }).',
    );
  }
  const from = path ?? findPackage(modules.createRequire);
  try {
    const { mtimeMs, size } = files.statSync(from);
    const stamp = `${mtimeMs} ${size}`;
    const last = read.get(from);
    if (last?.stamp === stamp) return { source: last.source, from };
    const source = files.readFileSync(from, 'utf8');
    read.set(from, { stamp, source });
    return { source, from };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    throw new UsageError('wire.bundle', `world.loadSdk: ${from} cannot be read (${text}).`);
  }
}

function findPackage(createRequire: (from: string) => { resolve(name: string): string }): string {
  const here = `${globalThis.process.cwd()}/`;
  try {
    return createRequire(here).resolve('agora-signaling-sdk');
  } catch {
    throw new UsageError(
      'wire.bundle',
      `world.loadSdk: no package agora-signaling-sdk above ${here}. Install it: ` +
        'npm install --save-dev agora-signaling-sdk@1.4.0, or give the path of its bundle.',
    );
  }
}
