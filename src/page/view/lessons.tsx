// The lessons, and the one that is being taken.
import type { JSX } from 'preact';
import { lessons } from '../../lessons/index.ts';
import type { Choice, Lesson } from '../../lessons/lesson.ts';
import { playScene, tryOut } from '../model/acts.ts';
import { take } from '../model/courses.ts';
import { answers, lesson } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Tally } from './tally.tsx';

function List(): JSX.Element {
  return (
    <>
      <p class="hint">{say(texts.lessonHint)}</p>
      <ol class="lesson-list">
        {lessons.map((one) => (
          <li key={one.name}>
            <button type="button" onClick={() => void take(one)} data-lesson={one.name}>
              {say(one.title)}
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}

function Answer({ one, choice }: { readonly one: Lesson; readonly choice: Choice }): JSX.Element {
  const { plays } = choice;
  const isMade = answers.value.includes(choice);
  return (
    <li class={isMade ? (choice.right ? 'right' : 'wrong') : ''}>
      <button
        type="button"
        aria-pressed={isMade}
        onClick={() => {
          if (!isMade) answers.value = [...answers.value, choice];
        }}
      >
        {say(choice.text)}
      </button>
      {isMade && (
        <p role="status">
          <b>{say(choice.right ? texts.right : texts.wrong)}</b> {say(choice.why)}{' '}
          {plays !== undefined && (
            <button type="button" class="link" onClick={() => void tryOut(one, plays)}>
              {say(texts.watch)}
            </button>
          )}
        </p>
      )}
    </li>
  );
}

function Taken({ one }: { readonly one: Lesson }): JSX.Element {
  const next = lessons[lessons.findIndex(({ name }) => name === one.name) + 1];
  const isSolved = answers.value.some(({ right }) => right);
  return (
    <article class="lesson" data-taking={one.name}>
      <h2>{say(one.title)}</h2>
      {one.text.map((text) => (
        <p key={text.en}>{say(text)}</p>
      ))}
      <button type="button" class="primary" onClick={() => playScene(one)}>
        {say(texts.lessonStart)}
      </button>
      <Tally one={one} />
      <h3 id="question">{say(one.question)}</h3>
      <ul class="choices" aria-labelledby="question">
        {one.choices.map((choice) => (
          <Answer key={choice.text.en} one={one} choice={choice} />
        ))}
      </ul>
      <p class="buttons">
        {isSolved && next !== undefined && (
          <button type="button" class="primary" onClick={() => void take(next)}>
            {say(texts.lessonNext)}: {say(next.title)}
          </button>
        )}
        <button
          type="button"
          class="link"
          onClick={() => {
            lesson.value = undefined;
          }}
        >
          {say(texts.lessonLeave)}
        </button>
      </p>
    </article>
  );
}

/** The list, or the lesson that is being taken. */
export const Lessons = (): JSX.Element =>
  lesson.value === undefined ? <List /> : <Taken one={lesson.value} />;
