// Holding the double against the real SDK: a story on both, and where the two go apart.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { double, type Player } from './stage.ts';
import { playStory, stories, type Length, type Step } from './steps.ts';

/** Why the comparison is not run, where the SDK is not installed; undefined where it is. */
export const missing: string | undefined = (() => {
  try {
    const path = createRequire(import.meta.url).resolve('agora-signaling-sdk');
    return existsSync(path) ? undefined : 'agora-signaling-sdk is not there';
  } catch {
    return 'agora-signaling-sdk is not installed: nothing was compared with the real SDK';
  }
})();
if (missing !== undefined) console.warn(`\n  NOTICE  ${missing}\n`);

/** Browsers that 1.4.0 tells apart. */
export const agents = {
  desktop: 'Mozilla/5.0 (X11; Linux x86_64) Chrome/75.0',
  iPhone: 'Mozilla/5.0 (iPhone; CPU iPhone OS 12_0 like Mac OS X)',
} as const;

/** Where two logs go apart, with what led there; undefined where they do not. */
export function apart(real: readonly string[], other: readonly string[]): string | undefined {
  const at = real.findIndex((line, index) => line !== other[index]);
  if (at < 0 && real.length === other.length) return undefined;
  const from = at < 0 ? real.length : at;
  return [
    ...real.slice(Math.max(0, from - 12), from),
    `real    ${real[from] ?? '(nothing more)'}`,
    `double  ${other[from] ?? '(nothing more)'}`,
  ].join('\n');
}

/** Plays a story on both. */
export async function compare(
  steps: readonly Step[],
  options: Parameters<typeof playStory>[2],
  player: Player = double,
): Promise<string | undefined> {
  return apart(await playStory('real', steps, options), await playStory(player, steps, options));
}

/**
 * Compares so many random stories, and shrinks the first in which the two go apart.
 *
 * @param frames also compares every frame, which keeps the double from passing over idle time
 */
export async function compareMany(
  numRuns: number,
  seed: number,
  {
    frames = false,
    agent = 'desktop',
    length,
  }: {
    readonly frames?: boolean;
    readonly agent?: keyof typeof agents;
    readonly length: Length;
  },
): Promise<void> {
  const options = { frames, seed, userAgent: agents[agent], restMs: length.restMs };
  await fc.assert(
    fc.asyncProperty(stories(length), async (steps) => {
      const difference = await compare(steps, options);
      if (difference !== undefined) throw new Error(`${JSON.stringify(steps)}\n${difference}`);
    }),
    { numRuns, seed },
  );
}
