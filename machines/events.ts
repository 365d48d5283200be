// The only place where something becomes an event of a machine: a call with its arguments, an
// answer, an event of the session, a timer. Data that no machine bases a decision on stays outside.
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

/** An event that consists of its type only. */
function plainEvent(type: string): FactEvent {
  const known = plain.get(type);
  if (known !== undefined) return known;
  const event = intern({ type });
  if (plain.size < plainMax) plain.set(type, event);
  return event;
}

/** Something that happened, as a machine hears it: only what its decisions depend on. */
export const eventOf = (cause: FactEvent & Args, known: Known): FactEvent =>
  facts.get(cause.type)?.(cause, known) ?? plainEvent(cause.type);
