// The lessons as a list, and the one that is being taken: what it is about, then its question.
import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { lessons } from '../../lessons/index.ts';
import type { Choice, Lesson } from '../../lessons/lesson.ts';
import { playScene, take, tryOut } from '../model/acts.ts';
import { startOver } from '../model/courses.ts';
import { answers, history, isAsked, isOpen, isPlaying, lesson, rest } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Card } from './card.tsx';
import { CopyButton } from './copy.tsx';
import { roving } from './roving.ts';
import { Tally } from './tally.tsx';

/** All lessons. */
export function LessonList(): JSX.Element {
  return (
    <div
      class="lesson-list"
      role="group"
      aria-label={say(texts.tabLessons)}
      {...roving('vertical')}
    >
      {lessons.map((one, i) => (
        <button
          type="button"
          key={one.name}
          onClick={() => void take(one)}
          aria-pressed={lesson.value === one}
          data-lesson={one.name}
        >
          <i>{i + 1}</i> {say(one.title)}
        </button>
      ))}
    </div>
  );
}

/** What a lesson is about, and the buttons that play its scene. */
export function LessonIntro({ one }: { readonly one: Lesson }): JSX.Element {
  const title = useRef<HTMLHeadingElement>(null);
  // A lesson is shown from its top, with the focus on its title.
  useEffect(() => {
    title.current?.focus({ preventScroll: true });
    title.current?.closest('section')?.scrollTo(0, 0);
    scrollTo(0, 0);
  }, [one]);
  return (
    <section class="panel lesson-intro" aria-labelledby="lesson-title" data-taking={one.name}>
      <p class="lesson-place">
        {say(texts.lesson)} {lessons.indexOf(one) + 1}/{lessons.length}
      </p>
      <h2 id="lesson-title" tabIndex={-1} ref={title}>
        {say(one.title)}
      </h2>
      {one.text.map((text) => (
        <p key={text.en}>{say(text)}</p>
      ))}
      <p class="buttons">
        <button
          type="button"
          class={isAsked.value ? '' : 'primary'}
          disabled={isPlaying.value}
          onClick={() => {
            playScene(one);
            // Only when the question has come or gone, because that moves what is below it.
            requestAnimationFrame(() =>
              document.querySelector('.scene-lanes')?.scrollIntoView({ block: 'nearest' }),
            );
          }}
          data-scene
        >
          {say(isAsked.value ? texts.lessonAgain : texts.lessonStart)}
        </button>
        {!isAsked.value && (
          <button
            type="button"
            class="link"
            onClick={() => {
              isAsked.value = true;
              // The question is about how it ended.
              rest(history.value.value.end);
            }}
            data-ask
          >
            {say(texts.lessonAsk)}
          </button>
        )}
        <button type="button" class="link" onClick={() => void startOver()}>
          {say(texts.lessonLeave)}
        </button>
      </p>
      <Tally one={one} />
    </section>
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

/** What remains of a lesson: a sentence, a test, and the card of its code. */
function Learned({ one }: { readonly one: Lesson }): JSX.Element {
  const next = lessons[lessons.indexOf(one) + 1];
  return (
    <div class="learned">
      <p class="takeaway">
        <b>{say(texts.takeaway)}</b> {say(one.takeaway)}
      </p>
      {next !== undefined && (
        <button type="button" class="primary" onClick={() => void take(next)} data-next-lesson>
          {say(texts.lessonNext, { title: say(next.title) })}
        </button>
      )}
      <details class="check">
        <summary>{say(texts.lessonTest)}</summary>
        <CopyButton text={one.check} />
        <pre tabIndex={0} lang="en" aria-label={say(texts.lessonTest)}>
          <code>{one.check}</code>
        </pre>
      </details>
      <Card />
    </div>
  );
}

/** The question of a lesson, once its scene has been seen. */
export function LessonQuestion({ one }: { readonly one: Lesson }): JSX.Element | null {
  if (!isAsked.value) return null;
  return (
    <section class="panel lesson-question" aria-labelledby="question">
      <h3 id="question">{say(one.question)}</h3>
      <ul class="choices" aria-labelledby="question">
        {one.choices.map((choice) => (
          <Answer key={choice.text.en} one={one} choice={choice} />
        ))}
      </ul>
      {!isOpen.value && <Learned one={one} />}
    </section>
  );
}
