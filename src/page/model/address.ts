// The address of the page holds what is shown: seed, scenario and moment.
import { batch, computed, effect, untracked } from '@preact/signals';
import { lessons } from '../../lessons/index.ts';
import { LinkError, linkVersion, packScenario, readLink } from '../../scenario/link.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { take } from './acts.ts';
import { Branch } from './branch.ts';
import { Recording } from './recording.ts';
import { seek, stage, start, startOver, tell } from './courses.ts';
import {
  answers,
  course,
  courseName,
  courses,
  growth,
  isAtStart,
  isBusy,
  isPlaying,
  lesson,
  moment,
  notice,
  rest,
  threeWays,
  visits,
} from './store.ts';

/** The scenario in a link; undefined for a recording, which no link can hold. */
const packed = computed(() => {
  void growth.value;
  const { branch } = course.value;
  return branch instanceof Recording ? undefined : packScenario(branch.scenario());
});

/** A lesson with the choices that were made in it, each by its index. */
function lessonHash(): string | undefined {
  const one = lesson.value;
  if (one === undefined) return undefined;
  const made = answers.value.map((choice) => one.choices.indexOf(choice)).join('');
  return `#lesson.${one.name}${made === '' ? '' : `.${made}`}`;
}

/** What comes after the address of the page; `''` on the start page, undefined for a recording. */
function hashHere(): string | undefined {
  if (threeWays.value !== undefined) return `#compare.${threeWays.value}`;
  if (isAtStart.value) return '';
  const taken = lessonHash();
  if (taken !== undefined) return taken;
  return packed.value && `#${linkVersion}.${moment.value}.${packed.value}`;
}

const bare = (): string => location.href.replace(/#.*$/, '');

/** The whole address of what is shown; undefined for a recording, which no link can hold. */
export function linkHere(): string | undefined {
  const hash = hashHere();
  return hash === undefined ? undefined : bare() + hash;
}

/** Shows a scenario of a link, in the branch that has it already, if one does. */
async function followScenario(scenario: Scenario, at: number): Promise<void> {
  const wanted = packScenario(scenario);
  const known = courses.value.find(
    ({ branch }) => branch instanceof Branch && packScenario(branch.scenario()) === wanted,
  );
  if (known === undefined || lesson.value !== undefined || isAtStart.value) {
    await start(scenario, { moment: at });
    return;
  }
  batch(() => {
    threeWays.value = undefined;
    courseName.value = known.name;
    rest(at);
  });
}

/** Follows the address; if it cannot, says so in a notice and shows the start page. */
export async function follow(hash: string): Promise<void> {
  if (hash === '' || hash === '#') {
    await startOver();
    return;
  }
  try {
    const link = readLink(hash);
    if (link.what === 'code') await seek(link.code);
    else if (link.what === 'compare') await tell(link.code);
    else if (link.what === 'scenario') await followScenario(link.scenario, link.moment);
    else {
      const found = lessons.find(({ name }) => name === link.name);
      if (found === undefined) throw new LinkError('wrong', `link: no lesson "${link.name}".`);
      const made = link.answers.flatMap((at) => found.choices[at] ?? []);
      await (made.length > 0 ? stage(found, made) : take(found));
    }
  } catch (error) {
    if (!(error instanceof LinkError)) throw error;
    await startOver();
    const about = {
      cut: 'linkCut',
      version: 'linkVersion',
      wrong: 'linkWrong',
      tooMuch: 'linkTooMuch',
    } as const;
    notice.value = { about: about[error.fault], detail: error.message };
  }
}

/** Frames without a change after which the address is written. */
const quietFrames = 12;

/**
 * Keeps the address in step while nothing moves by itself. Going to a lesson, a code, its story or a branch is a
 * step in the history of the browser, so that Back leads to the last one; going to a moment is not.
 */
export function keepAddress(): void {
  let last = location.hash;
  let visited = visits.value;
  let frame = 0;
  const write = (): void => {
    const hash = hashHere() ?? (last.startsWith('#compare.') ? '' : undefined);
    const isNew = visited !== visits.value;
    if (hash === undefined || (hash === last && !isNew)) return;
    visited = visits.value;
    if (hash === last) return;
    const isStep = isNew || (hash === '') !== (last === '');
    last = hash;
    // No address holds a recording, so that Back would not lead to it.
    const isLost = course.value.branch instanceof Recording;
    if (isStep && !isLost) history.pushState(null, '', bare() + hash);
    else history.replaceState(null, '', bare() + hash);
  };
  effect(() => {
    if (isPlaying.value || isBusy.value) return;
    void moment.value;
    void packed.value;
    void hashHere();
    cancelAnimationFrame(frame);
    // A browser copies the whole address each time, so it is written only when nothing has changed for a
    // while.
    let quiet = quietFrames;
    const count = (): void => {
      quiet -= 1;
      if (quiet > 0) frame = requestAnimationFrame(count);
      else write();
    };
    frame = requestAnimationFrame(count);
  });
  // An answer is written at once, so that whoever goes on to the next lesson can come back to it.
  effect(() => {
    void answers.value;
    untracked(() => {
      if (!isBusy.value) write();
    });
  });
  addEventListener('hashchange', () => {
    if (location.hash === last) return;
    last = location.hash;
    void follow(location.hash).then(() => {
      visited = visits.value;
    });
  });
}
