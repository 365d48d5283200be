// Gives a statechart its places. ELK runs here, when the project is built, or when the command shows a machine
// of the user's own; the page gets coordinates.
import elk, { type ElkExtendedEdge, type ElkNode, type ElkPoint } from 'elkjs/lib/elk.bundled.js';
import { chartOf, compoundsOf, type Chart, type Charted, type ChartNode } from './model.ts';
import { nodesOf } from '../paths/model/written.ts';
import {
  metrics,
  type Box,
  type PartCharts,
  type Scene,
  type SceneEdge,
  type SceneLine,
  type SceneState,
  type Views,
} from './scene.ts';

const { eventChar, eventLine, nameChar, nativeChar, head } = metrics;

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
  'elk.spacing.edgeLabel': '4',
  'elk.spacing.nodeNode': '18',
  'elk.spacing.edgeNode': '12',
  'elk.spacing.edgeEdge': '10',
  'elk.layered.spacing.nodeNodeBetweenLayers': '8',
  'elk.layered.spacing.edgeNodeBetweenLayers': '5',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '5',
};

const widest = (events: readonly string[]): number =>
  Math.max(0, ...events.map((event) => event.length)) * eventChar;

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

const idOf = (path: string): string => `state ${path}`;

function toElk(node: ChartNode, isAny: boolean): ElkNode {
  const { path, name, native, lines, children, inside } = node;
  const beside = native === '' ? 0 : native.length * nativeChar + 6;
  const width = Math.max(
    name.length * nameChar + beside + 26,
    ...lines.map((line) => lineWidth(line) + 30),
    84,
  );
  // A folded one says how many there are in it.
  const rows = lines.length + (inside === undefined ? 0 : 1);
  const height = head + rows * eventLine + (rows > 0 ? 6 : 2);
  if (children.length === 0) return { id: idOf(path), width, height };
  const nodes = children.map((child) => toElk(child, false));
  if (isAny) nodes.push({ id: idOf('*'), width: 84, height: 26 });
  return {
    id: idOf(path),
    children: nodes,
    layoutOptions: {
      ...distances,
      'elk.padding': `[top=${height + 4},left=16,bottom=11,right=12]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${width},${height})`,
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

/** A scene, and how often an arrow of it runs through what is written beside another. */
interface Arranged {
  readonly scene: Scene;
  readonly crossings: number;
}

/** Whether an upright or level piece of an arrow runs through a box. */
const runsThrough = (a: ElkPoint, b: ElkPoint, box: Box): boolean =>
  Math.max(a.x, b.x) > box.x + 2 &&
  Math.min(a.x, b.x) < box.x + box.width - 2 &&
  Math.max(a.y, b.y) > box.y + 2 &&
  Math.min(a.y, b.y) < box.y + box.height - 2;

/* oxlint-disable-next-line max-lines-per-function -- one walk collects states, arrows and routes */
async function arrange(
  part: Charted,
  folded: readonly string[],
  { arrowsMax, cycles, direction, order }: Arrangement,
): Promise<Arranged> {
  const chart = chartOf(part, arrowsMax, folded);
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
  const routes: (readonly ElkPoint[])[] = [];
  const walk = (node: ElkNode): void => {
    const known = byId.get(node.id);
    const { x = 0, y = 0, width = 0, height = 0 } = node;
    states.push({
      path: known?.path ?? (node.id === idOf('*') ? '*' : ''),
      name: known?.name ?? '',
      kind: known?.kind ?? (node.id === idOf('*') ? 'any' : 'initial'),
      ...(known?.inside !== undefined && { inside: known.inside }),
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
        routes.push([startPoint, ...bendPoints, endPoint]);
        edges.push({
          from: found?.from ?? '',
          to: found?.to ?? '',
          events: found?.events ?? [],
          points: [startPoint, ...bendPoints, endPoint].map(at).join(' '),
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
  const crossings = routes.flatMap((route, i) =>
    route
      .slice(1)
      .flatMap((b, j) =>
        edges.filter(
          ({ label }, k) =>
            k !== i && label.width > 0 && runsThrough(route[j] as ElkPoint, b, label),
        ),
      ),
  ).length;
  const scene = {
    part: part.name,
    begins: beginOf(chart.root),
    width: round(placed.width ?? 0),
    height: round(placed.height ?? 0),
    states,
    edges,
  };
  return { scene, crossings };
}

/** Where a chart is to be read: beside other things on a screen, or on a telephone. */
const rooms = { wide: { width: 848, height: 575 }, tall: { width: 366, height: 560 } } as const;

const arrangements: readonly Arrangement[] = [9, 4, 3, 2, 1].flatMap((arrowsMax) =>
  [
    { cycles: 'MODEL_ORDER', order: 'NODES_AND_EDGES' },
    { cycles: 'INTERACTIVE', order: 'NODES_AND_EDGES' },
    { cycles: 'INTERACTIVE', order: 'NONE' },
  ].flatMap((way) => ['DOWN', 'RIGHT'].map((direction) => ({ arrowsMax, direction, ...way }))),
);

/** From this scale on, more arrows are worth more than larger letters: what is written can be read. */
const legible = 1;

const scaleIn = (scene: Scene, room: { readonly width: number; readonly height: number }): number =>
  Math.min(1, room.width / scene.width, room.height / scene.height);

/**
 * Lays a part out for each of the rooms, in every arrangement, and takes what can be read best; of
 * those nearly as good, one in which no arrow runs through what is written, with the most arrows.
 */
async function viewsOf(part: Charted, folded: readonly string[] = []): Promise<Views> {
  // With states folded there is little to choose between: few arrows are left, and they lead down.
  const some = arrangements.filter(
    ({ arrowsMax, direction }) => arrowsMax < 4 && direction === 'DOWN',
  );
  return bestOf(part, folded, folded.length > 0 ? some : arrangements);
}

async function bestOf(
  part: Charted,
  folded: readonly string[],
  ways: readonly Arrangement[],
): Promise<Views> {
  const all: Arranged[] = [];
  for (const way of ways) all.push(await arrange(part, folded, way));
  const best = (room: (typeof rooms)[keyof typeof rooms]): Scene => {
    const top = Math.max(...all.map(({ scene }) => scaleIn(scene, room)));
    const enough = all.filter(({ scene }) => scaleIn(scene, room) >= Math.min(legible, top * 0.97));
    const clear = Math.min(...enough.map(({ crossings }) => crossings));
    const found = enough.find(({ crossings }) => crossings === clear) as Arranged; // One is the best.
    return found.scene;
  };
  return { wide: best(rooms.wide), tall: best(rooms.tall) };
}

/**
 * Lays a part out as a whole; where that is too large to be read at once, also with each of its compound
 * states open alone, the others folded.
 */
export async function layoutOf(part: Charted): Promise<PartCharts> {
  const whole = await viewsOf(part);
  const compounds = compoundsOf(part);
  if (compounds.length < 2 || scaleIn(whole.wide, rooms.wide) === 1) return { whole };
  const near: Record<string, Views> = {};
  for (const open of compounds) {
    near[open] = await viewsOf(
      part,
      compounds.filter((one) => one !== open),
    );
  }
  return { whole, near };
}

/** How large a chart may be for it to be arranged in several ways. */
const fewStates = 60;

/** Lays a machine of the user's own out: in a few ways, and in one where it is large. */
export async function viewsOfMachine(machine: Charted): Promise<Views> {
  const isLarge = nodesOf(machine.machine).length > fewStates;
  const some = arrangements.filter(
    ({ arrowsMax, direction, order, cycles }) =>
      (arrowsMax === 9 || (arrowsMax === 3 && !isLarge)) &&
      order === 'NODES_AND_EDGES' &&
      cycles === 'MODEL_ORDER' &&
      (direction === 'DOWN' || !isLarge),
  );
  return bestOf(machine, [], some);
}
