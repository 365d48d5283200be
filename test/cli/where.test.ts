import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codes } from '../../machines/codes.ts';
import { linesOf, sigsimHere, type Ended } from '../support/command.ts';

interface Whereabouts {
  readonly name: string;
  readonly value: number;
  readonly row: string;
  readonly part: string;
  readonly emissions: readonly { readonly file: string; readonly line: number }[];
  readonly path: readonly { readonly event: string; readonly callbacks: readonly string[] }[];
}

const parse = ({ out }: Ended): readonly Whereabouts[] => JSON.parse(out) as readonly Whereabouts[];

/** A line of a file of this repository, without what is commented out. */
function codeAt({ file, line }: Whereabouts['emissions'][number]): string {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split('\n');
  return (text[line - 1] ?? '').replace(/^\s*(?:\/?\*|\/\/).*/, '').replace(/\/\/.*/, '');
}

test('where: INVITE_E_TIMEOUT names each emission, and the path to its representative row', async () => {
  const { exit, out, err } = await sigsimHere(['where', 'INVITE_E_TIMEOUT']);

  const places = [...out.matchAll(/^ {2}(machines\/\S+):(\d+)$/gm)].map(([, file, line]) => ({
    file: file ?? '',
    line: Number(line),
  }));
  const path = linesOf(out.slice(out.indexOf('shortest path')));
  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(linesOf(out)[0]).toBe('704  INVITE_E_TIMEOUT  row I9 of caller');
  expect(places.map(codeAt).filter((text) => !text.includes("'INVITE_E_TIMEOUT'"))).toEqual([]);
  expect(places.map(({ file }) => file)).toEqual(Array(3).fill('machines/invite/caller.ts'));
  expect(path).toEqual([
    'shortest path to row I9',
    '  1  world   session.opened → idle',
    String.raw`  2  client  channelInviteUser2 {"channel":"lobby","peer":"bob","extra":"{\"_timeout\":10}"} → pending.inviting`,
    '  3  world   peer.acknowledged → pending.ringing  ◀ onInviteReceivedByPeer',
    '  4  time    after _timeout → failed  ◀ onInviteFailed INVITE_E_TIMEOUT',
  ]);
});

test.each(codes.map(({ name, value }) => [name, value] as const))(
  'where: %s is emitted where it says, at the end of its path',
  async (name, value) => {
    const [found, ...others] = parse(await sigsimHere(['where', name, '--json']));

    expect(others).toEqual([]);
    expect({ name: found?.name, value: found?.value }).toEqual({ name, value });
    expect(found?.row).toMatch(/^[A-Z]\d+[a-d]?$/);
    expect(found?.emissions).not.toEqual([]);
    expect(found?.emissions.filter((place) => !codeAt(place).includes(`'${name}'`))).toEqual([]);
    const heard = found?.path.map(({ callbacks }) => callbacks.some((c) => c.endsWith(` ${name}`)));
    expect(heard?.at(-1)).toBe(true);
  },
);

test('where: no emission is missed', async () => {
  const file = 'machines/invite/caller.ts';
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').split('\n');

  for (const { name } of codes.filter(({ group }) => group === 'invite')) {
    const [found] = parse(await sigsimHere(['where', name, '--json']));
    const lines = text.flatMap((line, i) => (line.includes(`'${name}'`) ? [i + 1] : []));
    expect(found?.emissions).toEqual(lines.map((line) => ({ file, line })));
  }
});

test('where: 501 tells both names', async () => {
  const found = parse(await sigsimHere(['where', '501', '--json']));

  expect(found.map(({ name, row, part }) => [name, row, part])).toEqual([
    ['QUERYUSERNUM_E_TIMEOUT', 'Q3', 'query'],
    ['QUERYUSERNUM_E_BYUSER', 'Q2b', 'query'],
  ]);
});

test('where: --json prints one document and nothing else', async () => {
  const { exit, out, err } = await sigsimHere(['where', 'LOGIN_E_NET', '--json']);

  expect({ exit, err }).toEqual({ exit: 0, err: '' });
  expect(Object.keys((JSON.parse(out) as readonly object[])[0] ?? {})).toEqual([
    'name',
    'value',
    'row',
    'part',
    'emissions',
    'path',
  ]);
});
