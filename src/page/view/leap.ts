// The path of an arrow that the layout did not draw: a curve from state to state that crosses as little
// text as possible.
import type { Box, Scene, SceneState } from '../../chart/scene.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

const bows = [0, 0.12, -0.12, 0.25, -0.25, 0.4, -0.4, 0.6, -0.6, 0.85, -0.85, 1.15, -1.15];
/** Places on a border where a curve may start. */
const places = [0.08, 0.2, 0.35, 0.5, 0.65, 0.8, 0.92];
/** How many points of a curve are checked. */
const samples = 56;

const portsOf = ({ x, y, width, height }: Box): readonly Point[] =>
  places.flatMap((at) => [
    { x: x + width * at, y: y - 2 },
    { x: x + width * at, y: y + height + 2 },
    { x: x - 2, y: y + height * at },
    { x: x + width + 2, y: y + height * at },
  ]);

const isIn = ({ x, y }: Point, box: Box): boolean =>
  x > box.x - 3 && x < box.x + box.width + 3 && y > box.y - 3 && y < box.y + box.height + 3;

/** An SVG path from one state to another. */
export function leapOf(scene: Scene, source: string, target: string): string | undefined {
  const boxOf = (path: string): SceneState | undefined =>
    scene.states.find((state) => state.path === path && state.kind !== 'initial');
  const [from, to] = [boxOf(source), boxOf(target)];
  if (from === undefined || to === undefined) return undefined;
  const lies = (path: string): boolean =>
    path === source ||
    path === target ||
    source.startsWith(`${path}.`) ||
    target.startsWith(`${path}.`);
  const texts: readonly Box[] = [
    ...scene.edges.map(({ label }) => label),
    ...scene.states.filter(
      ({ kind, path }) => kind !== 'initial' && kind !== 'compound' && !lies(path),
    ),
    from,
    to,
  ];
  let best: { readonly cost: number; readonly path: string } | undefined;
  for (const a of portsOf(from)) {
    for (const b of portsOf(to)) {
      const length = Math.hypot(b.x - a.x, b.y - a.y);
      for (const bow of bows) {
        const bend = {
          x: (a.x + b.x) / 2 + (b.y - a.y) * bow,
          y: (a.y + b.y) / 2 - (b.x - a.x) * bow,
        };
        let cost = length / 40 + Math.abs(bow) * 6;
        // A curve that is no better than the best so far is given up.
        for (let i = 1; i < samples && cost < (best?.cost ?? Infinity); i++) {
          const t = i / samples;
          const at = {
            x: (1 - t) ** 2 * a.x + 2 * (1 - t) * t * bend.x + t ** 2 * b.x,
            y: (1 - t) ** 2 * a.y + 2 * (1 - t) * t * bend.y + t ** 2 * b.y,
          };
          if (at.x < 4 || at.y < 4 || at.x > scene.width - 4 || at.y > scene.height - 4) cost += 20;
          cost += 6 * texts.filter((box) => isIn(at, box)).length;
        }
        if (best === undefined || cost < best.cost) {
          const [start, middle, end] = [a, bend, b].map(
            ({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`,
          );
          best = { cost, path: `M${start}Q${middle} ${end}` };
        }
      }
    }
  }
  return best?.path;
}
