// The timeline: the current moment, where codes came, and buttons to go back and forth.
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { byName } from '../../../machines/codes.ts';
import { formatMs } from '../../base/duration.ts';
import { forward } from '../model/courses.ts';
import { toggle } from '../model/play.ts';
import {
  comparedName,
  course,
  courseName,
  courses,
  history,
  isBusy,
  isPlaying,
  rest,
  moment,
  notice,
  showCourse,
  speed,
} from '../model/store.ts';
import { say, sayTime } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Icon } from './icon.tsx';
import { theme } from './theme.ts';

/** How many times the usual speed. */
const speeds = [0.25, 0.5, 1, 2, 4, 16];

/** Paints where codes were emitted, and how far the moment is. */
function Paint({ end, at }: { readonly end: number; readonly at: number }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const { codes } = history.value.value;
  const shade = theme.value;
  useLayoutEffect(() => {
    const element = canvas.current;
    const pen = element?.getContext('2d');
    if (!element || !pen) return;
    const ratio = devicePixelRatio;
    const { clientWidth: width, clientHeight: height } = element;
    element.width = width * ratio;
    element.height = height * ratio;
    pen.scale(ratio, ratio);
    const style = getComputedStyle(element);
    const colour = (name: string): string => style.getPropertyValue(`--${name}`);
    // Ticks closer than a pixel are one tick.
    const painted = new Set<string>();
    for (const { index, code } of codes) {
      const x = Math.round(((index + 1) / Math.max(1, end)) * (width - 16)) + 8;
      const { group } = byName(code);
      if (painted.has(`${x} ${group}`)) continue;
      painted.add(`${x} ${group}`);
      pen.fillStyle = colour(`code-${group}`);
      pen.fillRect(x - 1.5, 0, 3, height);
    }
  }, [codes, codes.length, end, shade]);
  return (
    <span class="paint" aria-hidden="true">
      <canvas ref={canvas} />
      <i style={{ transform: `scaleX(${end === 0 ? 0 : at / end})` }} />
    </span>
  );
}

function Transport(): JSX.Element {
  const playing = isPlaying.value;
  return (
    <div class="transport" role="group" aria-label={say(texts.play)}>
      <button type="button" onClick={() => rest(0)} aria-label={say(texts.toStart)}>
        <Icon name="start" />
      </button>
      <button type="button" onClick={() => rest(moment.value - 1)} aria-label={say(texts.stepBack)}>
        <Icon name="back" />
      </button>
      <button
        type="button"
        class="main"
        onClick={toggle}
        aria-label={say(playing ? texts.pause : texts.play)}
        data-play
        data-playing={playing}
      >
        <Icon name={playing ? 'pause' : 'play'} />
      </button>
      <button type="button" onClick={() => void forward()} aria-label={say(texts.stepOn)} data-step>
        <Icon name="on" />
      </button>
      <button
        type="button"
        onClick={() => rest(history.value.value.end)}
        aria-label={say(texts.toEnd)}
      >
        <Icon name="end" />
      </button>
    </div>
  );
}

function Scrub(): JSX.Element {
  const past = history.value.value;
  const { end } = past;
  const at = moment.value;
  const ms = past.timeAt(at);
  return (
    <div class="scrub">
      <Paint end={end} at={at} />
      <input
        type="range"
        min={0}
        max={end}
        value={at}
        aria-label={say(texts.moment)}
        aria-valuetext={say(texts.momentText, { n: at, end, at: sayTime(ms) })}
        onInput={(event) => {
          rest(Number(event.currentTarget.value));
        }}
      />
      <output aria-hidden="true">
        <b>{formatMs(ms)}</b> {at}/{end}
        {isBusy.value && <em> {say(texts.busy)}</em>}
      </output>
    </div>
  );
}

function Speed(): JSX.Element {
  return (
    <label class="speed">
      <span>{say(texts.speed)}</span>
      <select
        value={speed.value}
        onChange={(event) => {
          speed.value = Number(event.currentTarget.value);
        }}
      >
        {speeds.map((n) => (
          <option value={n}>{`${n}×`}</option>
        ))}
      </select>
    </label>
  );
}

function Branches(): JSX.Element | null {
  if (courses.value.length === 1) return null;
  return (
    <div class="branches" role="group" aria-label={say(texts.branch)}>
      {courses.value.map(({ name, from }) => (
        <button
          type="button"
          aria-pressed={name === courseName.value}
          onClick={() => showCourse(name)}
          title={
            from === undefined
              ? say(texts.branch)
              : say(texts.branchFrom, { name, from: from.name, at: sayTime(from.at) })
          }
        >
          {name}
        </button>
      ))}
      <button
        type="button"
        class="compare"
        aria-pressed={comparedName.value !== undefined}
        onClick={() => {
          const other =
            course.value.from?.name ??
            courses.value.find(({ name }) => name !== courseName.value)?.name;
          comparedName.value = comparedName.value === undefined ? other : undefined;
          if (comparedName.value !== undefined) {
            // Both are shown in the world, and from where they part.
            isPlaying.value = false;
            notice.value = undefined;
          }
        }}
      >
        {say(texts.compare)}
      </button>
    </div>
  );
}

/** The bar at the bottom: step, play, pause, scrub, and the branches. */
export function Timeline(): JSX.Element {
  return (
    <section class="timeline panel" id="timeline" tabIndex={-1} aria-label={say(texts.time)}>
      <Transport />
      <Scrub />
      <Speed />
      <Branches />
    </section>
  );
}
