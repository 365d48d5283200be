import { signal } from '@preact/signals';
import type { JSX } from 'preact';
import { calls, type CallName } from '../../../machines/lifecycles.ts';
import { tokenWords, type TokenWord } from '../../run/token.ts';
import { callOf } from '../model/recipe.ts';
import { act, pass } from '../model/acts.ts';
import { accountOf, actor, otherOf } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { roving } from './roving.ts';

const token = signal<TokenWord>('day');

const tokenTexts = {
  day: texts.tokenDay,
  hour: texts.tokenHour,
  none: texts.tokenNone,
  expired: texts.tokenExpired,
  foreign: texts.tokenForeign,
  missing: texts.tokenMissing,
} as const;

/** The spans of time that can pass at once. */
const spans = [
  ['1 s', 1_000],
  ['10 s', 10_000],
  ['1 min', 60_000],
] as const;

function call(name: CallName): void {
  const client = actor.value;
  const account = accountOf(client);
  const step = callOf(name, client, account, accountOf(otherOf(client)));
  void act(step.do === 'login' ? { ...step, args: { account, token: token.value } } : step);
}

/** What the client that is shown can call. */
export function Calls(): JSX.Element {
  return (
    <>
      <div class="buttons" {...roving('horizontal')} role="group" aria-label={say(texts.tabCalls)}>
        {(Object.keys(calls) as CallName[]).map((name) => (
          <button type="button" key={name} class="call" onClick={() => call(name)} data-call={name}>
            {name}
          </button>
        ))}
      </div>
      <div class="buttons">
        <label>
          {say(texts.token)}{' '}
          <select
            value={token.value}
            onChange={(event) => {
              token.value = event.currentTarget.value as TokenWord;
            }}
          >
            {tokenWords.map((word) => (
              <option value={word}>{say(tokenTexts[word])}</option>
            ))}
          </select>
        </label>
        <div class="spans" role="group" aria-label={say(texts.waits)} {...roving('horizontal')}>
          {say(texts.waits)}
          {spans.map(([text, ms]) => (
            <button type="button" key={text} onClick={() => void pass(ms)}>
              {text}
            </button>
          ))}
        </div>
      </div>
    </>
  );
}
