// Who wants to hear of every world that is made. It loads nothing and knows no world: a test runner asks
// for it in files that never make one.
import { shared } from './base/shared.ts';

/** Takes a world, as `createWorld` makes it. */
type Watcher = (world: never) => void;

// Whoever watches wants to hear of every world, whichever copy of the package made it.
const watchers = shared('watchers', () => new Set<Watcher>());

/** Calls `hear` with every world that is made from now on; gives what stops that. Holds no world. */
export function watchWorlds(hear: Watcher): () => void {
  watchers.add(hear);
  return () => void watchers.delete(hear);
}

/** Tells the watchers of a world. */
export function tellWatchers(world: object): void {
  for (const hear of watchers) hear(world as never);
}
