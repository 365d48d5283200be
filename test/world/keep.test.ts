// Where the trace of a failure is kept, and what its first line has. No disk is touched: the modules of
// Node are stood in for.
import path, { join } from 'node:path';
import type { SignalingWorld } from 'sigsim';
import { expect, test, vi } from 'vitest';
import type { Failed } from '../../src/trace/trace.ts';
import type { Dialer } from '../../src/world/client/dialer.ts';
import { keep, traceFile } from '../../src/world/keep.ts';
import { cast } from '../support/cast.ts';

const project = join('node_modules', '.sigsim');
const temporary = join('/temporary', 'sigsim');

const failed: Failed = { text: 'Nothing came.', moment: 3 };

/** What `keep` gives in a program with this process. */
function keptIn(process: unknown, world: SignalingWorld, why?: Failed): string | undefined {
  vi.stubGlobal('process', process);
  try {
    return keep(world, why);
  } finally {
    vi.unstubAllGlobals();
  }
}

/** A disk; whoever writes to one of its `locked` folders fails. */
function disk({ has = ['node_modules'], locked = [] as readonly string[], lacks = '' } = {}) {
  const made: unknown[] = [];
  const files = new Map<string, string>();
  const open = (place: string): void => {
    if (locked.some((one) => place.startsWith(one))) throw new Error(`EACCES: ${place}`);
  };
  const fs = {
    existsSync: (place: string) => has.includes(place),
    mkdirSync: (place: string, options: object) => {
      open(place);
      made.push([place, options]);
    },
    writeFileSync: (place: string, text: string) => void files.set(place, text),
  };
  const modules: Record<string, unknown> = {
    'node:fs': fs,
    'node:os': { tmpdir: () => '/temporary' },
    'node:path': path,
  };
  const getBuiltinModule = (name: string): unknown => (name === lacks ? undefined : modules[name]);
  const keeping = (world: SignalingWorld, why?: Failed): string | undefined =>
    keptIn({ getBuiltinModule }, world, why);
  return { made, files, keeping };
}

test('keep: in the folder of the project, under the hash of the trace', async () => {
  const { world } = await cast(['alice']);
  const { made, files, keeping } = disk();
  const file = join(project, `${world.trace.hash().slice(0, 12)}.jsonl`);

  expect(keeping(world)).toBe(file);
  expect(made).toEqual([[project, { recursive: true }]]);
  expect([...files]).toEqual([[file, traceFile(world)]]);
});

test('keep: another check that failed is another file, which says so in its first line', async () => {
  const { world } = await cast(['alice']);
  const { files, keeping } = disk();
  const names = [undefined, failed, failed, { ...failed, moment: 4 }].map((one) =>
    keeping(world, one),
  );

  expect(names[1]).toBe(names[2]);
  expect(new Set(names).size).toBe(3);
  for (const name of names) expect(name).toMatch(/[\\/][\da-f]{12}\.jsonl$/);
  const [plain = '', told = ''] = [...files.values()].map((text) => text.split('\n', 1)[0]);
  expect(JSON.parse(told)).toEqual({ ...(JSON.parse(plain) as object), failed });
  expect(JSON.parse(plain)).not.toHaveProperty('failed');
});

test('keep: in the folder for temporary files, if the project has no node_modules or they are locked', async () => {
  const { world } = await cast(['alice']);
  const [bare, locked] = [disk({ has: [] }), disk({ locked: [project] })];

  for (const { made, files, keeping } of [bare, locked]) {
    const name = keeping(world);
    expect(name?.startsWith(temporary)).toBe(true);
    expect(made).toEqual([[temporary, { recursive: true }]]);
    expect([...files.keys()]).toEqual([name]);
  }
});

test('keep: nowhere, if nothing can be written', async () => {
  const { world } = await cast(['alice']);
  const { files, keeping } = disk({ locked: [project, temporary] });

  expect([keeping(world), files.size]).toEqual([undefined, 0]);
});

test.each(['node:fs', 'node:os', 'node:path'])('keep: nowhere without %s', async (lacks) => {
  const { world } = await cast(['alice']);

  expect(disk({ lacks }).keeping(world)).toBeUndefined();
});

test.each([
  ['a process', undefined],
  ['modules in it', {}],
])('keep: nowhere without %s', async (_, process) => {
  const { world } = await cast(['alice']);

  expect(keptIn(process, world)).toBeUndefined();
});

test('trace: its first line has the clients that did something, and which came over the wire', async () => {
  const { world } = await cast(['alice']);
  world.device('phone').createAgoraAPI({ name: 'bob', canReceiveCalls: false }).logout();
  world.createAgoraAPI();
  const carol = world.createAgoraAPI({ name: 'carol' });
  carol.logout();
  const [, , , last] = world.clients;
  if (last !== undefined) last.dialer = {} as Dialer;

  const { clients } = JSON.parse(traceFile(world).split('\n', 1)[0] ?? '') as { clients: unknown };
  const [version] = world.clients.map((one) => one.version);
  expect(clients).toEqual([
    { name: 'alice', version, canReceiveCalls: true },
    { name: 'bob', version, canReceiveCalls: false, device: 'phone' },
    { name: 'carol', version, canReceiveCalls: true, wire: true },
  ]);
});
