// XState's names for states and events, as people read them.

/** A state's value as text: `{ loggingIn: 'resolving' }` is `'loggingIn.resolving'`. */
export function stateText(value: unknown): string {
  if (typeof value === 'string') return value;
  return Object.entries(value as Readonly<Record<string, unknown>>)
    .map(([key, inner]) => `${key}.${stateText(inner)}`)
    .join(' ');
}

/** An event's type as people read it: a timer is `after` and the name of its delay. */
export function eventText(type: string): string {
  return type.startsWith('xstate.after.')
    ? `after ${type.slice('xstate.after.'.length).split('.', 1)[0] ?? ''}`
    : type;
}
