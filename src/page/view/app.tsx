import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import { forward } from '../model/courses.ts';
import { client, history, isPlaying, moment, rest } from '../model/store.ts';
import { htmlLanguage, say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Actions } from './actions.tsx';
import { Card } from './card.tsx';
import { Header } from './header.tsx';
import { Lanes } from './lanes.tsx';
import { NoticeBar } from './notice.tsx';
import { ChartPanel } from './panel.tsx';
import { theme } from './theme.ts';
import { Timeline } from './timeline.tsx';

/** Keys that work wherever nothing else wants them. */
function onKey(event: KeyboardEvent): void {
  const target = event.target as HTMLElement;
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  if (target.closest('input, select, textarea, [role=listbox], [role=tablist]') !== null) return;
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => rest(moment.value - 1),
    ArrowRight: () => void forward(),
    Home: () => rest(0),
    End: () => rest(history.value.value.end),
  };
  const isSpace = event.key === ' ' && target.closest('button, a') === null;
  const run = isSpace
    ? () => {
        isPlaying.value = !isPlaying.value;
      }
    : keys[event.key];
  if (run === undefined) return;
  event.preventDefault();
  run();
}

function LanesPanel(): JSX.Element {
  const past = history.value.value;
  return (
    <section class="panel lanes-panel" aria-labelledby="lanes-title">
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

/** The page. What reads the moment is painted by itself, and nothing around it. */
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
      <NoticeBar />
      <main>
        <ChartPanel />
        <div class="side">
          <Actions />
          <LanesPanel />
          <Card />
        </div>
      </main>
      <Timeline />
    </>
  );
}
