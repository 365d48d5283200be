// What hands do with the chart: drag it, pinch it, turn the wheel, press + − 0.
import type { Signal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect } from 'preact/hooks';

/** How much a key or a turn of the wheel zooms. */
const step = 1.25;
/** Pixels that a mouse moves before a press becomes a drag. */
const slack = 4;

/** Lets the chart be dragged and zoomed; touch scrolls it by itself. */
/* oxlint-disable-next-line max-lines-per-function -- what fingers and mouse do, with the state of a drag in one closure */
export function useHands(
  room: RefObject<HTMLDivElement | null>,
  zoom: Signal<number>,
  bounded: (zoom: number) => number,
): void {
  /* oxlint-disable-next-line max-lines-per-function -- the same closure */
  useEffect(() => {
    const element = room.current;
    if (element === null) return undefined;
    const pointers = new Map<number, PointerEvent>();
    let start: { x: number; y: number; left: number; top: number } | undefined;
    let apart = 0;
    let isDragged = false;
    const distance = (): number => {
      const [a, b] = [...pointers.values()];
      return a === undefined || b === undefined ? 0 : Math.hypot(a.x - b.x, a.y - b.y);
    };
    const down = (event: PointerEvent): void => {
      pointers.set(event.pointerId, event);
      apart = distance();
      isDragged = false;
      if (event.pointerType !== 'mouse' || event.button !== 0) return;
      start = { x: event.x, y: event.y, left: element.scrollLeft, top: element.scrollTop };
    };
    const move = (event: PointerEvent): void => {
      if (pointers.has(event.pointerId)) pointers.set(event.pointerId, event);
      if (pointers.size === 2 && apart > 0) {
        const now = distance();
        zoom.value = bounded((zoom.value * now) / apart);
        apart = now;
      } else if (start !== undefined) {
        const [x, y] = [event.x - start.x, event.y - start.y];
        if (!isDragged && Math.hypot(x, y) < slack) return;
        isDragged = true;
        element.scrollTo(start.left - x, start.top - y);
      }
    };
    const up = (event: PointerEvent): void => {
      pointers.delete(event.pointerId);
      start = undefined;
      apart = 0;
    };
    // The end of a drag is not a click.
    const click = (event: MouseEvent): void => {
      if (isDragged) event.stopPropagation();
      isDragged = false;
    };
    const wheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom.value = bounded(zoom.value * (event.deltaY < 0 ? step : 1 / step));
    };
    const key = (event: KeyboardEvent): void => {
      const to: Readonly<Record<string, number>> = {
        '+': zoom.value * step,
        '=': zoom.value * step,
        '-': zoom.value / step,
        '0': 1,
      };
      const next = to[event.key];
      if (next === undefined || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      zoom.value = bounded(next);
    };
    element.addEventListener('pointerdown', down);
    element.addEventListener('click', click, true);
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('keydown', key);
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
    addEventListener('pointercancel', up);
    return () => {
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('click', click, true);
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('keydown', key);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      removeEventListener('pointercancel', up);
    };
  }, []);
}
