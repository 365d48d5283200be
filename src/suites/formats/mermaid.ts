import type { Suite, SuitePath } from '../../paths/cover/suite.ts';
import { stepText } from '../../run/recipe.ts';
import { saidText } from '../../run/compare.ts';
import { movesOf } from './moves.ts';

/** Mermaid reads ; # and : as syntax in a label. */
const safe = (text: string): string => text.replaceAll(/[;#\n]/g, ' ').replaceAll(':', ' ·');

/** The states that a suite goes through, and the steps between them, as a state diagram. */
export function toStateDiagram(suite: Suite): string {
  const { states, moves } = movesOf(suite);
  return [
    'stateDiagram-v2',
    '  direction LR',
    ...states.map((state, id) => `  state "${safe(state).replaceAll('"', "'")}" as s${id}`),
    '  [*] --> s0',
    ...moves.map(({ from, to, label }) => `  s${from} --> s${to} : ${safe(label)}`),
    '',
  ].join('\n');
}

/** One path as a sequence diagram: what the clients call, what the world does, what they hear. */
export function toSequenceDiagram({ steps }: SuitePath): string {
  const clients = [...new Set(steps.map(({ client = 'client' }) => client))].toSorted();
  const [first = 'client'] = clients;
  const participants = clients.length === 0 ? [first] : clients;
  const lines = [
    'sequenceDiagram',
    ...participants.map((one) => `  participant ${one}`),
    '  participant world',
  ];
  for (const { client, ...step } of steps) {
    const { by, waitMs, expect } = step;
    const who = client ?? 'client';
    if (waitMs > 0) lines.push(`  Note over ${first},world: ${waitMs} ms`);
    const text = safe(stepText({ ...step, waitMs: 0 }));
    if (by === 'time') lines.push(`  Note over ${who}: ${text}`);
    else lines.push(`  ${by === 'client' ? `${who}->>world` : `world->>${who}`}: ${text}`);
    for (const said of expect.callbacks ?? []) {
      lines.push(`  Note left of ${who}: ${safe(saidText(said))}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** A suite for Mermaid: a state diagram of several paths, or a sequence diagram of a single path. */
export function toMermaid(suite: Suite): string {
  const [path, ...others] = suite.paths;
  return path !== undefined && others.length === 0
    ? toSequenceDiagram(path)
    : toStateDiagram(suite);
}
