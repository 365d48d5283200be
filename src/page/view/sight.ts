// Which part of a long list is in view, and how the row of the moment is kept there.
import { useLayoutEffect, useRef, useState } from 'preact/hooks';
import type { RefObject } from 'preact';

/** The part of a list that is in view, in pixels, and the element that scrolls. */
export interface Sight {
  readonly list: RefObject<HTMLDivElement | null>;
  readonly top: number;
  readonly height: number;
}

/**
 * Follows how far a list is scrolled. When the moment changes, and only then, its row is scrolled into
 * view. Where it is follows from what is known about the list, because a browser that is asked has to lay
 * everything out first.
 */
export function useSight(rowHeight: number, moment: number, end: number): Sight {
  const list = useRef<HTMLDivElement>(null);
  const [height, setHeight] = useState(400);
  const [, paintAgain] = useState(0);
  const top = useRef(0);
  const followed = useRef('');
  /** Whether the list is about to be scrolled: until then it still says where it was. */
  const isDue = useRef(false);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(() => setHeight(element.clientHeight));
    const see = (): void => {
      if (isDue.current || top.current === element.scrollTop) return;
      top.current = element.scrollTop;
      paintAgain(top.current);
    };
    observer.observe(element);
    element.addEventListener('scroll', see, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', see);
    };
  }, []);

  const sought = `${moment} ${end} ${height}`;
  if (followed.current !== sought) {
    followed.current = sought;
    const row = (moment - 1) * rowHeight;
    const isAbove = row < top.current + rowHeight;
    const isBelow = row + rowHeight * 2 > top.current + height;
    const wanted = row - (isAbove ? height / 3 : height - rowHeight * 3);
    // However short the view is, the row is in it.
    const most = Math.min(row, end * rowHeight - height);
    const least = Math.max(0, row + rowHeight - height);
    if (isAbove || isBelow) {
      isDue.current = true;
      top.current = Math.round(Math.max(least, Math.min(wanted, most)));
    }
  }

  const seen = top.current;
  useLayoutEffect(() => {
    if (!isDue.current) return undefined;
    // To scroll, a browser lays everything out; just before it paints, it does so anyway.
    const frame = requestAnimationFrame(() => {
      isDue.current = false;
      if (list.current !== null) list.current.scrollTop = seen;
    });
    return () => cancelAnimationFrame(frame);
  }, [seen, sought]);
  return { list, top: seen, height };
}
