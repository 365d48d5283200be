// People to play with: clients of a world, with every callback recorded.
import { byName, createWorld, type AgoraAPI, type SignalingWorld, type WorldOptions } from 'sigsim';
import { callbackNames } from '../../src/sdk/native/callbacks.ts';

/** A client whose callbacks are written down. */
export interface Actress {
  readonly api: AgoraAPI;
  /** What it heard, in order: `['onLoginSuccess', 0, 0]`. */
  readonly heard: unknown[][];
}

/** Sets every callback of a double to write down its name and arguments. */
export function listen(api: AgoraAPI): Actress {
  const heard: unknown[][] = [];
  for (const name of callbackNames) {
    Object.assign(api, { [name]: (...args: unknown[]) => void heard.push([name, ...args]) });
  }
  return { api, heard };
}

/** The value of a code, by its name: expectations read better so. */
export const value = (name: Parameters<typeof byName>[0]): number => byName(name).value;

/** A world in which these accounts are logged in, and nothing has been heard yet. */
export async function cast<const Names extends readonly string[]>(
  names: Names,
  options: WorldOptions = {},
): Promise<{ world: SignalingWorld } & Record<Names[number], Actress>> {
  const world = createWorld(options);
  const people = names.map((name) => {
    const actress = listen(world.createAgoraAPI());
    actress.api.login('app', name, '_no_need_token');
    return [name, actress] as const;
  });
  await world.advance('1 s');
  for (const [, { heard }] of people) heard.length = 0;
  return { world, ...Object.fromEntries(people) } as { world: SignalingWorld } & Record<
    Names[number],
    Actress
  >;
}
