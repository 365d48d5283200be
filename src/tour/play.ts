// Plays a script through a double and says what the application heard.
import { byName, type CodeName } from '../../machines/codes.ts';
import { createWorld, type SignalingWorld } from '../create-world.ts';
import { SpecError } from '../errors.ts';
import type { TraceEntry } from '../trace.ts';
import type { ClientOptions } from '../world/client-options.ts';
import { noToken } from '../world/token.ts';
import type { Script, ScriptStep, ScriptToken } from './script.ts';

/** How a shape of the double is driven: by the steps of a client. */
export interface Shape {
  /** Puts a client into a world, with every callback set; `hear` gets the numbers that arrive. */
  create(
    world: SignalingWorld,
    options: ClientOptions,
    hear: (callback: string, value: number) => void,
  ): (step: Extract<ScriptStep, { readonly by: 'client' }>, token: string) => void;
}

/** What came of a script. */
export interface Played {
  readonly code: CodeName;
  /** The callback that delivered the code, as the application knows it; undefined where none did. */
  readonly callback: string | undefined;
  /** The row that emitted it, and whether that row represents the code. */
  readonly row: string | undefined;
  readonly atMs: number;
  readonly world: SignalingWorld;
}

function tokenFor(world: SignalingWorld, account: string, kind: ScriptToken): string {
  switch (kind) {
    case 'none':
      return noToken;
    case 'day':
      return world.service.issueToken({ account });
    case 'hour':
      return world.service.issueToken({ account, expiresInS: 3600 });
    case 'expired':
      return world.service.issueToken({ account, expiresInS: -1 });
    case 'foreign':
      return world.service.issueToken({ account: `not-${account}` });
  }
}

/** An act of the service or the network, by name. */
function act(
  world: SignalingWorld,
  step: Extract<ScriptStep, { readonly by: 'service' | 'network' }>,
): void {
  const target = world[step.by] as unknown as Record<
    string,
    (...args: readonly unknown[]) => unknown
  >;
  const method = target[step.do];
  if (method === undefined) throw new SpecError(`tour: ${step.by} has no ${step.do}.`);
  method.apply(target, [...step.with]);
}

/**
 * Plays a script in a world of its own.
 *
 * The code counts only where a handler of the application got its number, and where the machine
 * emitted it on the way: the two together tell 501 from 501.
 */
export async function play(script: Script, shape: Shape, legacy: boolean): Promise<Played> {
  const world = createWorld({ legacy });
  const heard: { readonly callback: string; readonly value: number }[] = [];
  const clients = new Map<string, ReturnType<Shape['create']>>();
  const drive = (name: string): ReturnType<Shape['create']> => {
    const known = clients.get(name);
    if (known !== undefined) return known;
    const client = shape.create(world, { name, ...script.clients?.[name] }, (callback, value) => {
      if (name === script.hero) heard.push({ callback, value });
    });
    clients.set(name, client);
    return client;
  };
  for (const step of script.steps) {
    if (step.by === 'time') await world.advance(step.ms);
    else if (step.by !== 'client') act(world, step);
    else {
      const args = step.with as { readonly account?: string; readonly token?: ScriptToken };
      drive(step.client)(step, tokenFor(world, args.account ?? '', args.token ?? 'none'));
    }
  }
  const { entries } = world.trace;
  const delivered = entries.find(
    (entry): entry is TraceEntry & { readonly kind: 'callback' } =>
      entry.kind === 'callback' && entry.client === script.hero && entry.code === script.code,
  );
  const emitted = entries.find(
    (entry): entry is TraceEntry & { readonly kind: 'transition' } =>
      entry.kind === 'transition' &&
      entry.client === script.hero &&
      entry.codes?.includes(script.code) === true,
  );
  const arrived = heard.find(({ value }) => value === byName(script.code).value);
  return {
    code: script.code,
    callback: delivered === undefined ? undefined : arrived?.callback,
    row: emitted?.rows.at(-1),
    atMs: delivered?.at ?? world.now,
    world,
  };
}
