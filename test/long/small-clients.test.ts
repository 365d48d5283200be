// Small clients after patterns of real applications: on the double in the manner of 1.4.0 each of them does
// what it does on the real SDK, frame by frame, whatever happens to it.
import { onPublished, onRealSdk, type Subject } from 'sigsim/paths';
import { describe, expect, test } from 'vitest';
import careful from '../../examples/careful-chat.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';
import { subjectIn, variants, wild, type Source } from '../judge/clients.ts';
import { events, watch } from '../support/fidelity/application.ts';
import { apart, missing } from '../support/fidelity/held.ts';

/** Those that use the web shape. */
const sources = [...wild, ...variants].filter(({ text }) => !text.includes('createAgoraAPI'));

const clients: readonly (readonly [name: string, of: () => Promise<Subject>])[] = [
  ['the naive chat', async () => naive as Subject],
  ['the careful chat', async () => careful as Subject],
  ...sources.map((source: Source) => [source.name, () => subjectIn(source)] as const),
];

describe.skipIf(missing !== undefined)('small clients on the real SDK and on the double', () => {
  test.each(clients)('%s', async (_name, load) => {
    const of = await load();
    for (const [name, event] of Object.entries(events)) {
      const theirs = [name, ...(await watch(onRealSdk(of), event))];
      const ours = [name, ...(await watch(onPublished(of), event))];

      expect(apart(theirs, ours)).toBeUndefined();
    }
  });
});
