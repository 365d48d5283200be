// The room of the statecharts: the one that is shown, as large as it can be read, and behind it those
// that were shown before.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import charts from 'virtual:charts';
import type { Scene } from '../../build/chart/scene.ts';
import { client, part } from '../model/store.ts';
import { live } from './live.ts';
import { causes } from './possible.ts';
import { ArrowHeads, extentOf, Statechart, type StatechartProps } from './statechart.tsx';

/** Smallest at which events can be read; below it, the chart is scrolled to where the client is. */
const scaleMin = 0.66;
const scaleMax = 1.3;

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

  // Who scrubs goes to and fro between parts. A chart that stays laid out, as it was left, is there
  // again at once.
  const kept = useRef(new Map<string, StatechartProps>());
  kept.current.set(scene.part, { scene, client: client.value, now, causes: causes.value, scale });
  return (
    <div class="chart-room" ref={holder}>
      <ArrowHeads />
      {[...kept.current].map(([name, props]) => (
        <div key={name} class="chart-place" inert={name !== scene.part}>
          <Statechart {...props} />
        </div>
      ))}
    </div>
  );
}
