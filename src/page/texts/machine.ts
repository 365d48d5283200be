// The sentences beside a machine of the user's own.

/** The texts of the view of a machine. */
export const machineTexts = {
  title: { en: 'Statechart of {name}', zh: '{name} 的状态图' },
  path: { en: 'Path', zh: '路径' },
  free: { en: 'by hand', zh: '手动' },
  back: { en: 'Step back', zh: '上一步' },
  forward: { en: 'Step on', zh: '下一步' },
  play: { en: 'Play', zh: '播放' },
  pause: { en: 'Pause', zh: '暂停' },
  begin: { en: 'begin', zh: '开始' },
  after: { en: 'after {ms} ms', zh: '{ms} 毫秒后' },
  possible: { en: 'What can happen here', zh: '此处可能发生' },
  nothing: { en: 'Nothing: it has ended.', zh: '没有：它已结束。' },
  onlyPaths: {
    en: 'Only what the paths take: the machine has more states than a page holds.',
    zh: '只显示路径经过的部分：状态太多，页面放不下。',
  },
} as const;
