// The package may be loaded more than once in a process: by `import` and by `require`, or once more by a
// test runner. What there is one of, whoever asks, stands beside the modules.

/** What all copies of the package have in common under a name; the first to ask makes it. */
export function shared<T extends object>(name: string, make: () => T): T {
  const place = Symbol.for(`sigsim.${name}`);
  const holder = globalThis as { [place]?: T };
  return (holder[place] ??= make());
}
