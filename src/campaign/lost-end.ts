// What a client cannot know: that it is out of its channel, where the word of it was lost.
import type { TraceEntry } from '../trace/entry.ts';

/** What tells a client that it is out of its channel. */
const tellsOfItsEnd = new Set(['member.removed', 'channel.destroyed']);

/** Whether, within a part of a trace, what would have told a client that it is out of its channel was lost. */
export const missesItsEnd = (entries: readonly TraceEntry[], client: string): boolean =>
  entries.some(
    (entry) =>
      entry.kind === 'packet' &&
      entry.to === 'client' &&
      entry.client === client &&
      entry.arrives === undefined &&
      tellsOfItsEnd.has(entry.name),
  );
