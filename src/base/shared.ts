// The package may be loaded more than once in a process: by `import` and by `require`, or once more by a
// test runner. State that must exist only once is kept outside the modules.

/** State that all copies of the package share under a name; the first to ask creates it. */
export function shared<T extends object>(name: string, make: () => T): T {
  const place = Symbol.for(`sigsim.${name}`);
  const holder = globalThis as { [place]?: T };
  return (holder[place] ??= make());
}
