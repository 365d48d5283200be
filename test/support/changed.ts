// Machines that were broken on purpose.
import { createMachine } from 'xstate';
import { lifecycles } from '../../machines/index.ts';
import type { Lifecycle } from '../../machines/lifecycle.ts';

/** An object of a machine's config. */
export type Json = Record<string, unknown>;

/** A copy of a config in which `change` may replace any object, from the inside out. */
function copy(value: unknown, change: (value: Json) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => copy(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return change(
    Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(inner, change)])),
  );
}

/** The lifecycles with every machine rebuilt from a changed config. */
export const changed = (change: (value: Json) => unknown): readonly Lifecycle[] =>
  lifecycles.map((lifecycle) => ({
    ...lifecycle,
    parts: lifecycle.parts.map((part) => ({
      ...part,
      machine: createMachine(
        copy(part.machine.config, change) as Json,
        part.machine.implementations,
      ),
    })),
  }));

/** The row of a transition. */
export const rowOf = (value: Json): unknown => (value['meta'] as Json | undefined)?.['row'];
