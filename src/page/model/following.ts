// The world of a server, as it goes on: `sigsim serve --page`. The page keeps asking what has happened
// there, and shows it as a recording that grows.
import type { TraceEntry } from '../../trace/entry.ts';
import { showLive } from './courses.ts';
import { notice } from './store.ts';

/** Milliseconds that the server waits for something to tell. */
const waitMs = 10_000;

/** The token that the server printed, which comes after the address of a page that follows it. */
export function liveToken(hash: string): string | undefined {
  const written = /^#live\.(.+)$/.exec(hash)?.[1];
  return written === undefined ? undefined : decodeURIComponent(written);
}

/** The world that a path of the server belongs to. */
const worldOf = (path: string): string => /^\/w\/([\w-]+)\//.exec(path)?.[1] ?? 'default';

/** Shows what happens in a world of the server that the page is from, for as long as it is there. */
export async function followServer(token: string): Promise<void> {
  const url = `/control/worlds/${worldOf(location.pathname)}/trace`;
  let entries: TraceEntry[] = [];
  let from = 0;
  showLive(entries);
  try {
    for (;;) {
      const answer = await fetch(`${url}?from=${from}&waitMs=${waitMs}`, {
        headers: { Authorization: `Bearer ${token}` },
      });
      if (!answer.ok) {
        const { error } = (await answer.json()) as { readonly error: string };
        notice.value = { about: 'lost', detail: error };
        return;
      }
      const { next, entries: more } = (await answer.json()) as {
        readonly next: number;
        readonly entries: readonly TraceEntry[];
      };
      // A world that was restarted has fewer entries than were seen.
      if (next < from) [from, entries] = [0, []];
      else if (more.length > 0) {
        [from, entries] = [next, [...entries, ...more]];
        showLive(entries);
      }
    }
  } catch (error) {
    notice.value = { about: 'lost', detail: String(error) };
  }
}
