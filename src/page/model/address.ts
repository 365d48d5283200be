// The address of the page holds what is looked at: seed, scenario and moment.
import { computed, effect } from '@preact/signals';
import { lessons } from '../../lessons/index.ts';
import { LinkError, linkVersion, packScenario, readLink } from '../../link.ts';
import { Recording } from './recording.ts';
import { seek, start, startOver, take } from './courses.ts';
import { course, growth, isBusy, isPlaying, moment, notice } from './store.ts';

/** The scenario in a link; undefined for a recording, which no link can hold. */
const packed = computed(() => {
  void growth.value;
  const { branch } = course.value;
  return branch instanceof Recording ? undefined : packScenario(branch.scenario());
});

const hashHere = (): string =>
  packed.value === undefined ? '' : `#${linkVersion}.${moment.value}.${packed.value}`;

/** The whole address of what is looked at. */
export const linkHere = (): string => location.href.replace(/#.*$/, '') + hashHere();

/** Follows the address; says with a notice where it cannot, and shows the start page then. */
export async function follow(hash: string): Promise<void> {
  if (hash === '' || hash === '#') {
    await startOver();
    return;
  }
  try {
    const link = readLink(hash);
    if (link.what === 'code') await seek(link.code);
    else if (link.what === 'scenario') await start(link.scenario, { moment: link.moment });
    else {
      const found = lessons.find(({ name }) => name === link.name);
      if (found === undefined) throw new LinkError('wrong', `link: no lesson "${link.name}".`);
      await take(found);
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

/** Keeps the address in step, when nothing moves by itself. */
export function keepAddress(): void {
  let last = location.hash;
  let frame = 0;
  const write = (): void => {
    const hash = hashHere();
    if (hash === last || hash === '') return;
    last = hash;
    history.replaceState(null, '', hash);
  };
  effect(() => {
    if (isPlaying.value || isBusy.value) return;
    void moment.value;
    void packed.value;
    cancelAnimationFrame(frame);
    // A browser copies the whole address each time, so it is written when a hand has come to rest.
    let quiet = quietFrames;
    const count = (): void => {
      quiet -= 1;
      if (quiet > 0) frame = requestAnimationFrame(count);
      else write();
    };
    frame = requestAnimationFrame(count);
  });
  addEventListener('hashchange', () => {
    if (location.hash === last) return;
    last = location.hash;
    void follow(location.hash);
  });
}
