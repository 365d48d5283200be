// What is remembered from one visit to the next, if the browser allows it.
import { effect, signal, type Signal } from '@preact/signals';

function read(name: string): string | null {
  try {
    return localStorage.getItem(`sigsim ${name}`);
  } catch {
    return null; // A browser may not give access to its storage.
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`sigsim ${name}`, value);
  } catch {
    // Then it is not remembered.
  }
}

/** A signal that begins with the value it had at the last visit, or else with the one given. */
export function kept<Value extends string>(
  name: string,
  values: readonly Value[],
  first: Value,
): Signal<Value> {
  const known = values.find((value) => value === read(name));
  const one = signal(known ?? first);
  // Only what was chosen is kept; what follows the system goes on following it.
  effect(() => {
    if (one.value !== (known ?? first)) write(name, one.value);
    else if (read(name) !== null) write(name, one.value);
  });
  return one;
}
