// The only door by which something becomes an event of a machine: a call with its arguments, an answer, a
// word of the session, a timer. What a machine does not decide by stays outside.
import { intern, type Args, type FactEvent, type FactsOf, type Known } from './facts.ts';
import { lifecycles } from './lifecycles.ts';
import { wordFacts } from './session.ts';

const facts: ReadonlyMap<string, FactsOf> = new Map(
  [wordFacts, ...lifecycles.flatMap(({ parts }) => parts.map((part) => part.facts))].flatMap(
    (some) => Object.entries(some),
  ),
);

const plainMax = 1024;
const plain = new Map<string, FactEvent>();

/** The event of a type that says everything. */
function plainEvent(type: string): FactEvent {
  const known = plain.get(type);
  if (known !== undefined) return known;
  const event = intern({ type });
  if (plain.size < plainMax) plain.set(type, event);
  return event;
}

/** Something that happened, as a machine hears it: what it decides by, and nothing else. */
export const eventOf = (cause: FactEvent & Args, known: Known): FactEvent =>
  facts.get(cause.type)?.(cause, known) ?? plainEvent(cause.type);
