import type { JSX } from 'preact';
import { linkHere } from '../model/address.ts';
import { startOver } from '../model/courses.ts';
import { traceVersion } from '../../trace/trace.ts';
import { course, failure, isAtStart, isInWorld, notice, threeWays } from '../model/store.ts';
import { language, say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { copied } from './copy.tsx';
import { Icon } from './icon.tsx';
import { NoticeBar } from './notice.tsx';
import { theme } from './theme.ts';

/** The bar at the top. */
/* oxlint-disable-next-line max-lines-per-function -- one piece of markup */
export function Header(): JSX.Element {
  return (
    <header>
      {isInWorld.value && (
        <a
          class="skip"
          href="#timeline"
          onClick={(event) => {
            // The address is for links; skipping must not change it.
            event.preventDefault();
            document.querySelector<HTMLElement>('#timeline')?.focus();
          }}
        >
          {say(texts.skip)}
        </a>
      )}
      <h1>
        <button
          type="button"
          onClick={() => void startOver()}
          title={say(texts.startOver)}
          data-home
        >
          sigsim
        </button>
      </h1>
      <p class="tagline">{say(texts.tagline)}</p>
      <NoticeBar />
      <div class="tools">
        {(!isAtStart.value || threeWays.value !== undefined) && (
          <>
            <button type="button" onClick={() => void startOver()}>
              {say(texts.startOver)}
            </button>
            <button type="button" onClick={() => void copy()} data-copy>
              <Icon name="link" /> {say(texts.copyLink)}
            </button>
          </>
        )}
        <button
          type="button"
          class="square"
          aria-label={say(texts.theme)}
          onClick={() => {
            theme.value = theme.value === 'light' ? 'dark' : 'light';
          }}
          data-theme-switch
        >
          <Icon name="theme" />
        </button>
        <button
          type="button"
          lang={language.value === 'en' ? 'zh-CN' : 'en'}
          onClick={() => {
            language.value = language.value === 'en' ? 'zh' : 'en';
          }}
          data-language-switch
        >
          {say(texts.language)}
        </button>
      </div>
    </header>
  );
}

/** Saves a recording as the file that it came from. */
function save(): void {
  const { entries } = course.value.branch.history;
  const { value: failed } = failure;
  const head = JSON.stringify({
    sigsim: 'trace',
    version: traceVersion,
    ...(failed && { failed }),
  });
  const text = [head, ...entries.map((entry) => JSON.stringify(entry)), ''].join('\n');
  const address = URL.createObjectURL(new Blob([text], { type: 'application/jsonl' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = 'trace.jsonl';
  link.click();
  URL.revokeObjectURL(address);
}

/** A browser may refuse the clipboard; then the address itself holds the link. */
async function copy(): Promise<void> {
  const link = linkHere();
  if (link === undefined) {
    notice.value = { about: 'cannotLink', offer: { text: texts.saveTrace, run: save } };
    return;
  }
  notice.value = { about: (await copied(link)) ? 'copied' : 'inAddress' };
}
