// The 42 codes, each with its number and its name. Any word of their meaning, in either language, finds
// them.
import { computed, signal } from '@preact/signals';
import type { JSX } from 'preact';
import { codes } from '../../../machines/codes.ts';
import { seek } from '../model/courses.ts';
import { sought } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { groupTexts, texts } from '../texts/texts.ts';
import { roving } from './roving.ts';

type CodeRow = (typeof codes)[number];

/** What the reader looks for. */
export const wanted = signal('');

/** Everything that a code can be found by. */
const haystacks = new Map<CodeRow, string>(
  codes.map((row) => [
    row,
    [
      row.value,
      row.name,
      row.meaning.en,
      row.meaning.zh,
      row.advice.en,
      row.advice.zh,
      groupTexts[row.group].en,
      groupTexts[row.group].zh,
    ]
      .join(' ')
      .toLowerCase(),
  ]),
);

const isNumber = (word: string): boolean => /^\d+$/.test(word);

/**
 * The codes that have every word, first those with all words in name or meaning; numbers are
 * alternatives.
 */
export function codesFor(text: string): readonly CodeRow[] {
  const words = text
    .toLowerCase()
    .split(/[\s,，、/]+/)
    .filter(Boolean);
  if (words.length === 0) return codes;
  const numbers = words.filter(isNumber);
  const others = words.filter((word) => !isNumber(word));
  const found = codes.filter((row) => {
    const hay = haystacks.get(row) ?? '';
    const isNamed = numbers.length === 0 || numbers.some((n) => String(row.value).startsWith(n));
    return isNamed && others.every((word) => hay.includes(word));
  });
  const isFirst = ({ name, meaning }: CodeRow): boolean =>
    others.every((word) => `${name} ${meaning.en} ${meaning.zh}`.toLowerCase().includes(word));
  return [...found.filter(isFirst), ...found.filter((row) => !isFirst(row))];
}

const found = computed(() => codesFor(wanted.value));

const groups = [...new Set(codes.map(({ group }) => group))];

function CodeButton({ row, isWhole }: { readonly row: CodeRow; readonly isWhole: boolean }) {
  const { name, value, group, deprecated, meaning } = row;
  return (
    <button
      type="button"
      class={`code-row ${deprecated ? 'old' : ''}`}
      aria-pressed={sought.value === name}
      title={say(meaning)}
      onClick={() => void seek(name)}
      data-code={name}
    >
      <b class={`value ${group}`}>{value}</b>
      <span class="code-name">{name}</span>
      {deprecated && <span class={isWhole ? 'tag' : 'sr'}>{say(texts.deprecated)}</span>}
      {isWhole && <span class="meaning">{say(meaning)}</span>}
    </button>
  );
}

/** The search, and the codes that it finds, by group; a click plays the representative way to one. */
export function CodeSearch(): JSX.Element {
  const isSearching = wanted.value.trim() !== '';
  return (
    <div class="code-search">
      <input
        type="search"
        value={wanted.value}
        placeholder={say(texts.searchHint)}
        aria-label={say(texts.search)}
        onInput={(event) => {
          wanted.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && wanted.value !== '') {
            event.stopPropagation();
            wanted.value = '';
          }
        }}
      />
      <p class="sr" role="status">
        {isSearching ? say(texts.searchFound, { n: found.value.length }) : ''}
      </p>
      {isSearching ? (
        <div
          class="code-list"
          {...roving('vertical')}
          role="group"
          aria-label={say(texts.tabCodes)}
        >
          {found.value.map((row) => (
            <CodeButton key={row.name} row={row} isWhole />
          ))}
          {found.value.length === 0 && <p class="hint">{say(texts.searchNothing)}</p>}
        </div>
      ) : (
        <div class="code-groups">
          {groups.map((group) => (
            <div
              class="code-group"
              role="group"
              aria-label={say(groupTexts[group])}
              key={group}
              {...roving('vertical')}
            >
              <h3>{say(groupTexts[group])}</h3>
              {codes
                .filter((row) => row.group === group)
                .map((row) => (
                  <CodeButton key={row.name} row={row} isWhole={false} />
                ))}
            </div>
          ))}
        </div>
      )}
    </div>
  );
}
