// The whole chart, small: it shows which part is in view, and a click goes elsewhere.
import type { JSX, RefObject } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { Scene } from '../../chart/scene.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { live } from './live.ts';
import { extentOf } from './statechart.tsx';

interface MapProps {
  readonly scene: Scene;
  readonly room: RefObject<HTMLDivElement | null>;
  readonly scale: number;
}

/** How large it may be. */
const most = { width: 132, height: 92 };

/** Corners of the chart's area that it may be in. */
const corners = ['top right', 'top left', 'bottom left'] as const;

/** The corner in which it hides the fewest states. */
function cornerOf(
  scene: Scene,
  seen: {
    readonly left: number;
    readonly top: number;
    readonly width: number;
    readonly height: number;
  },
  scale: number,
): string {
  const extent = extentOf(scene);
  const hidden = corners.map((corner) => {
    const x = corner.endsWith('right') ? seen.left + seen.width - most.width - 8 : seen.left;
    const y = corner.startsWith('bottom') ? seen.top + seen.height - most.height - 8 : seen.top;
    return scene.states.filter((state) => {
      if (state.path === '' || state.kind === 'compound') return false;
      const [left, top] = [(state.x - extent.x) * scale, (state.y - extent.y) * scale];
      return (
        left < x + most.width + 8 &&
        left + state.width * scale > x &&
        top < y + most.height + 8 &&
        top + state.height * scale > y
      );
    }).length;
  });
  return corners[hidden.indexOf(Math.min(...hidden))] ?? corners[0];
}

/** A map of a chart that does not fit into its area. */
export function ChartMap({ scene, room, scale }: MapProps): JSX.Element {
  const extent = extentOf(scene);
  const [seen, setSeen] = useState({ left: 0, top: 0, width: 0, height: 0 });
  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const look = (): void =>
      setSeen({
        left: element.scrollLeft,
        top: element.scrollTop,
        width: element.clientWidth,
        height: element.clientHeight,
      });
    look();
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [scene, scale]);
  const small = Math.min(most.width / extent.width, most.height / extent.height);
  return (
    <svg
      class={`chart-map ${cornerOf(scene, seen, scale)}`}
      width={extent.width * small}
      height={extent.height * small}
      viewBox={`${extent.x} ${extent.y} ${extent.width} ${extent.height}`}
      role="img"
      aria-label={say(texts.map)}
      onClick={(event) => {
        const box = event.currentTarget.getBoundingClientRect();
        room.current?.scrollTo({
          left: ((event.clientX - box.x) / small) * scale - seen.width / 2,
          top: ((event.clientY - box.y) / small) * scale - seen.height / 2,
        });
      }}
    >
      {scene.states
        .filter(({ path, kind }) => path !== '' && kind !== 'initial')
        .map(({ path, x, y, width, height, kind }) => (
          <rect
            key={path}
            class={`${kind} ${live.value.paths.has(path) ? 'live' : ''}`}
            x={x}
            y={y}
            width={width}
            height={height}
            rx={8}
          />
        ))}
      <rect
        class="seen"
        x={extent.x + seen.left / scale}
        y={extent.y + seen.top / scale}
        width={Math.min(seen.width / scale, extent.width)}
        height={Math.min(seen.height / scale, extent.height)}
      />
    </svg>
  );
}
