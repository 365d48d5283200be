// Each story of the published SDK keeps the rules of the wire, and each change of its frames that a careless
// service would make fails it: by the name of a rule, and by what is heard.
import { isDeepStrictEqual } from 'node:util';
import { expect, test } from 'vitest';
import type { Frame } from '../../src/wire/frame.ts';
import type { Change } from '../support/between.ts';
import { brokenIn } from '../support/frame-rules.ts';
import { stories, virtually } from '../support/wire-stories.ts';

/** What is wrong with a story where its frames are changed. */
async function wrongWith(name: string, change?: Change): Promise<readonly string[]> {
  const story = stories[name];
  if (story === undefined) throw new RangeError(`no story ${name}`);
  const [kept, told] = [await virtually(story), await virtually(story, change)];
  const isSame = isDeepStrictEqual(told.heard, kept.heard);
  return [...brokenIn(name, told.sockets), ...(isSame ? [] : ['other things are heard'])];
}

test.each(Object.keys(stories))('a story keeps the rules of the wire: %s', async (name) => {
  expect(await wrongWith(name)).toEqual([]);
});

const wordsOf = ([, argument]: Frame): readonly unknown[] =>
  Array.isArray(argument) ? argument : [];

/** Changes frames of one event, each without a look at those before. */
const each =
  (event: string, change: (words: readonly unknown[]) => readonly unknown[] | undefined): Change =>
  () =>
  (frame) => {
    const words = frame[0] === event ? change(wordsOf(frame)) : undefined;
    return words && [[event, words]];
  };

/** Changes the text of each answer that has such words in it. */
const answer = (event: string, words: string, change: (text: string) => unknown): Change =>
  each(event, (parts) => {
    const text = String(parts.at(-1));
    return text.includes(words) ? [...parts.slice(0, -1), change(text)] : undefined;
  });

/** Holds the answer to a join back until something has happened in the channel. */
const late: Change = () => {
  let held: readonly Frame[] | undefined;
  return (frame) => {
    const words = wordsOf(frame);
    if (held === undefined && String(words[2]).includes('"list"')) {
      held = [frame];
      return [];
    }
    if (words[0] !== 'channel2' || held === undefined) return undefined;
    const frames = [frame, ...held];
    held = [];
    return frames;
  };
};

const isRefused = (name: string): boolean => /^20[4-9]/.test(name);
const isOnline = (name: string): boolean => !name.startsWith('20');

interface Changed {
  by: Change;
  /** The rule that it breaks, and the stories that have such frames. */
  rule: string;
  fails: (name: string) => boolean;
  /** Those of them in which it is heard, too: all, unless said. */
  heard?: (name: string) => boolean;
}

test.each<[string, Changed]>([
  [
    'the reply to a join after the broadcast',
    {
      by: late,
      rule: 'the reply to a join comes before what happens in the channel',
      fails: (name) => name.startsWith('a channel'),
    },
  ],
  [
    'an id that does not rise',
    {
      by: each('notify', ([kind, channel, , line]) =>
        kind === 'channel2' ? [kind, channel, 1, line] : undefined,
      ),
      rule: 'the ids of a channel rise from 1',
      fails: (name) => name.startsWith('a channel'),
    },
  ],
  [
    'the JSON of a login as an object',
    {
      by: answer('login_ret', '', JSON.parse),
      rule: 'every reply is JSON text',
      fails: (name) => isOnline(name) || isRefused(name),
    },
  ],
  [
    'the JSON of a request as an object',
    {
      by: answer('call2-ret', '', JSON.parse),
      rule: 'every reply is JSON text',
      fails: isOnline,
      heard: (name) => /^(?:a channel|messages|a call)/.test(name), // The others only fetch.
    },
  ],
  [
    'no kick before the close',
    {
      by:
        () =>
        ([event]) =>
          event === 'kick' ? [] : undefined,
      rule: 'a socket of somebody who is ousted closes after a kick',
      fails: (name) => /a kick|second login/.test(name),
    },
  ],
  [
    'a fetch without ver_clear',
    {
      by: answer('call2-ret', 'ver_clear', (text) => text.replace('ver_clear', 'version')),
      rule: 'a fetch is answered with ver_clear and msgs',
      fails: isOnline,
      heard: (name) => /^(?:messages|a call)/.test(name), // The others have an empty mailbox.
    },
  ],
  [
    'a refusal without a reason',
    {
      by: answer('login_ret', 'reason', (text) => text.replace('reason', 'why')),
      rule: 'a login is refused with a reason',
      fails: isRefused,
    },
  ],
  [
    'the other mailbox mode',
    {
      by: answer('login_ret', 'msg_set":0', (text) => text.replace('msg_set":0', 'msg_set":1')),
      rule: 'mailboxes are by number, and messages without ids',
      fails: isOnline,
      heard: () => false,
    },
  ],
])('a change of the frames fails each story that has them: %s', async (_, changed) => {
  const { by, rule, fails, heard = fails } = changed;
  const names = Object.keys(stories);
  const wrong = await Promise.all(names.map((name) => wrongWith(name, by)));
  const withWords = (words: string): readonly string[] =>
    names.filter((_name, i) => wrong[i]?.includes(words));

  expect(names.filter((_name, i) => wrong[i]?.length !== 0)).toEqual(names.filter(fails));
  expect(withWords(rule)).toEqual(names.filter(fails));
  expect(withWords('other things are heard')).toEqual(names.filter(heard));
});
