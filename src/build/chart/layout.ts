// Gives a statechart its places. ELK runs here, when the project is built; the page gets coordinates.
import elk, { type ElkExtendedEdge, type ElkNode, type ElkPoint } from 'elkjs/lib/elk.bundled.js';
import type { Part } from '../../../machines/lifecycle.ts';
import { chartOf, type Chart, type ChartNode } from './model.ts';
import {
  metrics,
  type Scene,
  type SceneEdge,
  type SceneEvent,
  type SceneLine,
  type SceneState,
} from './scene.ts';

const { eventChar, eventLine, nameChar, head } = metrics;

const options = {
  'elk.algorithm': 'layered',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.edgeLabels.sideSelection': 'ALWAYS_DOWN',
  'elk.json.shapeCoords': 'ROOT',
  'elk.json.edgeCoords': 'ROOT',
};

/** Distances; ELK does not hand them down to the states inside a state. */
const distances = {
  'elk.spacing.edgeLabel': '5',
  'elk.spacing.nodeNode': '20',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.layered.spacing.nodeNodeBetweenLayers': '11',
  'elk.layered.spacing.edgeNodeBetweenLayers': '6',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '6',
};

const widest = (events: readonly SceneEvent[]): number =>
  Math.max(0, ...events.map(({ event }) => event.length)) * eventChar;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

/** `12 ways ↪ loggedOut` names no event until one of them is taken; a single one is always named. */
const lineWidth = ({ events, to }: SceneLine): number => {
  if (to === undefined) return widest(events);
  const target = (nameOf(to).length + 3) * eventChar;
  return events.length === 1
    ? widest(events) + target
    : Math.max(widest(events), target + 7 * eventChar);
};

const round = (value: number): number => Math.round(value * 10) / 10;

const at = ({ x, y }: ElkPoint): string => `${round(x)},${round(y)}`;

/** An orthogonal line with rounded corners. */
function rounded(points: readonly ElkPoint[], radius = 8): string {
  const towards = (from: ElkPoint, to: ElkPoint): ElkPoint => {
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const part = Math.min(radius, length / 2) / length;
    return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
  };
  return points
    .map((point, i) => {
      const [before, after] = [points[i - 1], points[i + 1]];
      if (before === undefined) return `M${at(point)}`;
      if (after === undefined) return `L${at(point)}`;
      return `L${at(towards(point, before))}Q${at(point)} ${at(towards(point, after))}`;
    })
    .join('');
}

const idOf = (path: string): string => `state ${path}`;

function toElk(node: ChartNode, isAny: boolean): ElkNode {
  const { path, name, lines, children, initial } = node;
  const width = Math.max(
    name.length * nameChar + 26,
    ...lines.map((line) => lineWidth(line) + 30),
    84,
  );
  const height = head + lines.length * eventLine + (lines.length > 0 ? 6 : 2);
  if (children.length === 0) return { id: idOf(path), width, height };
  const nodes = children.map((child) => toElk(child, false));
  // ELK does not make a state wide enough for what is written in it: its starting point does.
  const isNarrow = nodes.every((child) => (child.width ?? 0) * 1.3 < width);
  if (isAny) nodes.push({ id: idOf('*'), width: 84, height: 26 });
  return {
    id: idOf(path),
    children: [{ id: `start ${path}`, width: isNarrow ? width - 28 : 10, height: 10 }, ...nodes],
    edges: [{ id: `begin${path}`, sources: [`start ${path}`], targets: [idOf(initial ?? '')] }],
    layoutOptions: {
      ...distances,
      'elk.padding': `[top=${height + 6},left=14,bottom=14,right=14]`,
    },
  };
}

function edgesOf({ edges }: Chart): ElkExtendedEdge[] {
  return edges.map(({ from, to, events }, i) => ({
    id: `edge ${i}`,
    sources: [idOf(from === '' ? '*' : from)],
    targets: [idOf(to)],
    labels: [
      {
        text: String(i),
        width: widest(events) + 8,
        height: events.length * eventLine + 2,
      },
    ],
  }));
}

/** The state in which a chart begins, to the innermost. */
function beginOf(node: ChartNode): string {
  const first = node.children.find(({ path }) => path === node.initial);
  return first === undefined ? node.path : beginOf(first);
}

/** One way to arrange a chart. */
interface Arrangement {
  readonly arrowsMax: number;
  readonly direction: string;
  /** How cycles are broken, and how much the order in the machine counts. */
  readonly cycles: string;
  readonly order: string;
}

async function arrange(
  part: Part,
  { arrowsMax, cycles, direction, order }: Arrangement,
): Promise<Scene> {
  const chart = chartOf(part, arrowsMax);
  const root = toElk(
    chart.root,
    chart.edges.some(({ from }) => from === ''),
  );
  root.layoutOptions = {
    ...root.layoutOptions,
    ...options,
    ...distances,
    'elk.layered.cycleBreaking.strategy': cycles,
    'elk.layered.considerModelOrder.strategy': order,
    'elk.direction': direction,
  };
  root.edges = [...(root.edges ?? []), ...edgesOf(chart)];
  const placed = await new elk.default().layout(root);
  const byId = new Map<string, ChartNode>();
  const index = (node: ChartNode): void => {
    byId.set(idOf(node.path), node);
    node.children.forEach(index);
  };
  index(chart.root);
  const states: SceneState[] = [];
  const edges: SceneEdge[] = [];
  const walk = (node: ElkNode): void => {
    const known = byId.get(node.id);
    const { x = 0, y = 0, width = 0, height = 0 } = node;
    states.push({
      path: known?.path ?? (node.id === idOf('*') ? '*' : ''),
      name: known?.name ?? '',
      kind: known?.kind ?? (node.id === idOf('*') ? 'any' : 'initial'),
      lines: known?.lines ?? [],
      x: round(x),
      y: round(y),
      width: round(width),
      height: round(height),
    });
    for (const { id, sections = [], labels = [] } of node.edges ?? []) {
      const found = id.startsWith('edge ') ? chart.edges[Number(id.slice(5))] : undefined;
      const [label] = labels;
      for (const { startPoint, bendPoints = [], endPoint } of sections) {
        edges.push({
          from: found?.from ?? '',
          to: found?.to ?? '',
          events: found?.events ?? [],
          path: rounded([startPoint, ...bendPoints, endPoint]),
          label: {
            x: round(label?.x ?? 0),
            y: round(label?.y ?? 0),
            width: round(label?.width ?? 0),
            height: round(label?.height ?? 0),
          },
        });
      }
    }
    node.children?.forEach(walk);
  };
  walk(placed);
  return {
    part: part.name,
    begins: beginOf(chart.root),
    width: round(placed.width ?? 0),
    height: round(placed.height ?? 0),
    states,
    edges,
  };
}

/** Where a chart is to be read: beside other things on a screen, or on a telephone. */
const rooms = { wide: { width: 785, height: 480 }, tall: { width: 400, height: 620 } } as const;

const arrangements: readonly Arrangement[] = [9, 4, 3, 2, 1].flatMap((arrowsMax) =>
  [
    { cycles: 'MODEL_ORDER', order: 'NODES_AND_EDGES' },
    { cycles: 'INTERACTIVE', order: 'NODES_AND_EDGES' },
    { cycles: 'INTERACTIVE', order: 'NONE' },
  ].flatMap((way) => ['DOWN', 'RIGHT'].map((direction) => ({ arrowsMax, direction, ...way }))),
);

/** From this scale on, more arrows are worth more than larger letters. */
const legible = 0.88;

/**
 * Lays a part out for each of the rooms, in every arrangement, and takes what can be read best; of
 * those nearly as good, the one with the most arrows.
 */
export async function layoutOf(part: Part): Promise<Record<keyof typeof rooms, Scene>> {
  const scenes: Scene[] = [];
  for (const arrangement of arrangements) scenes.push(await arrange(part, arrangement));
  const best = ({ width, height }: { readonly width: number; readonly height: number }): Scene => {
    const scale = (scene: Scene): number => Math.min(1, width / scene.width, height / scene.height);
    const top = Math.max(...scenes.map(scale));
    const enough = Math.min(legible, top * 0.97);
    return scenes.find((scene) => scale(scene) >= enough) as Scene; // One of them is the best.
  };
  return { wide: best(rooms.wide), tall: best(rooms.tall) };
}
