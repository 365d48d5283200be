import type { Text } from '../../machines/codes.ts';
import { checkKeys, show, UsageError } from '../base/errors.ts';
import type { Check } from './check.ts';
import { tell } from './evidence.ts';
import { voiceOf, type LanguageOptions } from './lang.ts';
import { accountOf, isOf, worldOf } from './world-of.ts';

/** A path of a suite: the part of it that this check reads. */
export interface PathLike {
  readonly id: string;
  readonly steps: readonly {
    readonly by: string;
    /** Whose callbacks they are, if the path has several clients. */
    readonly client?: string;
    readonly do: string;
    readonly expect?: {
      readonly callbacks?: readonly { readonly name: string; readonly code?: string }[];
    };
  }[];
}

/** Whose callbacks should follow the path. */
export interface FollowedOptions extends LanguageOptions {
  /** Only those of clients of this account. */
  readonly account?: string;
}

const texts = {
  callback: { en: '{count} callback', zh: '{count} 个回调' },
  callbacks: { en: '{count} callbacks', zh: '{count} 个回调' },
  followed: {
    en: 'Path {id} was followed, all {all}, but it should not have been.',
    zh: '路径 {id} 走完了，{all}全部到达，但预期并非如此。',
  },
  at: { en: '{told} at {at}', zh: '{told}（{at}）' },
  nothing: { en: 'nothing came until {now}', zh: '到 {now}为止再没有回调' },
  instead: { en: 'what came instead: {rest}', zh: '到达的却是 {rest}' },
  missing: {
    en: 'Path {id} was followed for {next} of {all}: {told} of step {number} ({did}) is missing; {instead}.',
    zh: '路径 {id} 的 {all}中只到达了 {next} 个：缺少第 {number} 步（{did}）的 {told}；{instead}。',
  },
} as const satisfies Readonly<Record<string, Text>>;

interface Heard {
  readonly name: string;
  readonly code?: string;
}

const told = ({ name, code }: Heard): string => (code === undefined ? name : `${name} ${code}`);

/**
 * Whether the callbacks of a path came in its order. Others may come in between: a client that
 * retries hears more than the path says.
 *
 * @throws {UsageError} if the path is not a path, an option is unknown, nobody has the account, or
 * `world` is not a world
 */
/* oxlint-disable-next-line max-lines-per-function -- what is wrong is said with all that was found */
export function followedPath(
  received: unknown,
  path: PathLike,
  options: FollowedOptions = {},
): Check {
  const where = 'followedPath';
  const world = worldOf(where, received);
  if (typeof path?.id !== 'string' || typeof path.steps?.flatMap !== 'function') {
    throw new UsageError(
      'check.path',
      `${where}: ${show(path)} is not a path. Give one of a suite's paths: { id, steps }.`,
    );
  }
  checkKeys('check.option', where, options, ['account', 'lang']);
  const voice = voiceOf(where, options);
  const account = accountOf(where, world, options.account);
  const wanted = path.steps.flatMap((step, index) =>
    (step.expect?.callbacks ?? []).map((callback) => ({ callback, step, number: index + 1 })),
  );
  if (wanted.length === 0) {
    throw new UsageError(
      'check.path',
      `${where}: path ${show(path.id)} expects no callback, so there is nothing to compare. ` +
        'Check the state instead.',
    );
  }
  const heard = world.trace.callbacks().filter(({ client }) => isOf(client, account));
  let next = 0;
  let from = 0;
  for (const [index, { client, name, code }] of heard.entries()) {
    const { callback, step } = wanted[next] ?? {};
    if (callback === undefined) break;
    if (callback.name !== name || callback.code !== code || !isOf(client, step?.client)) continue;
    next += 1;
    from = index + 1;
  }
  const missing = wanted[next];
  const message = (): string => {
    const { say, ms, list } = voice;
    const { id } = path;
    const count = wanted.length;
    const all = say(count === 1 ? texts.callback : texts.callbacks, { count });
    if (missing === undefined) return tell(voice, world, say(texts.followed, { id, all }));
    const { callback, step, number } = missing;
    const rest = heard
      .slice(from)
      .map((entry) => say(texts.at, { told: told(entry), at: ms(entry.at) }));
    const instead =
      rest.length === 0
        ? say(texts.nothing, { now: ms(world.now) })
        : say(texts.instead, { rest: list(rest.length > 3 ? [...rest.slice(0, 3), '...'] : rest) });
    const did = `${step.by} ${step.do}`;
    const places = { id, all, next, told: told(callback), number, did, instead };
    const [other] = heard.slice(from);
    return tell(voice, world, say(texts.missing, places), {
      index: other && world.trace.entries.indexOf(other),
      expected: told(callback),
      actual: other === undefined ? '–' : told(other),
    });
  };
  return {
    pass: missing === undefined,
    message,
    expected: wanted.map(({ callback }) => told(callback)),
    actual: heard.map(told),
  };
}
