// Two branches side by side: where they part, and what differs at their ends.
import { computed } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { byName } from '../../../machines/codes.ts';
import { parts } from '../../telling/words.ts';
import type { PartName } from '../../../machines/lifecycles.ts';
import {
  client,
  comparedName,
  course,
  courses,
  growth,
  look,
  moment,
  rest,
  showCourse,
  type Course,
} from '../model/store.ts';
import { say, sayTime } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Lanes } from './lanes.tsx';

/** The branch that the current one is compared with. */
const other = computed(
  () =>
    courses.value.find(({ name }) => name === comparedName.value && name !== course.value.name) ??
    courses.value.find(({ name }) => name !== course.value.name),
);

/** How many entries the two have in common: where they part. */
const common = computed(() => {
  void growth.value;
  const [a, b] = [course.value.branch.history, other.value?.branch.history];
  if (b === undefined) return 0;
  const end = Math.min(a.end, b.end);
  let at = 0;
  while (at < end && JSON.stringify(a.entries[at]) === JSON.stringify(b.entries[at])) at += 1;
  return at;
});

/** What differs at the ends of two histories, in sentences. */
function differences(one: Course, two: Course): readonly string[] {
  const [mine, theirs] = [one.branch.history, two.branch.history];
  const names = { here: one.name, other: two.name };
  const [here, there] = [mine.tally(), theirs.tally()];
  const counts = [...new Map([...here, ...there])].flatMap(([key, { client: who, code }]) => {
    const [ours, others] = [here.get(key)?.count ?? 0, there.get(key)?.count ?? 0];
    const { value } = byName(code);
    const places = { client: who, value, code, mine: ours, theirs: others, ...names };
    return ours === others ? [] : [say(texts.partCount, places)];
  });
  const clients = [...new Set([...mine.clients, ...theirs.clients])].slice(0, clientsMax);
  const session = parts[0]?.name as PartName; // Every client has it.
  const states = clients.flatMap((who) => {
    const [ours, others] = [mine, theirs].map(
      (past) => past.moved(who, session, past.end)?.entry.to ?? '–',
    ) as [string, string];
    const places = { client: who, mine: ours, theirs: others, ...names };
    return ours === others ? [] : [say(texts.partState, places)];
  });
  return [...counts, ...states];
}

/** How many clients are compared at the end; nobody would read a hundred. */
const clientsMax = 20;
/** How many differences are listed. */
const namedMax = 6;

/** The current branch beside another one. */
/* oxlint-disable-next-line max-lines-per-function -- one piece of markup */
export function Compare(): JSX.Element | null {
  const mine = course.value;
  const theirs = other.value;
  // It begins where the two part.
  useEffect(() => rest(common.value), []);
  if (theirs === undefined) return null;
  const from = common.value;
  const sides = [mine, theirs].sort((a, b) => courses.value.indexOf(a) - courses.value.indexOf(b));
  const past = mine.branch.history;
  const at = moment.value;
  const time = past.timeAt(at);
  const isSame = from === past.end && from === theirs.branch.history.end;
  const [first = mine, second = theirs] = sides;
  const named = differences(first, second);
  return (
    <section class="panel compare-room" aria-labelledby="compare-title">
      <div class="compare-head">
        <h2 id="compare-title">{`${first.name} ⇄ ${second.name}`}</h2>
        <button
          type="button"
          onClick={() => {
            comparedName.value = undefined;
          }}
        >
          {say(texts.compareEnd)}
        </button>
      </div>
      <p class="hint">
        {isSame ? say(texts.noDifference) : say(texts.partAt, { at: sayTime(past.timeAt(from)) })}
      </p>
      {!isSame && (
        <ul class="differences">
          {named.slice(0, namedMax).map((text) => (
            <li key={text}>{text}</li>
          ))}
          {named.length > namedMax && <li>+{named.length - namedMax}</li>}
          {named.length === 0 && <li>{say(texts.partSame)}</li>}
        </ul>
      )}
      <div class="sides">
        {sides.map((side) => {
          const { history } = side.branch;
          const isMine = side === mine;
          const here = isMine || at <= from ? Math.min(at, history.end) : history.momentAt(time);
          return (
            <section key={side.name} aria-label={`${say(texts.branch)} ${side.name}`}>
              <h3>
                {say(texts.branch)} {side.name}
              </h3>
              <Lanes
                history={history}
                end={history.end}
                moment={here}
                client={client.value}
                label={`${say(texts.branch)} ${side.name}`}
                parting={from}
                onPick={(picked) => {
                  if (!isMine) showCourse(side.name);
                  look(picked);
                }}
              />
            </section>
          );
        })}
      </div>
    </section>
  );
}
