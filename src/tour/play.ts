// Plays a script through a subject and reports what the application heard.
import { byName, type CodeName } from '../../machines/codes.ts';
import type { SignalingWorld } from '../create-world.ts';
import type { Subject } from '../run/subject.ts';
import { createPlayer } from '../scenario/player.ts';
import type { TraceEntry } from '../trace/entry.ts';
import type { Script } from './script.ts';

/** The outcome of a script. */
export interface Played {
  readonly code: CodeName;
  /** The callback that delivered the code, by the application's name for it; undefined if none did. */
  readonly callback: string | undefined;
  /** The row that emitted it, and whether that row represents the code. */
  readonly row: string | undefined;
  readonly atMs: number;
  readonly world: SignalingWorld;
}

/**
 * Plays a script in a world of its own.
 *
 * The code counts only if a handler of the application got its number, and if the machine emitted
 * it on the way: both are needed to tell apart the two names of 501.
 */
export async function play<App>(
  { code, hero, scenario }: Script,
  subject: Subject<App>,
): Promise<Played> {
  const player = createPlayer(scenario, subject);
  await player.run();
  const { world, apps } = player;
  const { entries } = world.trace;
  const delivered = entries.find(
    (entry): entry is TraceEntry & { readonly kind: 'callback' } =>
      entry.kind === 'callback' && entry.client === hero && entry.code === code,
  );
  const emitted = entries.find(
    (entry): entry is TraceEntry & { readonly kind: 'transition' } =>
      entry.kind === 'transition' && entry.client === hero && entry.codes?.includes(code) === true,
  );
  const app = apps.get(hero);
  const heard = app === undefined ? [] : (subject.heard?.(app) ?? []);
  const arrived = heard.find(({ value }) => value === byName(code).value);
  return {
    code,
    callback: delivered === undefined ? undefined : arrived?.callback,
    row: emitted?.rows.at(-1),
    atMs: delivered?.at ?? world.now,
    world,
  };
}
