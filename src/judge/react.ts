// One case, from a fresh world to what the rules say about it.
import type { Text } from '../../machines/codes.ts';
import type { WebManner, Subject } from '../run/index.ts';
import { stepsIn } from '../trace/entry.ts';
import type { Recorded } from '../trace/trace.ts';
import { keep } from '../world/keep.ts';
import { isLegacy, troubleMs, type Case, type CaseName } from './cases.ts';
import { didOf } from './did.ts';
import type { Learned } from './learned.ts';
import type { Names } from './names.ts';
import { Play } from './play.ts';
import { probe } from './probes.ts';
import { Reaction, type End } from './reaction.ts';
import type { Finding, JudgeRule } from './rules/rule.ts';

/** How long a client is watched once nothing stands in its way. */
const watchMs = 10 * 60_000;
/** How long it is left alone, at first and at most: one that logs in again and again is looked at often. */
const spanMs = { first: 15_000, most: 4 * 60_000 };
/** After this many logins in one reaction there is nothing more to learn. */
const loginsMax = 60;

/** A rule that was broken, and how. */
export interface Broken extends Finding {
  readonly rule: string;
  /** The only manner of the web shape in which it happens, if a client was judged in both. */
  readonly only?: WebManner;
  /** The lines that show it, if they are not those of its moment. */
  readonly shown?: { readonly replay: string; readonly page: string | undefined };
}

/** The result of a case. */
export interface CaseOutcome extends CaseName {
  /** Why nothing can be said about it; undefined if something can. */
  readonly untested: Text | undefined;
  readonly did: Text;
  readonly broken: readonly Broken[];
  /** The kept trace, if a rule was broken. */
  readonly file: string | undefined;
  /** What happened, if that was asked for; for a hundred clients it is too much to look at. */
  readonly trace?: Recorded | undefined;
  /** The number of calls, acts and callbacks, for steps per second. */
  readonly steps: number;
  /** What it called, and when: two runs of a deterministic client have the same calls. */
  readonly calls: readonly string[];
}

/** What cases are run with. */
export interface ReactOptions {
  readonly seed: number;
  readonly names: Names;
  readonly rules: readonly JudgeRule[];
  /** Whether traces of broken rules are kept, for the lines that replay them. */
  readonly keeps: boolean;
  /** Whether what happened comes with each outcome. */
  readonly traces: boolean;
}

/** The most entries of a trace that anybody can look at; more is a loop. */
const shownMax = 500;

const nothing: Text = { en: '', zh: '' };

/** What the client lacks for a case; undefined if it has everything. */
export function lacks(one: Case, subject: Subject, learned: Learned): Text | undefined {
  const missing = one.needs.find(
    (need) => ![need].flat().some((call) => subject.do[call] !== undefined),
  );
  if (missing !== undefined) {
    const calls = [missing].flat().map((call) => `do.${call}`);
    return {
      en: `the subject has no ${calls.join(' and no ')}`,
      zh: `subject 没有 ${calls.join('，也没有 ')}`,
    };
  }
  if (one.isCalled === true && !learned.isCallable) {
    return { en: 'it does not handle incoming calls', zh: '它不处理来电' };
  }
  return one.disposes === true && subject.dispose === undefined
    ? { en: 'the subject has no dispose', zh: 'subject 没有 dispose' }
    : undefined;
}

/** Runs a case. */
export async function react(
  one: Case,
  subject: Subject,
  learned: Learned,
  { seed, names, rules, keeps, traces }: ReactOptions,
): Promise<CaseOutcome> {
  const { code, moment, trouble } = one;
  const name: CaseName = { code, moment, trouble };
  const untested = lacks(one, subject, learned);
  if (untested !== undefined) {
    return { ...name, untested, did: nothing, broken: [], file: undefined, steps: 0, calls: [] };
  }
  const isOfMany = one.moment === 'a hundred clients';
  const play = new Play(subject, {
    seed,
    names,
    appId: learned.appId,
    legacy: isLegacy(one),
    ...(isOfMany && { crowd: 100 }),
  });
  try {
    play.begin();
    await one.run(play);
    const left = await dispose(one, play);
    const causedAt = play.world.now;
    await watch(one, play);
    const steps = stepsIn(play.world.trace.entries); // Without those of probe.
    const reaction = new Reaction(one, play, learned, { causedAt, left, end: endOf(play) });
    const isOwed = one.isWanted === true || one.disposes === true || isOfMany;
    const isMissing = reaction.index < 0 && !isOwed && play.stopped === undefined;
    const own = isMissing ? [] : rules.filter((rule) => (rule.isOfMany === true) === isOfMany);
    const judged = (): readonly Broken[] =>
      own.flatMap((rule) => {
        const finding = rule.check(reaction);
        return finding === undefined ? [] : [{ ...finding, rule: rule.name }];
      });
    let broken = judged();
    const file = keeps && broken.length > 0 ? keep(play.world) : undefined;
    if (!isOfMany && play.stopped === undefined) {
      // The handlers are called directly, so what results from that does not belong to the trace.
      const threw = probe(play.captured, names);
      await play.pass(0);
      if (threw.length > 0) {
        reaction.threw.push(...threw);
        broken = judged();
      }
    }
    return {
      ...name,
      untested: isMissing ? { en: 'the code did not come', zh: '错误码没有出现' } : undefined,
      did: didOf(reaction),
      broken,
      file,
      steps,
      ...(traces && !isOfMany && { trace: recordedOf(reaction) }),
      calls: callsOf(reaction),
    };
  } finally {
    play.end();
  }
}

const callsOf = ({ attempts }: Reaction): readonly string[] =>
  attempts.flatMap(({ did, operation, at, byRule }) =>
    did === 'calls' && !byRule ? [`${operation} at ${Math.round(at)} ms`] : [],
  );

/** What happened, to be opened where the code came. */
const recordedOf = ({ entries, index }: Reaction): Recorded => ({
  entries: entries.slice(0, shownMax),
  ...(index >= 0 && index < shownMax && { moment: index + 1 }),
});

/** Disposes of the client, if the case asks for it; returns the timers that it left. */
async function dispose(one: Case, play: Play): Promise<readonly string[] | undefined> {
  if (one.disposes !== true) return undefined;
  play.dispose();
  await play.pass(0);
  const left = play.world.pendingTimers;
  await play.pass(2_000);
  one.afterwards?.(play);
  return left;
}

/** Keeps watching: through the trouble, and for ten minutes after it. */
async function watch({ trouble, moment }: Case, play: Play): Promise<void> {
  const { world } = play;
  const until = world.now + troubleMs[trouble] + (trouble === 'once' ? 0 : watchMs);
  const isOfMany = moment === 'a hundred clients';
  let [read, logins, spanOfNow] = [0, 0, spanMs.first];
  while (world.now < until && play.stopped === undefined && !world.isClosed) {
    await play.pass(Math.min(spanOfNow, until - world.now));
    const before = logins;
    const { entries } = world.trace;
    for (; read < entries.length; read++) {
      const entry = entries[read];
      if (entry?.kind === 'call' && entry.method.startsWith('login')) logins += 1;
    }
    if (isOfMany ? play.areBack : logins > loginsMax) return;
    spanOfNow = logins > before ? spanMs.first : Math.min(spanOfNow * 2, spanMs.most);
  }
}

function endOf(play: Play): End {
  const client = play.clients.findLast(({ state }) => state === 'loggedIn');
  return {
    isIn: client !== undefined,
    channel: client?.channel.state === 'joined' ? client.channel.name : undefined,
    shows: play.shows,
  };
}
