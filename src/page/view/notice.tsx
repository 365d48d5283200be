import type { JSX } from 'preact';
import type { Text } from '../../../machines/codes.ts';
import { notice, type Notice } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';
import { Icon } from './icon.tsx';

const told = {
  recording: texts.noticeRecording,
  left: texts.noticeLeft,
  quiet: texts.noticeQuiet,
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

/** Something that the reader should know; it goes when they close it or do something. */
export function NoticeBar(): JSX.Element {
  const one = notice.value;
  // Some say the detail in their sentence, the others below it.
  const isInside = one?.about === 'notReached' || one?.about === 'quiet';
  return (
    <div class="notice-room" role="status">
      {one !== undefined && (
        <div class={`notice ${one.about}`}>
          <p>
            {say(told[one.about], { detail: isInside ? (one.detail ?? '') : '' })}
            {one.detail !== undefined && !isInside && <code lang="en">{one.detail}</code>}
          </p>
          <button
            type="button"
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
