// A comparison as it is read, side by side: what the command and the page have in common.
import type { Text } from '../../machines/codes.ts';
import type { Comparison, Lane, Moment } from './compare.ts';

/** The sentences around the lanes. */
export const comparisonTexts = {
  about: {
    en: 'The way to a code, played three times: in the documented web shape, in the native shape, and in the manner of the published Web SDK 1.4.0. ◀ is what the application heard. Where the code never comes, the last lines say how it ends; a status is what getStatus() returns.',
    zh: '通往同一个错误码的路，播放三次：文档方式的 Web 端、原生端，以及已发布的 Web SDK 1.4.0 的方式。◀ 是应用收到的内容。错误码永远不会到来时，最后两行说明结局；status 是 getStatus() 的返回值。',
  },
  head: { en: '{shape} ({client})', zh: '{shape}（{client}）' },
  double: { en: 'the double', zh: '替身' },
  arrives: { en: 'the code arrives', zh: '错误码送达' },
  never: { en: 'the code never comes', zh: '错误码永远不会到来' },
  silent: {
    en: 'nothing is heard; the code never comes',
    zh: '什么也收不到，错误码永远不会到来',
  },
  ends: { en: 'ten minutes later: {state}', zh: '十分钟后：{state}' },
} as const satisfies Readonly<Record<string, Text>>;

/** What each shape is called at the head of its lane. */
export const shapeTexts = {
  documented: { en: 'documented', zh: '文档方式' },
  native: { en: 'native', zh: '原生' },
  '1.4.0': { en: '1.4.0', zh: '1.4.0' },
} as const satisfies Readonly<Record<Lane['shape'], Text>>;

/** A line across all lanes. */
export interface Line {
  /** Virtual milliseconds. */
  readonly at: number;
  /** Whether no line before has the same time. */
  readonly isFirst: boolean;
  /** What each lane has on it, if anything. */
  readonly moments: readonly (Moment | undefined)[];
}

/** The lanes as lines, so that what happened at the same time is on the same line. */
export function linesOf({ lanes }: Comparison): readonly Line[] {
  const times = [...new Set(lanes.flatMap(({ moments }) => moments.map(({ at }) => at)))];
  return times
    .toSorted((a, b) => a - b)
    .flatMap((at) => {
      const columns = lanes.map(({ moments }) => moments.filter((one) => one.at === at));
      const height = Math.max(...columns.map(({ length }) => length));
      return Array.from({ length: height }, (_, line) => ({
        at,
        isFirst: line === 0,
        moments: columns.map((column) => column[line]),
      }));
    });
}

/** A moment in its lane: `'◀ onLogout 105'`. */
export const momentText = ({ kind, text }: Moment): string =>
  kind === 'heard' ? `◀ ${text}` : text;

/** Whether the code arrives in a lane, or anything at all. */
export function outcomeText({ arrived, moments }: Lane): Text {
  if (arrived) return comparisonTexts.arrives;
  const isSilent = moments.every(({ kind }) => kind === 'did');
  return isSilent ? comparisonTexts.silent : comparisonTexts.never;
}
