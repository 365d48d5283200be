import type { JSX } from 'preact';
import type { Text } from '../../../machines/codes.ts';
import { notice, type Notice } from '../model/store.ts';
import { say, sayTime } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Icon } from './icon.tsx';

const told = {
  recording: texts.noticeRecording,
  live: texts.noticeLive,
  lost: texts.noticeLost,
  cannotLink: texts.noticeCannotLink,
  quiet: texts.noticeQuiet,
  pause: texts.noticePause,
  need: texts.noticeNeed,
  nothingMore: texts.noticeNothingMore,
  notReached: texts.noticeNotReached,
  refused: texts.noticeRefused,
  legacy: texts.noticeLegacy,
  forked: texts.noticeForked,
  copied: texts.noticeCopied,
  inAddress: texts.noticeInAddress,
  linkCut: texts.linkCut,
  linkVersion: texts.linkVersion,
  linkWrong: texts.linkWrong,
  linkTooMuch: texts.linkTooMuch,
} as const satisfies Record<Notice['about'], Text>;

/**
 * Something that the reader should know; it goes away when they close it or do something. It has its own
 * place in the bar at the top, so that nothing moves when it comes.
 */
export function NoticeBar(): JSX.Element {
  const one = notice.value;
  const { offer } = one ?? {};
  const isLink = one?.about.startsWith('link') === true;
  return (
    <div class="notice-room" role="status">
      {one !== undefined && (
        <div class={`notice ${one.about}`}>
          <p>
            {say(one.text ?? told[one.about], {
              detail: one.detail ?? '',
              ...(one.ms !== undefined && { ms: sayTime(one.ms) }),
              ...one.places,
            })}
          </p>
          {isLink && one.detail !== undefined && (
            <details>
              <summary>{say(texts.why)}</summary>
              <code lang="en">{one.detail}</code>
            </details>
          )}
          {offer !== undefined && (
            <button type="button" class="offer" onClick={offer.run} data-offer>
              {say(offer.text)}
            </button>
          )}
          <button
            type="button"
            class="close"
            aria-label={say(texts.close)}
            onClick={() => {
              notice.value = undefined;
            }}
          >
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
