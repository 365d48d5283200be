// A statechart as it is painted: its states, arrows and events, and which of them are lit.
import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { metrics, type Scene, type SceneEdge, type SceneState } from '../../chart/scene.ts';
import { language, say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { eventWords, stateName, stateWords } from '../texts/words.ts';
import { around, type Live } from './live.ts';
import { leapOf } from './leap.ts';
import type { Causes } from './possible.ts';

const { eventLine, head } = metrics;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

interface EventProps {
  readonly part: string;
  readonly event: string;
  readonly to?: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly isTaken: boolean;
  readonly cause: (() => void) | undefined;
}

function EventText({ part, event, to, x, y, isTaken, cause }: EventProps): JSX.Element {
  const kind = isTaken ? 'taken' : cause === undefined ? '' : 'possible';
  return (
    <text class={`event ${kind}`} x={x} y={y} onClick={cause} data-event={event}>
      <title>{eventWords(part, event)}</title>
      {event}
      {to !== undefined && <tspan class="leads"> ↪ {nameOf(to)}</tspan>}
    </text>
  );
}

interface StateProps {
  readonly part: string;
  readonly state: SceneState;
  readonly isLive: boolean;
  /** The last transition, if it begins here. */
  readonly taken: Live['taken'];
  /** What makes its events happen, if they can happen now. */
  readonly causes: Causes | undefined;
  /** Whether the machine begins here. */
  readonly isFirst: boolean;
  /** These show more: the states of a folded one, the ways that share one line. */
  readonly onOpen: (path: string) => void;
  readonly onWays: (ways: Ways) => void;
}

/* oxlint-disable-next-line max-lines-per-function -- one piece of markup */
function State({
  part,
  state,
  isLive,
  taken,
  causes,
  isFirst,
  onOpen,
  onWays,
}: StateProps): JSX.Element {
  // A component that reads a signal is rendered again only if a property differs.
  void language.value;
  const { x, y, width, height, path, kind, lines, inside } = state;
  const isRoot = path === '';
  const meaning = stateWords(part, path);
  const native = stateName(part, path);
  const classes = ['state', kind, isRoot ? 'root' : '', isLive ? 'live' : ''].join(' ');
  return (
    <g
      class={classes}
      data-state={path}
      {...(kind === 'folded' && { onClick: () => onOpen(path) })}
    >
      {meaning !== undefined && <title>{meaning}</title>}
      {isFirst && (
        <>
          <circle class="initial" cx={x - 10} cy={y + 13} r={4} />
          <path class="begin" d={`M${x - 7},${y + 13}H${x}`} />
        </>
      )}
      {!isRoot && <rect x={x} y={y} width={width} height={height} rx={kind === 'any' ? 13 : 9} />}
      {kind === 'final' && (
        <rect class="inner" x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx={6} />
      )}
      {(!isRoot || lines.length > 0) && (
        <text class="name" x={x + 12} y={y + (kind === 'any' ? 17 : 20)}>
          {isRoot ? say(texts.anywhere) : kind === 'any' ? say(texts.any) : state.name}
          {native !== undefined && (
            <tspan class="native" dx={6}>
              {native}
            </tspan>
          )}
        </text>
      )}
      {inside !== undefined && (
        <text class="inside" x={x + 12} y={y + head + 8}>
          ▸ {say(texts.foldedStates, { n: inside })}
        </text>
      )}
      {lines.map(({ events, to }, i) => {
        const row = i + (inside === undefined ? 0 : 1);
        const place = { x: x + 12, y: y + head + 8 + row * eventLine };
        const found =
          taken?.to === (to ?? path) ? events.find((event) => event === taken.event) : undefined;
        const only = events.length === 1 ? events[0] : undefined;
        const shown = found ?? only;
        if (shown !== undefined) {
          return (
            <EventText
              part={part}
              event={shown}
              to={events.length === 1 ? to : undefined}
              {...place}
              isTaken={found !== undefined}
              cause={causes?.get(shown)}
            />
          );
        }
        return (
          <text
            class={`event many ${causes === undefined ? '' : 'possible'}`}
            {...place}
            role="button"
            tabindex={causes === undefined ? -1 : 0}
            onClick={(event) => {
              event.stopPropagation();
              onWays({ from: path, to: to ?? '', events });
            }}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' && event.key !== ' ') return;
              event.preventDefault();
              onWays({ from: path, to: to ?? '', events });
            }}
          >
            <title>{events.map((event) => eventWords(part, event)).join('\n')}</title>
            {say(texts.ways, { n: events.length })}
            <tspan class="leads"> ↪ {nameOf(to ?? '')}</tspan>
          </text>
        );
      })}
    </g>
  );
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const at = ({ x, y }: Point): string => `${x},${y}`;

/** The SVG path of an arrow, with its corners rounded. */
function rounded(corners: string, radius = 8): string {
  const points = corners.split(' ').map((corner): Point => {
    const [x, y] = corner.split(',').map(Number) as [number, number];
    return { x, y };
  });
  const towards = (from: Point, to: Point): Point => {
    const length = Math.hypot(to.x - from.x, to.y - from.y) || 1;
    const share = Math.min(radius, length / 2) / length;
    return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
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

interface EdgeProps {
  readonly part: string;
  readonly edge: SceneEdge;
  readonly isPossible: boolean;
  /** The last transition, if this arrow stands for it. */
  readonly taken: Live['taken'];
  readonly causes: Causes | undefined;
}

function Edge({ part, edge, isPossible, taken, causes }: EdgeProps): JSX.Element {
  // Like a state, it is rendered again only if a property differs.
  void language.value;
  return (
    <g class={`edge ${taken ? 'taken' : isPossible ? 'possible' : ''}`}>
      <path d={rounded(edge.points)} marker-end={`url(#arrow${taken ? '-taken' : ''})`} />
      {edge.events.map((event, i) => (
        <EventText
          part={part}
          event={event}
          x={edge.label.x + 4}
          y={edge.label.y + 12 + i * eventLine}
          isTaken={taken?.event === event}
          cause={causes?.get(event)}
        />
      ))}
    </g>
  );
}

/** The arrow of a transition that the layout did not draw. */
function Leap({
  scene,
  taken,
}: Pick<StatechartProps, 'scene'> & Pick<Live, 'taken'>): JSX.Element | null {
  // Scrubbing comes to the same arrows again and again.
  const paths = useMemo(() => new Map<string, string | undefined>(), [scene]);
  const { source, to } = taken ?? {};
  if (source === undefined || to === undefined || source === to) return null;
  if (scene.edges.some((edge) => edge.from === source && edge.to === to)) return null;
  const key = `${source} ${to}`;
  if (!paths.has(key)) paths.set(key, leapOf(scene, source, to));
  const path = paths.get(key);
  return path === undefined ? null : <path class="leap" d={path} marker-end="url(#arrow-taken)" />;
}

const marker = (id: string): JSX.Element => (
  <marker
    id={id}
    viewBox="0 0 8 8"
    refX="7"
    refY="4"
    markerWidth="8"
    markerHeight="8"
    markerUnits="userSpaceOnUse"
    orient="auto"
  >
    <path d="M0,0L8,4L0,8z" />
  </marker>
);

/** The heads of arrows, for all statecharts of the page. */
export function ArrowHeads(): JSX.Element {
  return (
    <svg class="arrow-heads" aria-hidden="true">
      <defs>
        {marker('arrow')}
        {marker('arrow-taken')}
      </defs>
    </svg>
  );
}

/** Room around the outermost states. */
const margin = 10;

/** The area that a scene is drawn in: the machine itself has no border. */
export function extentOf({ states, edges, width, height }: Scene) {
  const root = states.find(({ path, kind }) => path === '' && kind !== 'initial');
  const hasLines = (root?.lines.length ?? 0) > 0;
  const top = hasLines
    ? 0
    : Math.min(
        ...states.filter((one) => one !== root).map(({ y }) => y),
        ...edges.map(({ label }) => label.y),
      ) - margin;
  return { x: 2, y: Math.max(0, top), width: width - 4, height: height - Math.max(0, top) - 2 };
}

/** A transition as it is drawn if some of its states are folded; undefined if all of it is inside one. */
function takenIn({ states }: Scene, taken: Live['taken']): Live['taken'] {
  if (taken === undefined) return undefined;
  const drawn = (path: string): string =>
    around(path).find((one) => states.some((state) => state.path === one)) ?? path;
  const [source, to] = [drawn(taken.source), drawn(taken.to)];
  const isInside = source === to && taken.source !== taken.to;
  return isInside ? undefined : { ...taken, source, to };
}

/** Several ways from one state to another, that are drawn as one line. */
export interface Ways {
  readonly from: string;
  readonly to: string;
  readonly events: readonly string[];
}

/** What a statechart is painted from. */
export interface StatechartProps {
  readonly scene: Scene;
  readonly client: string;
  readonly now: Live;
  readonly causes: Causes;
  /** Pixels per unit of the scene. */
  readonly scale: number;
  readonly onOpen: (path: string) => void;
  readonly onWays: (ways: Ways) => void;
}

/** A statechart with what is lit in it. */
export function Statechart({
  scene,
  client,
  now,
  causes,
  scale,
  onOpen,
  onWays,
}: StatechartProps): JSX.Element {
  const { part } = scene;
  const { x, y, width, height } = extentOf(scene);
  const taken = takenIn(scene, now.taken);
  const begins = new Set(around(scene.begins).filter((path) => path !== ''));
  return (
    <svg
      class="chart"
      width={width * scale}
      height={height * scale}
      viewBox={`${x} ${y} ${width} ${height}`}
      role="group"
      aria-label={say(texts.chartOf, { part, client, state: now.state })}
    >
      {scene.states.map((state) => {
        const isRoot = state.path === '';
        const isLive = !isRoot && now.paths.has(state.path);
        return (
          <State
            part={part}
            state={state}
            isLive={isLive}
            taken={taken?.source === state.path ? taken : undefined}
            causes={isRoot || isLive ? causes : undefined}
            isFirst={begins.has(state.path)}
            onOpen={onOpen}
            onWays={onWays}
          />
        );
      })}
      <Leap scene={scene} taken={taken} />
      {scene.edges.map((edge) => {
        const isTaken = taken?.source === edge.from && taken.to === edge.to && edge.to !== '';
        const isPossible = now.paths.has(edge.from) || edge.from === '';
        return (
          <Edge
            part={part}
            edge={edge}
            isPossible={isPossible}
            taken={isTaken ? taken : undefined}
            causes={isPossible ? causes : undefined}
          />
        );
      })}
    </svg>
  );
}
