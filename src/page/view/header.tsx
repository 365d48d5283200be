import type { JSX } from 'preact';
import { linkHere } from '../model/address.ts';
import { startOver } from '../model/courses.ts';
import { notice } from '../model/store.ts';
import { language, say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Icon } from './icon.tsx';
import { theme } from './theme.ts';

/** The bar at the top. */
export function Header(): JSX.Element {
  return (
    <header>
      <a
        class="skip"
        href="#timeline"
        onClick={(event) => {
          // The address belongs to the link; the skip must not change it.
          event.preventDefault();
          document.querySelector<HTMLElement>('#timeline')?.focus();
        }}
      >
        {say(texts.skip)}
      </a>
      <h1>sigsim</h1>
      <p class="tagline">{say(texts.tagline)}</p>
      <div class="tools">
        <button type="button" onClick={() => void startOver()}>
          {say(texts.startOver)}
        </button>
        <button
          type="button"
          onClick={() => {
            void copy(linkHere());
          }}
          data-copy
        >
          <Icon name="link" /> {say(texts.copyLink)}
        </button>
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

/** The clipboard is a browser's to give; without it the address itself holds the link. */
async function copy(link: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(link);
    notice.value = { about: 'copied' };
  } catch {
    notice.value = { about: 'inAddress' };
  }
}
