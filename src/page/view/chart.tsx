// The area of the statecharts: the one that is shown, large enough to be read, and behind it those that
// were shown before. What does not fit can be reached by dragging, by the map, and by unfolding.
import { signal } from '@preact/signals';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import charts from 'virtual:charts';
import type { PartCharts, Scene, Views } from '../../chart/scene.ts';
import { client, part } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { eventWords } from '../texts/words.ts';
import { live } from './live.ts';
import { ChartMap } from './map.tsx';
import { useHands } from './hands.ts';
import { causes } from './possible.ts';
import {
  ArrowHeads,
  extentOf,
  Statechart,
  type StatechartProps,
  type Ways,
} from './statechart.tsx';

/** The scale at which text has the size that it was drawn with: events 11 px, states 13. */
const readable = 1;
/** A small chart is not blown up further than this. */
const largest = 1.3;
/** What a reader may choose, as a factor of the scale that the chart has by itself. */
const zooms = { least: 0.35, most: 3, step: 1.25 };

/** The factor that the reader has chosen. */
const zoom = signal(1);
/** Whether everything is unfolded. */
const isWhole = signal(false);
/** The state that was opened by hand, until the live one is in another. */
const opened = signal<{ readonly path: string; readonly at: string } | undefined>(undefined);
/** The ways that are being looked at. */
const ways = signal<Ways | undefined>(undefined);

const bounded = (value: number): number => Math.max(zooms.least, Math.min(zooms.most, value));

/** Which of the charts of a part is shown: the one whose open state contains the live one. */
function viewsOf({ whole, near }: PartCharts, state: string): Views {
  if (near === undefined || isWhole.value) return whole;
  const [outer = ''] = state.split('.');
  const byHand = opened.value?.at === state ? opened.value.path : undefined;
  const [first] = Object.values(near);
  return near[byHand ?? outer] ?? first ?? whole;
}

/** How large the chart is, and how much of it is unfolded. */
export function ChartTools(): JSX.Element {
  const canFold = charts[part.value]?.near !== undefined;
  const set = (to: number) => (): void => {
    zoom.value = bounded(to);
  };
  return (
    <div class="chart-tools" role="group" aria-label={say(texts.chart)}>
      {canFold && (
        <button
          type="button"
          aria-pressed={isWhole.value}
          onClick={() => {
            isWhole.value = !isWhole.value;
          }}
          data-whole
        >
          {say(isWhole.value ? texts.fold : texts.unfold)}
        </button>
      )}
      <button type="button" aria-label={say(texts.zoomOut)} onClick={set(zoom.value / zooms.step)}>
        −
      </button>
      <button type="button" title={say(texts.zoomFit)} onClick={set(1)} disabled={zoom.value === 1}>
        {Math.round(zoom.value * 100)}%
      </button>
      <button type="button" aria-label={say(texts.zoomIn)} onClick={set(zoom.value * zooms.step)}>
        +
      </button>
    </div>
  );
}

/** The ways that one line of the chart stands for, each with what it means. */
function WaysPanel(): JSX.Element | null {
  const shown = ways.value;
  if (shown === undefined) return null;
  const close = (): void => {
    ways.value = undefined;
  };
  return (
    <div
      class="ways-panel"
      role="dialog"
      aria-label={`${shown.from} → ${shown.to}`}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <div class="ways-head">
        <b>
          {shown.from} → {shown.to}
        </b>
        <button type="button" class="close" onClick={close} ref={(button) => button?.focus()}>
          {say(texts.close)}
        </button>
      </div>
      <ul>
        {shown.events.map((event) => {
          const cause = causes.value.get(event);
          return (
            <li key={event}>
              {cause === undefined || !live.value.paths.has(shown.from) ? (
                <code>{event}</code>
              ) : (
                <button
                  type="button"
                  onClick={() => {
                    close();
                    cause();
                  }}
                >
                  <code>{event}</code>
                </button>
              )}{' '}
              {eventWords(part.value, event)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The statechart of the client and part that are shown. */
/* oxlint-disable-next-line max-lines-per-function -- one piece of markup */
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
  useHands(holder, zoom, bounded);

  const now = live.value;
  const all = charts[part.value] as PartCharts; // Every part has its chart.
  const both = viewsOf(all, now.state);
  const scene: Scene = room.width < 560 ? both.tall : both.wide;
  const extent = extentOf(scene);
  const fit = Math.min(room.width / extent.width, room.height / extent.height, largest);
  const scale = Math.max(fit, readable) * zoom.value;
  const overflows =
    extent.width * scale > room.width + 1 || extent.height * scale > room.height + 1;

  // The live state is scrolled into view, with the state around it if there is room.
  useLayoutEffect(() => {
    const element = holder.current;
    const boxOf = (path: string) =>
      scene.states.find((state) => state.path === path && state.kind !== 'initial');
    const [outer = ''] = now.state.split('.');
    const box = boxOf(now.state) ?? boxOf(outer);
    const around = boxOf(outer) ?? box;
    if (element === null || box === undefined || around === undefined || !overflows) return;
    const middle = (from: 'x' | 'y', size: 'width' | 'height', seen: number): number => {
      const whole = around[size] * scale <= seen ? around : box;
      return (whole[from] - extent[from] + whole[size] / 2) * scale - seen / 2;
    };
    const isStill = matchMedia('(prefers-reduced-motion: reduce)').matches;
    element.scrollTo({
      left: middle('x', 'width', element.clientWidth),
      top: middle('y', 'height', element.clientHeight),
      behavior: isStill ? 'auto' : 'smooth',
    });
  }, [scene, now.state, scale, overflows]);

  // A reader who scrubs goes back and forth between parts. A chart that stays laid out, as it was left,
  // is there again at once.
  const kept = useRef(new Map<string, StatechartProps>());
  kept.current.set(scene.part, {
    scene,
    client: client.value,
    now,
    causes: causes.value,
    scale,
    onOpen,
    onWays,
  });
  return (
    <div class="chart-frame">
      <div
        class="chart-room"
        ref={holder}
        tabIndex={0}
        role="group"
        aria-label={say(texts.chart)}
        data-overflows={overflows}
      >
        <ArrowHeads />
        {[...kept.current].map(([name, props]) => (
          <div key={name} class="chart-place" inert={name !== scene.part}>
            <Statechart {...props} />
          </div>
        ))}
      </div>
      {overflows && <ChartMap scene={scene} room={holder} scale={scale} />}
      <WaysPanel />
    </div>
  );
}

/** Opens a folded state, until the live one is in another. */
function onOpen(path: string): void {
  opened.value = { path, at: live.value.state };
}

function onWays(shown: Ways): void {
  ways.value = shown;
}
