// The statechart: where its client is, how it came there, and where it can go.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import charts from 'virtual:charts';
import {
  metrics,
  type Scene,
  type SceneEdge,
  type SceneEvent,
  type SceneState,
} from '../../build/chart/scene.ts';
import { client, part } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { eventWords } from '../texts/words.ts';
import { live, type Live } from './live.ts';
import { leapOf } from './leap.ts';
import { causeOf } from './possible.ts';

const { eventLine, head } = metrics;

/** Smallest at which events can be read; below it, the chart is scrolled to where the client is. */
const scaleMin = 0.66;
const scaleMax = 1.3;
/** Room around the outermost states. */
const margin = 10;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);

interface EventProps {
  readonly event: SceneEvent;
  readonly to?: string | undefined;
  readonly x: number;
  readonly y: number;
  readonly isTaken: boolean;
  readonly isPossible: boolean;
}

function EventText({ event: { event }, to, x, y, isTaken, isPossible }: EventProps): JSX.Element {
  const cause = isPossible ? causeOf(event) : undefined;
  const kind = isTaken ? 'taken' : cause === undefined ? '' : 'possible';
  return (
    <text class={`event ${kind}`} x={x} y={y} onClick={cause} data-event={event}>
      <title>{eventWords(part.value, event)}</title>
      {event}
      {to !== undefined && <tspan class="leads"> ↪ {nameOf(to)}</tspan>}
    </text>
  );
}

function State({ state, now }: { readonly state: SceneState; readonly now: Live }): JSX.Element {
  const { x, y, width, height, path, kind, lines } = state;
  if (kind === 'initial') {
    return <circle class="initial" cx={x + width / 2} cy={y + height / 2} r={5} />;
  }
  const isRoot = path === '';
  const isLive = !isRoot && now.paths.has(path);
  const isSource = now.taken?.source === path;
  const classes = ['state', kind, isRoot ? 'root' : '', isLive ? 'live' : ''].join(' ');
  return (
    <g class={classes} data-state={path}>
      {!isRoot && <rect x={x} y={y} width={width} height={height} rx={kind === 'any' ? 13 : 9} />}
      {kind === 'final' && (
        <rect class="inner" x={x + 3} y={y + 3} width={width - 6} height={height - 6} rx={6} />
      )}
      {(!isRoot || lines.length > 0) && (
        <text class="name" x={x + 12} y={y + (kind === 'any' ? 17 : 20)}>
          {isRoot ? say(texts.anywhere) : kind === 'any' ? say(texts.any) : state.name}
        </text>
      )}
      {lines.map(({ events, to }, i) => {
        const place = { x: x + 12, y: y + head + 8 + i * eventLine };
        const taken = isSource
          ? events.find(({ event }) => event === now.taken?.event && now.taken.to === (to ?? path))
          : undefined;
        const only = events.length === 1 ? events[0] : undefined;
        const shown = taken ?? only;
        const isPossible = isRoot || isLive;
        if (shown !== undefined) {
          return (
            <EventText
              event={shown}
              to={events.length === 1 ? to : undefined}
              {...place}
              isTaken={taken !== undefined}
              isPossible={isPossible}
            />
          );
        }
        return (
          <text class="event many" {...place}>
            <title>{events.map(({ event }) => eventWords(part.value, event)).join('\n')}</title>
            {say(texts.ways, { n: events.length })}
            <tspan class="leads"> ↪ {nameOf(to ?? '')}</tspan>
          </text>
        );
      })}
    </g>
  );
}

function Edge({ edge, now }: { readonly edge: SceneEdge; readonly now: Live }): JSX.Element {
  const isTaken = now.taken?.source === edge.from && now.taken.to === edge.to && edge.to !== '';
  const isPossible = now.paths.has(edge.from) || edge.from === '';
  return (
    <g class={`edge ${isTaken ? 'taken' : isPossible ? 'possible' : ''}`}>
      <path d={edge.path} marker-end={`url(#arrow${isTaken ? '-taken' : ''})`} />
      {edge.events.map((event, i) => (
        <EventText
          event={event}
          x={edge.label.x + 4}
          y={edge.label.y + 12 + i * eventLine}
          isTaken={isTaken && now.taken?.event === event.event}
          isPossible={isPossible}
        />
      ))}
    </g>
  );
}

/** The ways of arrows that were not laid out, as they were asked for. */
const leaps = new Map<string, string | undefined>();

/** The arrow of a transition that the layout did not draw. */
function Leap({ scene, now }: { readonly scene: Scene; readonly now: Live }): JSX.Element | null {
  const { source, to } = now.taken ?? {};
  if (source === undefined || to === undefined || source === to) return null;
  if (scene.edges.some((edge) => edge.from === source && edge.to === to)) return null;
  const key = `${scene.part} ${scene.width} ${source} ${to}`;
  if (!leaps.has(key)) leaps.set(key, leapOf(scene, source, to));
  const path = leaps.get(key);
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

/** Where all that is drawn lies: the machine itself has no border. */
function extentOf({ states, edges, width, height }: Scene) {
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

/** The statechart of the client and part that are shown. */
export function Chart(): JSX.Element {
  const holder = useRef<HTMLDivElement>(null);
  const [room, setRoom] = useState({ width: 800, height: 520 });
  useLayoutEffect(() => {
    const element = holder.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => {
      setRoom({ width: element.clientWidth, height: element.clientHeight });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const now = live.value;
  const both = charts[part.value];
  const scene = (room.width < 560 ? both?.tall : both?.wide) as Scene; // Every part has its chart.
  const extent = extentOf(scene);
  const fit = Math.min(room.width / extent.width, room.height / extent.height, scaleMax);
  const scale = Math.max(fit, scaleMin);

  useLayoutEffect(() => {
    const element = holder.current;
    const box = scene.states.find(({ path, kind }) => path === now.state && kind !== 'initial');
    if (element === null || box === undefined || scale === fit) return;
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    element.scrollTo({
      left: (box.x - extent.x + box.width / 2) * scale - element.clientWidth / 2,
      top: (box.y - extent.y + box.height / 2) * scale - element.clientHeight / 2,
      behavior: isStill ? 'auto' : 'smooth',
    });
  }, [scene, now.state, scale, fit]);

  return (
    <div class="chart-room" ref={holder}>
      <svg
        class="chart"
        width={extent.width * scale}
        height={extent.height * scale}
        viewBox={`${extent.x} ${extent.y} ${extent.width} ${extent.height}`}
        role="img"
        aria-label={say(texts.chartOf, {
          part: part.value,
          client: client.value,
          state: now.state,
        })}
      >
        <defs>
          {marker('arrow')}
          {marker('arrow-taken')}
        </defs>
        {scene.states.map((state) => (
          <State state={state} now={now} />
        ))}
        <Leap scene={scene} now={now} />
        {scene.edges.map((edge) => (
          <Edge edge={edge} now={now} />
        ))}
      </svg>
    </div>
  );
}
