// Two branches side by side from where they part.
import type { JSX } from 'preact';
import { byName } from '../../../machines/codes.ts';
import { formatMs } from '../../duration.ts';
import type { History } from '../model/history.ts';
import {
  client,
  comparedName,
  course,
  courses,
  look,
  moment,
  showCourse,
  type Course,
} from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Lanes } from './lanes.tsx';

let last: { readonly a: History; readonly b: History; readonly common: number } | undefined;

/** How many entries two histories have in common. They only grow, so it goes on where it stopped. */
function commonOf(a: History, b: History): number {
  let at = last?.a === a && last.b === b ? last.common : 0;
  while (
    at < Math.min(a.end, b.end) &&
    JSON.stringify(a.entries[at]) === JSON.stringify(b.entries[at])
  ) {
    at += 1;
  }
  last = { a, b, common: at };
  return at;
}

/** What became of a branch: the codes behind the parting, and the state of the client. */
function Outcome({ one, common }: { readonly one: Course; readonly common: number }): JSX.Element {
  const { history } = one.branch;
  const codes = history.codes.filter(({ index }) => index >= common);
  const state = history.moved(client.value, 'login', history.end)?.entry.to ?? 'loggedOut';
  return (
    <p class="outcome">
      <b>{one.name}</b>
      {codes.slice(0, 6).map(({ code, index }) => (
        <span key={index} class={`badge ${byName(code).group}`}>
          {byName(code).value} {code}
        </span>
      ))}
      {codes.length > 6 && <span>+{codes.length - 6}</span>}
      <span>{say(texts.endsIn, { client: client.value, state })}</span>
    </p>
  );
}

/** The branch that is looked at beside another one. */
export function Compare(): JSX.Element | null {
  const mine = course.value;
  const other =
    courses.value.find(({ name }) => name === comparedName.value && name !== mine.name) ??
    courses.value.find(({ name }) => name !== mine.name);
  if (other === undefined) return null;
  const sides = [mine, other].sort((a, b) => courses.value.indexOf(a) - courses.value.indexOf(b));
  const common = commonOf(mine.branch.history, other.branch.history);
  const at = mine.branch.history.timeAt(moment.value);
  const isSame = common === mine.branch.history.end && common === other.branch.history.end;
  return (
    <div class="compare-room">
      <p class="hint">
        {isSame
          ? say(texts.noDifference)
          : say(texts.sameUntil, { at: formatMs(mine.branch.history.timeAt(common)) })}
      </p>
      <div class="sides">
        {sides.map((side) => {
          const { history } = side.branch;
          const isMine = side === mine;
          return (
            <section key={side.name} aria-label={`${say(texts.branch)} ${side.name}`}>
              <Outcome one={side} common={common} />
              <Lanes
                history={history}
                end={history.end}
                moment={isMine ? moment.value : history.momentAt(at)}
                client={client.value}
                label={`${say(texts.branch)} ${side.name}`}
                onPick={(picked) => {
                  if (!isMine) showCourse(side.name);
                  look(picked);
                }}
              />
            </section>
          );
        })}
      </div>
    </div>
  );
}
