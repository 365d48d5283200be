// The story of a code three ways: as documented, native, and as 1.4.0 behaves, lane beside lane.
import comparisons from 'virtual:comparisons';
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { byName, type CodeName } from '../../../machines/codes.ts';
import { formatMs } from '../../base/duration.ts';
import type { Lane } from '../../tour/compare.ts';
import {
  comparisonTexts,
  linesOf,
  momentText,
  outcomeText,
  shapeTexts,
  type Line,
} from '../../tour/side-by-side.ts';
import { seek, tell } from '../model/courses.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';

interface LaneProps {
  readonly lane: Lane;
  readonly lines: readonly Line[];
  /** Which lane it is, from 0. */
  readonly index: number;
}

/** One way: what happened, each thing on the line that it shares with those of the other lanes. */
function Way({ lane, lines, index }: LaneProps): JSX.Element {
  const { shape, arrived, end: state } = lane;
  const id = `way-${index}`;
  let before = -1;
  return (
    <section class="way-lane" aria-labelledby={id} data-shape={shape}>
      <h3 id={id}>{say(shapeTexts[shape])}</h3>
      <ol>
        {lines.flatMap(({ at, moments }, line) => {
          const one = moments[index];
          if (one === undefined) return [];
          const isAgain = at === before;
          before = at;
          return [
            <li key={line} class={one.kind} style={{ gridRow: line + 1 }}>
              <time class={isAgain ? 'again' : ''}>{formatMs(at)}</time>
              <span class="what">{momentText(one)}</span>
            </li>,
          ];
        })}
      </ol>
      <div class={arrived ? 'way-end arrives' : 'way-end never'}>
        <p>
          <b>{say(outcomeText(lane))}</b>
        </p>
        <p>{say(comparisonTexts.ends, { state })}</p>
      </div>
    </section>
  );
}

/** What leads elsewhere: another code, the way to this one, and back. */
function Bar({ code }: { readonly code: CodeName }): JSX.Element {
  return (
    <p class="buttons">
      <select
        aria-label={say(texts.code)}
        value={code}
        onChange={(event) => void tell(event.currentTarget.value as CodeName)}
        data-told
      >
        {comparisons.map((one) => (
          <option key={one.code} value={one.code}>
            {one.value} {one.code}
          </option>
        ))}
      </select>
      <button type="button" onClick={() => void seek(code)} data-play-way>
        {say(texts.heroStart)}
      </button>
      <button type="button" onClick={() => void tell(undefined)} data-told-end>
        {say(texts.close)}
      </button>
    </p>
  );
}

/** The story of a code in every shape. */
export function ThreeWays({ code }: { readonly code: CodeName }): JSX.Element | null {
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    scrollTo(0, 0);
    // The reader goes on where they were.
    return () =>
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>('[data-three-ways]')?.focus(),
      );
  }, []);
  const comparison = comparisons.find((one) => one.code === code);
  if (comparison === undefined) return null;
  const { value, group, deprecated, meaning } = byName(code);
  const lines = linesOf(comparison);
  return (
    <main class="three-ways">
      <section class="panel" aria-labelledby="three-ways-title">
        <div class="three-ways-head">
          <h2 id="three-ways-title" tabIndex={-1} ref={title}>
            <span class={`value ${group}`}>{value}</span> <span class="code-name">{code}</span>
            {deprecated && <span class="tag">{say(texts.deprecated)}</span>}
            <small>{say(texts.threeWays)}</small>
          </h2>
          <Bar code={code} />
        </div>
        <p>{say(meaning)}</p>
        <p class="hint">{say(comparisonTexts.about)}</p>
        <div class="way-lanes" style={{ '--lines': lines.length }}>
          {comparison.lanes.map((lane, index) => (
            <Way key={lane.shape} lane={lane} lines={lines} index={index} />
          ))}
        </div>
      </section>
    </main>
  );
}
