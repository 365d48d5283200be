// Node's own modules, if this is Node: the world runs in browsers too, so it does not import them.

/** The parts of them that are used. */
interface Builtins {
  readonly 'node:async_hooks': {
    readonly createHook: (hooks: {
      init: (id: number, type: string) => void;
      promiseResolve?: (id: number) => void;
    }) => {
      enable(): unknown;
      disable(): unknown;
    };
  };
  readonly 'node:events': {
    readonly getEventListeners: (target: EventTarget, type: string) => readonly unknown[];
  };
  readonly 'node:crypto': {
    readonly createHash: (name: 'sha256') => {
      update(text: string): { digest(as: 'hex'): string };
    };
  };
  readonly 'node:fs': {
    readonly readFileSync: (path: string, encoding: 'utf8') => string;
    readonly statSync: (path: string) => { readonly mtimeMs: number; readonly size: number };
    readonly writeSync: (file: number, text: string) => void;
  };
  readonly 'node:module': {
    readonly createRequire: (from: string) => { resolve(name: string): string };
    readonly syncBuiltinESMExports: () => void;
  };
  readonly 'node:process': { readonly emit: (event: string, ...args: unknown[]) => boolean };
  readonly 'node:timers': object;
  readonly 'node:timers/promises': { readonly scheduler?: object };
  readonly 'node:zlib': {
    readonly deflateSync: (text: string) => Uint8Array;
    readonly inflateSync: (bytes: Uint8Array) => Uint8Array;
  };
  readonly 'node:v8': {
    readonly promiseHooks: {
      readonly onBefore: (run: () => void) => () => void;
      readonly onInit: (run: () => void) => () => void;
    };
  };
}

interface Process {
  readonly versions?: { readonly node?: string; readonly bun?: string };
  readonly getBuiltinModule?: (name: string) => unknown;
}

/** What a platform has of Node, told by its `process`, if it has one. */
export function readProcess(process: Process | undefined) {
  const isNode = typeof process?.versions?.node === 'string';
  // What Bun has in name only: it throws when it is used.
  const missing = process?.versions?.bun === undefined ? undefined : 'node:v8';

  /** A module of Node; undefined elsewhere, and in Node before 20.16. */
  const builtin = <Name extends keyof Builtins>(name: Name): Builtins[Name] | undefined =>
    isNode && name !== missing
      ? (process.getBuiltinModule?.(name) as Builtins[Name] | undefined)
      : undefined;

  return { isNode, builtin };
}

const { process: host } = globalThis as unknown as { readonly process?: Process };

/** Whether this is Node, and its modules. */
export const { isNode, builtin } = readProcess(host);
