// What happens in a world, as sentences with placeholders such as `{place}`.
import type { Text } from '../../machines/codes.ts';

/** The sentences that the page and the command have in common. */
export const told = {
  wordsStart: {
    en: 'This is a world with nobody in it yet: a network, a service, and time that stands still until you let it pass.',
    zh: '这个世界里还没有人：有网络，有服务端，时间静止着，等你让它走。',
  },
  wordsCall: { en: "{client}'s application calls {what}.", zh: '{client} 的应用调用 {what}。' },
  wordsSends: {
    en: '{client} sends “{name}”; it reaches the service after {ms}.',
    zh: '{client} 发出“{name}”，{ms}后到达服务端。',
  },
  wordsAnswers: {
    en: 'The service sends “{name}”; it reaches {client} after {ms}.',
    zh: '服务端发出“{name}”，{ms}后到达 {client}。',
  },
  wordsLost: {
    en: '“{name}” between {client} and the service is lost: nothing gets through.',
    zh: '{client} 与服务端之间的“{name}”丢失了：什么都过不去。',
  },
  wordsHears: { en: "{client}'s application hears {name}.", zh: '{client} 的应用收到 {name}。' },
  wordsHearsCode: {
    en: "{client}'s application hears {name} with {value}, {code}.",
    zh: '{client} 的应用收到 {name}，错误码 {value}（{code}）。',
  },
  wordsLate: {
    en: '“{name}” reaches {client} when nothing is waiting for it any more, so it is dropped.',
    zh: '“{name}”到达 {client} 时已没有人在等它，于是被丢弃。',
  },
  wordsWent: {
    en: '“{name}” was on its way when {client} lost its connection, so it is lost, too.',
    zh: '“{name}”还在路上，{client} 的连接就断了，它也随之丢失。',
  },
  wordsService: { en: 'The service does: {what}.', zh: '服务端动作：{what}。' },
  wordsNetwork: { en: 'The network does: {what}.', zh: '网络动作：{what}。' },
  wordsRule: {
    en: 'A rule for {code} {did} for {client}.',
    zh: '针对 {client} 的 {code} 规则{did}。',
  },
  begins: { en: 'begins', zh: '开始生效' },
  ends: { en: 'ends', zh: '结束' },
  wordsMisnamed: {
    en: '{client} has a handler {name}, which the SDK never calls; it calls {near}.',
    zh: '{client} 设置了 {name}，SDK 从不调用它；SDK 调用的是 {near}。',
  },
  wordsThrew: {
    en: 'A handler of {client}, {name}, threw {error}.',
    zh: '{client} 的处理函数 {name} 抛出了 {error}。',
  },

  live: { en: 'live', zh: '当前' },
  possible: { en: 'can happen', zh: '可能发生' },

  lesson: { en: 'Lesson', zh: '课程' },
  question: { en: 'Question', zh: '问题' },
  right: { en: 'Right.', zh: '对。' },
  wrong: { en: 'Not quite.', zh: '不太对。' },
} as const satisfies Readonly<Record<string, Text>>;
