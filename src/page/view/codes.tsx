import type { JSX } from 'preact';
import { codes } from '../../../machines/codes.ts';
import { seek } from '../model/courses.ts';
import { sought } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { groupTexts, texts } from '../texts/texts.ts';

const groups = [...new Set(codes.map(({ group }) => group))];

/** All 42 codes; a click plays the representative way to one. */
export function Codes(): JSX.Element {
  return (
    <div class="code-groups">
      {groups.map((group) => (
        <div class="code-group" role="group" aria-label={say(groupTexts[group])} key={group}>
          <h3>{say(groupTexts[group])}</h3>
          <div class="buttons">
            {codes
              .filter((row) => row.group === group)
              .map(({ name, value, deprecated, meaning }) => (
                <button
                  type="button"
                  key={name}
                  class={`code-chip ${group} ${deprecated ? 'old' : ''}`}
                  aria-pressed={sought.value === name}
                  aria-label={`${value} ${name}${deprecated ? `, ${say(texts.deprecated)}` : ''}`}
                  title={`${name}${deprecated ? ` (${say(texts.deprecated)})` : ''}\n${say(meaning)}`}
                  onClick={() => void seek(name)}
                  data-code={name}
                >
                  {value}
                  {deprecated && '*'}
                </button>
              ))}
          </div>
        </div>
      ))}
    </div>
  );
}
