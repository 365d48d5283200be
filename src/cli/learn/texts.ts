// What the command says around a lesson.
import type { Text } from '../../../machines/codes.ts';

/** Texts of `sigsim learn`. */
export const learnTexts = {
  heading: { en: 'Lesson {n} of {all}: {title}', zh: '第 {n} 课，共 {all} 课：{title}' },
  hidden: { en: '{n} more clients do the same', zh: '另有 {n} 个客户端，情况相同' },
  stage: { en: 'The stage', zh: '开场' },
  scene: { en: 'What happens', zh: '经过' },
  of: { en: '{client}: {why}', zh: '{client}：{why}' },
  tree: { en: '{part} of {client}', zh: '{client} 的 {part} 状态图' },
  watch: { en: 'What happens next', zh: '结果会怎样' },
  ask: { en: 'Your answer, 1 to {n}: ', zh: '你的答案（1 到 {n}）：' },
  again: { en: 'Give a number from 1 to {n}.', zh: '请输入 1 到 {n} 之间的数字。' },
  answer: {
    en: 'Answer: sigsim learn {name} --answer 1',
    zh: '作答：sigsim learn {name} --answer 1',
  },
  list: { en: 'Take one: sigsim learn kick', zh: '选一课：sigsim learn kick' },
} as const satisfies Readonly<Record<string, Text>>;
