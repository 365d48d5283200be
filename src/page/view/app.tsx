import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import { forward, tell } from '../model/courses.ts';
import { toggle } from '../model/play.ts';
import {
  client,
  comparedName,
  history,
  isAtStart,
  isInWorld,
  lesson,
  moment,
  notice,
  rest,
  sheet,
  threeWays,
} from '../model/store.ts';
import { htmlLanguage, say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Actions } from './actions.tsx';
import { Card } from './card.tsx';
import { Compare } from './compare.tsx';
import { Failure } from './failure.tsx';
import { Header } from './header.tsx';
import { Lanes } from './lanes.tsx';
import { LessonIntro, LessonQuestion } from './lessons.tsx';
import { ChartPanel } from './panel.tsx';
import { Judged, Report } from './report.tsx';
import { Start } from './start.tsx';
import { theme } from './theme.ts';
import { ThreeWays } from './three-ways.tsx';
import { Timeline } from './timeline.tsx';

/** Keys that work wherever nothing else wants them. */
function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.altKey || event.ctrlKey || event.metaKey || event.defaultPrevented) return;
  if (event.key === 'Escape') {
    // What opened last closes first.
    if (notice.value !== undefined) notice.value = undefined;
    else if (threeWays.value !== undefined) void tell(undefined);
    else comparedName.value = undefined;
    return;
  }
  if (!isInWorld.value) return;
  const isTaken =
    'input, select, textarea, pre, summary, [role=listbox], [role=tablist], .chart-room';
  if (target.closest(isTaken) !== null) return;
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => rest(moment.value - 1),
    ArrowRight: () => void forward(),
    Home: () => rest(0),
    End: () => rest(history.value.value.end),
  };
  const isSpace = event.key === ' ' && target.closest('button, a') === null;
  const run = isSpace ? toggle : keys[event.key];
  if (run === undefined) return;
  event.preventDefault();
  run();
}

function LanesPanel(): JSX.Element {
  const past = history.value.value;
  return (
    <section class="panel lanes-panel scene-lanes" aria-labelledby="lanes-title">
      <h2 id="lanes-title">{say(texts.lanes)}</h2>
      <Lanes
        history={past}
        end={past.end}
        moment={moment.value}
        client={client.value}
        label={say(texts.lanes)}
        onPick={rest}
      />
    </section>
  );
}

/** The world, to do something in. */
function World(): JSX.Element {
  const isCompared = comparedName.value !== undefined;
  return (
    <main class={isCompared ? 'world comparing' : 'world'}>
      <Failure />
      <Judged />
      <ChartPanel />
      <div class="side">
        {isCompared ? (
          <Compare />
        ) : (
          <>
            <Actions />
            <LanesPanel />
            <Card />
          </>
        )}
      </div>
    </main>
  );
}

/** A lesson: what it is about and its question on one side, its scene on the other. */
function Taking(): JSX.Element | null {
  const one = lesson.value;
  if (one === undefined) return null;
  return (
    <main class="lesson">
      <div class="lesson-words">
        <LessonIntro one={one} />
        <LessonQuestion one={one} />
      </div>
      <div class="lesson-scene">
        <ChartPanel />
        <LanesPanel />
      </div>
    </main>
  );
}

const shown = (): JSX.Element => {
  if (threeWays.value !== undefined) return <ThreeWays code={threeWays.value} />;
  if (isAtStart.value)
    return sheet.value === undefined ? <Start /> : <Report sheet={sheet.value} />;
  return lesson.value === undefined || comparedName.value !== undefined ? <World /> : <Taking />;
};

/** The page. When the moment changes, only what reads it is painted again. */
export function App(): JSX.Element {
  const lang = htmlLanguage.value;
  const shade = theme.value;
  useEffect(() => {
    document.documentElement.lang = lang;
    document.documentElement.dataset['theme'] = shade;
    document.title = say(texts.title);
  }, [lang, shade]);
  useEffect(() => {
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
  return (
    <>
      <Header />
      {shown()}
      {isInWorld.value && <Timeline />}
    </>
  );
}
