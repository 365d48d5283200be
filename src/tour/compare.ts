// The story of one code three ways: as documented, in the native shape, and as the published Web
// SDK reports it, which is often not at all.
import { byName, type CodeName } from '../../machines/codes.ts';
import { readCode } from '../base/errors.ts';
import { native } from '../run/native.ts';
import { published } from '../run/real.ts';
import type { Subject } from '../run/subject.ts';
import { web } from '../run/web.ts';
import { createPlayer } from '../scenario/player.ts';
import { forRealSdk, scripts, withSession, type Script } from './script.ts';

/** One thing that an application did or heard. */
export interface Moment {
  /** Virtual milliseconds. */
  readonly at: number;
  /** `'heard'`: a callback; `'did'`: a call, or what the network and the service did. */
  readonly kind: 'heard' | 'did';
  readonly text: string;
}

/** The story of a code in one shape. */
export interface Lane {
  readonly shape: 'documented' | 'native' | '1.4.0';
  /** What played it: `'the double'`, `'the real SDK'`. */
  readonly client: string;
  readonly moments: readonly Moment[];
  /** Whether the number of the code reached a handler. */
  readonly arrived: boolean;
  /** The state of its client ten minutes later: `'loggedOut'`, `'status 3'`. */
  readonly end: string;
}

/** The story of a code in every shape. */
export interface Comparison {
  readonly code: CodeName;
  readonly value: number;
  readonly lanes: readonly Lane[];
}

/** How long it is watched afterwards, for what comes late or never. */
const watchMs = 600_000;

async function playLane<App>(
  shape: Lane['shape'],
  { code, hero, scenario }: Script,
  subject: Subject<App>,
): Promise<Lane> {
  const player = createPlayer(scenario, subject);
  await player.run();
  const { world, apps } = player;
  await world.advance(watchMs);
  const app = apps.get(hero);
  const heard = app === undefined ? [] : (subject.heard?.(app) ?? []);
  const moments = world.trace.entries.flatMap((entry): readonly Moment[] => {
    const { at } = entry;
    if (entry.kind === 'act') return [{ at, kind: 'did', text: `${entry.by}.${entry.did}` }];
    if (!('client' in entry) || entry.client !== hero) return [];
    if (entry.kind === 'call') return [{ at, kind: 'did', text: `${entry.method}()` }];
    if (entry.kind === 'threw') return [{ at, kind: 'heard', text: `throws ${entry.error}` }];
    // A web client itself reports what it heard; the trace has what the service knew.
    if (entry.kind !== 'callback' || shape !== 'native' || !entry.handled) return [];
    const number = entry.code === undefined ? '' : ` ${byName(entry.code).value}`;
    return [{ at, kind: 'heard', text: `${entry.name}${number}` }];
  });
  const own = heard.flatMap(({ callback, at, words, value }): readonly Moment[] => {
    if (at === undefined) return [];
    const args = words === undefined ? (value === undefined ? '' : ` ${value}`) : `(${words})`;
    return [{ at, kind: 'heard', text: `${callback.replace(/^\w+\./, '')}${args}` }];
  });
  return {
    shape,
    client: subject.sdk === 'real' ? subject.name : 'the double',
    moments: [...moments, ...own].toSorted((a, b) => a.at - b.at),
    arrived: heard.some(
      (one) => one.value === byName(code).value && (one.code === undefined || one.code === code),
    ),
    end: app === undefined ? '' : (subject.state?.(app) ?? ''),
  };
}

/**
 * Plays the way to a code three times: in the documented web shape, in the native shape, and as
 * 1.4.0 behaves.
 *
 * @param third what plays 1.4.0 @default the double; `real()` uses the published SDK itself
 * @throws {UsageError} if the code is unknown
 * @example
 * const { lanes } = await compareCode('LOGOUT_E_TOKENEXPIRED');
 * lanes.map(({ shape, arrived, end }) => [shape, arrived, end]); // ['1.4.0', false, 'status 0']
 */
export async function compareCode<App>(code: CodeName, third?: Subject<App>): Promise<Comparison> {
  readCode('compare.code', 'compareCode', code);
  const script = scripts.find((one) => one.code === code) as Script; // There is one for each.
  const lanes = [
    await playLane('documented', withSession(script), web),
    await playLane('native', script, native),
    third === undefined
      ? await playLane('1.4.0', forRealSdk(script), published())
      : await playLane('1.4.0', forRealSdk(script), third),
  ];
  return { code, value: byName(code).value, lanes };
}
