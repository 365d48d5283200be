// The start page: one question to start with, and the three ways in.
import type { JSX } from 'preact';
import { lessons } from '../../lessons/index.ts';
import type { Text } from '../../../machines/codes.ts';
import type { ScenarioStep } from '../../scenario/scenario.ts';
import { network, wait } from '../../scenario/steps.ts';
import { act, take } from '../model/acts.ts';
import { playFreely } from '../model/courses.ts';
import { callOf } from '../model/recipe.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { LessonList } from './lessons.tsx';
import { CodeSearch } from './search.tsx';

/** What a beginner may want to see first. */
const beginnings: readonly (readonly [name: string, text: Text, steps: readonly ScenarioStep[]])[] =
  [
    ['login', texts.beginLogin, [callOf('login', 'alice', 'alice', 'bob')]],
    [
      'call',
      texts.beginCall,
      [
        callOf('login', 'alice', 'alice', 'bob'),
        callOf('login', 'bob', 'bob', 'alice'),
        wait('1 s'),
        callOf('channelInviteUser2', 'alice', 'alice', 'bob'),
      ],
    ],
    [
      'cut',
      texts.beginCut,
      [callOf('login', 'alice', 'alice', 'bob'), wait('1 s'), network('cut', 'alice')],
    ],
  ];

function Free(): JSX.Element {
  return (
    <section class="panel way" aria-labelledby="way-free">
      <h2 id="way-free">{say(texts.wayFree)}</h2>
      <p class="hint">{say(texts.wayFreeHint)}</p>
      <ul class="beginnings">
        {beginnings.map(([name, text, steps]) => (
          <li key={name}>
            <button
              type="button"
              data-begin={name}
              onClick={() => void playFreely().then(() => act(...steps))}
            >
              {say(text)}
            </button>
          </li>
        ))}
        <li>
          <button type="button" class="primary" onClick={() => void playFreely()} data-free>
            {say(texts.wayFreeStart)}
          </button>
        </li>
      </ul>
    </section>
  );
}

/** The page before anything has been chosen. */
export function Start(): JSX.Element {
  const [first] = lessons;
  return (
    <main class="start">
      <section class="hero" aria-labelledby="hero-title">
        <h2 id="hero-title">{say(texts.hero)}</h2>
        <p>{say(texts.heroHint)}</p>
        <button
          type="button"
          class="primary big"
          onClick={() => first !== undefined && void take(first)}
          data-hero
        >
          {say(texts.heroStart)}
        </button>
      </section>
      <div class="ways">
        <section class="panel way" aria-labelledby="way-lessons">
          <h2 id="way-lessons">{say(texts.wayLessons, { n: lessons.length })}</h2>
          <p class="hint">{say(texts.lessonHint)}</p>
          <LessonList />
        </section>
        <section class="panel way" aria-labelledby="way-codes">
          <h2 id="way-codes">{say(texts.wayCodes)}</h2>
          <p class="hint">{say(texts.wayCodesHint)}</p>
          <CodeSearch />
        </section>
        <Free />
      </div>
    </main>
  );
}
