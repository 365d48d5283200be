// The Chinese of the page, the lessons and the machines, as an engineer says it: the vendor's own words.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codes, type Text } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import { lessons } from '../../src/lessons/index.ts';
import { machineTexts } from '../../src/page/texts/machine.ts';
import { groupTexts, policyTexts, texts } from '../../src/page/texts/texts.ts';
import { told } from '../../src/telling/texts.ts';
import { textsOf } from '../support/lesson.ts';

const parts = lifecycles.flatMap((lifecycle) => lifecycle.parts);

/** Every text that a reader of the page may meet. */
const all: readonly Text[] = [
  ...[texts, told, groupTexts, policyTexts, machineTexts].flatMap((some) =>
    Object.values<Text>(some),
  ),
  ...codes.flatMap(({ meaning, advice }) => [meaning, advice]),
  ...lessons.flatMap(textsOf),
  ...parts.flatMap(({ title, story }) => [
    title,
    ...[story.states, story.rows, story.events].flatMap((some) => Object.values<Text>(some)),
  ]),
];

/** Words that are not used, each with the one that is. */
const words: Readonly<Record<string, string>> = {
  令牌: 'Token',
  捣乱: '制造故障',
  表态: '应答',
  回应: '应答',
  接听: '接受呼叫',
  学一课: '课程',
  线路: '连接',
  链路: '连接',
  消息号: '消息 ID',
  消息编号: '消息 ID',
  监管: '监控',
  看不懂: '无法解读',
  登录途中: '登录过程中',
  重连途中: '重连过程中',
  应答超时: '响应超时',
  原地不动: '状态不变',
};

const folders = ['machines', 'src/page', 'src/lessons', 'src/telling', 'src/judge'];

const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => `${folder}/${file}`),
);

test.each(Object.entries(words))('chinese: no text says %s, but %s', (word) => {
  const found = files.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .flatMap((line, i) => (line.includes(word) ? [`${file}:${i + 1}: ${line.trim()}`] : [])),
  );

  expect(found).toEqual([]);
});

test('chinese: what a message means is read where the English says so, and received where not', () => {
  const wrong = all.filter(({ en, zh }) => /\bhas read it\b/.test(en) && !zh.includes('读过'));

  expect(wrong).toEqual([]);
});

test('chinese: punctuation is as wide as its text', () => {
  const narrow = /\p{Script=Han}\s*[,;:!?(]|[,;:!?]\s*\p{Script=Han}|\p{Script=Han}\.(?:\s|$)/u;

  expect(all.map(({ zh }) => zh).filter((zh) => narrow.test(zh))).toEqual([]);
});

test('chinese: units within a text are Chinese too', () => {
  const unit = /[\d}] ?(?:ms|s|min|h)\b/;

  expect(all.map(({ zh }) => zh).filter((zh) => unit.test(zh))).toEqual([]);
});

test('chinese: one text calls the other end of a call by one name', () => {
  const both = all.map(({ zh }) => zh).filter((zh) => zh.includes('对方') && zh.includes('被叫'));
  const invite = parts.filter(({ name }) => name === 'caller' || name === 'callee');
  const inStory = invite.flatMap(({ story }) =>
    [story.states, story.rows, story.events].flatMap((some) =>
      Object.values<Text>(some).flatMap(({ zh }) => (zh.includes('对方') ? [zh] : [])),
    ),
  );

  expect([both, inStory]).toEqual([[], []]);
});
