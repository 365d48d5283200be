// A machine of the user's own: its statechart with the live state lit, the paths of a suite played on it, and
// everything that can happen in a state one click away.
import { useEffect, useState } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Views } from '../../chart/scene.ts';
import type { MachineMap, MapEdge } from '../../paths/xstate/machine-map.ts';
import { htmlLanguage, language, say } from '../texts/language.ts';
import { machineTexts as texts } from '../texts/machine.ts';
import { texts as common } from '../texts/texts.ts';
import { ArrowHeads, extentOf, Statechart } from './statechart.tsx';
import { theme } from './theme.ts';

/** What the command puts into the page. */
export interface MachineShown {
  readonly map: MachineMap;
  readonly views: Views;
}

/** The steps that are shown, and how many are taken. They are a path's, until something is done by hand. */
interface Trail {
  readonly path: string | undefined;
  readonly steps: MachineMap['paths'][number]['steps'];
  readonly at: number;
}

/** How long a step is shown, in milliseconds. */
const playMs = 700;

const eventOf = ({ event, args = '' }: MapEdge): string => `${event} ${args}`.trim();

/** The page of a machine. */
/* oxlint-disable-next-line max-lines-per-function -- one piece of markup */
export function Machine({ map, views }: MachineShown): JSX.Element {
  const [first] = map.paths;
  const [trail, setTrail] = useState<Trail>({ path: first?.id, steps: first?.steps ?? [], at: 0 });
  const [isPlaying, setPlaying] = useState(false);
  const go = (to: number): void => {
    setTrail({ ...trail, at: Math.max(0, Math.min(trail.steps.length, to)) });
  };
  const [lang, shade] = [htmlLanguage.value, theme.value];
  useEffect(() => {
    document.title = say(texts.title, { name: map.name });
    document.documentElement.lang = lang;
    document.documentElement.dataset['theme'] = shade;
  }, [map, lang, shade]);
  useEffect(() => {
    if (!isPlaying) return undefined;
    if (trail.at >= trail.steps.length) {
      setPlaying(false);
      return undefined;
    }
    let began: number | undefined;
    let frame = requestAnimationFrame(function look(now) {
      began ??= now;
      if (now - began < playMs) frame = requestAnimationFrame(look);
      else go(trail.at + 1);
    });
    return () => cancelAnimationFrame(frame);
  }, [isPlaying, trail]);

  const last = trail.at === 0 ? undefined : edgeAt(map, trail, trail.at - 1);
  const state = last?.to ?? 0;
  const possible = map.edges.flatMap((edge, id) => (edge.from === state ? [{ edge, id }] : []));
  const take = (id: number): void => {
    setPlaying(false);
    const steps = [...trail.steps.slice(0, trail.at), { edge: id, waitMs: 0 }];
    setTrail({ path: undefined, steps, at: steps.length });
  };
  return (
    <>
      <MachineHeader map={map} />
      <main class="machine">
        <Room map={map} views={views} state={state} last={last} possible={possible} take={take} />
        <aside class="panel">
          <PathSelect map={map} trail={trail} choose={setTrail} />
          <div class="steps">
            <button type="button" disabled={trail.at === 0} onClick={() => go(trail.at - 1)}>
              ◀ {say(texts.back)}
            </button>
            <button
              type="button"
              data-forward
              disabled={trail.at === trail.steps.length}
              onClick={() => go(trail.at + 1)}
            >
              {say(texts.forward)} ▶
            </button>
            <button
              type="button"
              data-play
              aria-pressed={isPlaying}
              onClick={() => setPlaying(!isPlaying)}
            >
              {say(isPlaying ? texts.pause : texts.play)}
            </button>
          </div>
          <Steps map={map} trail={trail} go={go} />
          <h2>{say(texts.possible)}</h2>
          <ul data-possible>
            {possible.map(({ edge, id }) => (
              <li key={id}>
                <button type="button" onClick={() => take(id)}>
                  {eventOf(edge)} → {map.states[edge.to]?.text}
                </button>
              </li>
            ))}
          </ul>
          {possible.length === 0 && <p>{say(texts.nothing)}</p>}
          {!map.isWhole && <p>{say(texts.onlyPaths)}</p>}
          <p class="context">{map.states[state]?.context}</p>
        </aside>
      </main>
    </>
  );
}

const edgeAt = ({ edges }: MachineMap, { steps }: Trail, index: number): MapEdge | undefined =>
  edges[steps[index]?.edge ?? -1];

function MachineHeader({ map }: Pick<MachineShown, 'map'>): JSX.Element {
  return (
    <header>
      <h1>{map.name}</h1>
      <p class="tagline">{map.about}</p>
      <div class="tools">
        <button
          type="button"
          aria-label={say(common.theme)}
          onClick={() => {
            theme.value = theme.value === 'light' ? 'dark' : 'light';
          }}
        >
          ◐
        </button>
        <button
          type="button"
          title={say(common.languageHint)}
          onClick={() => {
            language.value = language.value === 'en' ? 'zh' : 'en';
          }}
        >
          {say(common.language)}
        </button>
      </div>
    </header>
  );
}

interface RoomProps extends MachineShown {
  readonly state: number;
  readonly last: MapEdge | undefined;
  readonly possible: readonly { readonly edge: MapEdge; readonly id: number }[];
  readonly take: (id: number) => void;
}

/** The chart, at the size it was drawn in. */
function Room({ map, views, state, last, possible, take }: RoomProps): JSX.Element {
  const scene = innerWidth < 900 ? views.tall : views.wide;
  const { text = '', paths = [] } = map.states[state] ?? {};
  const { width } = extentOf(scene);
  const causes = new Map(
    possible.toReversed().map(({ edge, id }) => [edge.event, () => take(id)] as const),
  );
  return (
    <div class="panel chart-room" tabIndex={0} role="group" aria-label={say(common.chart)}>
      <ArrowHeads />
      <Statechart
        scene={scene}
        client={map.name}
        now={{ state: text, paths: new Set([...paths, '']), taken: last?.taken }}
        causes={causes}
        scale={Math.min(1.2, Math.max(0.6, (innerWidth - 420) / width))}
        onOpen={() => undefined}
        onWays={({ events }) => {
          const found = possible.find(({ edge }) => events.includes(edge.event));
          if (found !== undefined) take(found.id);
        }}
      />
    </div>
  );
}

interface PathSelectProps extends Pick<MachineShown, 'map'> {
  readonly trail: Trail;
  readonly choose: (trail: Trail) => void;
}

function PathSelect({ map, trail, choose }: PathSelectProps): JSX.Element {
  return (
    <label>
      {say(texts.path)}
      <select
        value={trail.path ?? ''}
        onChange={({ currentTarget: { value } }) => {
          const steps = map.paths.find(({ id }) => id === value)?.steps;
          if (steps !== undefined) choose({ path: value, steps, at: 0 });
        }}
      >
        {trail.path === undefined && <option value="">{say(texts.free)}</option>}
        {map.paths.map(({ id, steps }) => (
          <option key={id} value={id}>
            {id} · {steps.length}
          </option>
        ))}
      </select>
    </label>
  );
}

/** How many steps are listed at most, around the current one. */
const listedMax = 200;

interface StepsProps extends Pick<MachineShown, 'map'> {
  readonly trail: Trail;
  readonly go: (to: number) => void;
}

function Steps({ map, trail, go }: StepsProps): JSX.Element {
  const from = Math.max(0, Math.min(trail.at - listedMax / 2, trail.steps.length - listedMax));
  const shown = trail.steps.slice(from, from + listedMax);
  return (
    <ol start={from}>
      <li>
        <button
          type="button"
          aria-current={trail.at === 0 ? 'step' : undefined}
          onClick={() => go(0)}
        >
          {say(texts.begin)} → {map.states[0]?.text}
        </button>
      </li>
      {shown.map(({ waitMs }, index) => {
        const at = from + index + 1;
        const edge = edgeAt(map, trail, at - 1);
        return (
          <li key={at}>
            <button
              type="button"
              aria-current={trail.at === at ? 'step' : undefined}
              onClick={() => go(at)}
            >
              {edge && eventOf(edge)}{' '}
              {waitMs > 0 && edge?.event !== `after ${waitMs}` && say(texts.after, { ms: waitMs })}{' '}
              → {map.states[edge?.to ?? 0]?.text}
            </button>
          </li>
        );
      })}
    </ol>
  );
}
