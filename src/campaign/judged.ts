// Which rules of the judge are asked about which part of a run. In an audit, one code comes at one moment
// and nothing else does; here everything comes at once, so a rule is asked only where the one code can be the
// reason.
import type { Finding, JudgeRule } from '../judge/rules/rule.ts';
import type { Ended } from './property.ts';
import type { Reaction } from '../judge/reaction.ts';
import type { Part, Story } from './story.ts';

/** Rules about everything that a client did, whatever came. */
const ofWhole: ReadonlySet<string> = new Set([
  'kicks-itself',
  'parallel-logins',
  'calls-dead-session',
  'mixes-up-names',
  'throws-in-handler',
  'never-settles',
  'leaves-timers',
  'works-after-dispose',
]);
/** Rules about its state at the end, after all has been well for a long time. */
const ofEnd: ReadonlySet<string> = new Set([
  'gives-up',
  'no-refresh',
  'offline-at-end',
  'state-lies',
]);
const ofRoom = 'room-lost';
const ofMessage = 'message-lost';
const ofLogout = 'works-after-logout';
/** A client that is not given time to settle has done nothing wrong. */
const ofQuiet: ReadonlySet<string> = new Set(['never-settles']);

/**
 * Rules that are not asked in the manner of 1.4.0. Much never comes there, so no handler hears it; and what
 * comes late is about a session that a client has dropped if it noticed by itself. If it did not notice, the
 * other rules see what that means for its user.
 */
const ofDocumented: ReadonlySet<string> = new Set(['no-handler']);

/**
 * Rules about how long a client waits. In the manner of 1.4.0 nobody sees a login as long as the service is
 * down: its look-up is refused before anybody knows whose it is.
 */
const ofWaits: ReadonlySet<string> = new Set(['no-cap']);

/** Rules about a session that comes back by itself in the manner of 1.4.0: no client can keep it from that. */
const ofReturn: ReadonlySet<string> = new Set([
  'kicks-itself',
  'retries-refused',
  'waits-never-grow',
  'works-after-dispose',
]);

/** What was broken, and how. */
export interface Fault extends Finding {
  readonly rule: string;
  /** The client under test; undefined if the double itself is at fault. */
  readonly client: string | undefined;
}

/** Whether a rule is about what a client did about one code. */
const isOfPart = (name: string): boolean =>
  !ofWhole.has(name) &&
  !ofEnd.has(name) &&
  name !== ofRoom &&
  name !== ofMessage &&
  name !== ofLogout;

const rank = { advice: 0, warn: 1, wrong: 2 } as const;

/** The rules that are asked about a story, and what they have found so far. */
class Questions {
  /** By rule, its worst finding. */
  readonly #worst = new Map<string, Fault>();
  readonly #story: Story;
  readonly #rules: readonly JudgeRule[];

  constructor(story: Story, rules: readonly JudgeRule[]) {
    this.#story = story;
    this.#rules = rules;
  }

  get faults(): readonly Fault[] {
    return [...this.#worst.values()];
  }

  /** Asks the rules that are meant about some parts, which are looked for only if there are such rules. */
  ask(
    parts: () => readonly (Part | undefined)[],
    isMeant: (rule: string, part?: Part) => boolean,
    isEnd = false,
  ): void {
    const meant = this.#rules.filter(({ name }) => isMeant(name));
    if (meant.length === 0) return;
    for (const part of parts()) {
      if (part === undefined) continue;
      let reaction: Reaction | undefined;
      for (const rule of meant) {
        if (!isMeant(rule.name, part)) continue;
        reaction ??= this.#story.reaction(part, isEnd);
        this.#note(rule, rule.check(reaction));
      }
    }
  }

  #note({ name: rule }: JudgeRule, finding: Finding | undefined): void {
    if (finding === undefined || finding.verdict === 'advice') return;
    const known = this.#worst.get(rule);
    if (known !== undefined && rank[known.verdict] >= rank[finding.verdict]) return;
    this.#worst.set(rule, { ...finding, rule, client: this.#story.person.name });
  }
}

/** The rules that can be asked about a story at all. */
function rulesFor(story: Story, rules: readonly JudgeRule[]): readonly JudgeRule[] {
  const isPublished = story.sdk !== undefined;
  // What is lost, 1.4.0 neither asks for again nor tells of: what the service said is no reason for anything then.
  const isDeaf = isPublished && story.isLossy;
  const mayReturn = isDeaf || (isPublished && story.isLeftBehind);
  return rules.filter(
    ({ name, isOfMany }) =>
      isOfMany !== true &&
      !(isPublished && ofDocumented.has(name)) &&
      !(isDeaf && (isOfPart(name) || name === ofMessage || name === ofLogout)) &&
      !(mayReturn && ofReturn.has(name)),
  );
}

/** Asks the rules about the story of a client; each broken rule is reported once, by its worst finding. */
export function judge(
  story: Story,
  rules: readonly JudgeRule[],
  { isQuiet }: Pick<Ended, 'isQuiet'>,
): readonly Fault[] {
  const isPublished = story.sdk !== undefined;
  const questions = new Questions(story, rulesFor(story, rules));
  const { isStopped } = story;
  questions.ask(
    () => [story.whole],
    (name) =>
      (ofWhole.has(name) && (isQuiet || !ofQuiet.has(name))) || (isStopped && name === 'hot-loop'),
  );
  if (isStopped) return questions.faults;
  questions.ask(
    () => story.afterLogouts,
    (name) => name === ofLogout,
  );
  const isSeen = (part: Part): boolean => !isPublished || story.isUpIn(part);
  questions.ask(
    () => (isPublished ? story.parts.filter((part) => story.isHeard(part)) : story.parts),
    (name, part) => isOfPart(name) && (!ofWaits.has(name) || part === undefined || isSeen(part)),
  );
  if (!isQuiet) return questions.faults;
  const askOfEnd = (
    parts: () => readonly (Part | undefined)[],
    isMeant: (rule: string) => boolean,
  ): void => questions.ask(parts, isMeant, true);
  askOfEnd(
    () => [story.lastEnd],
    (name) => ofEnd.has(name),
  );
  askOfEnd(
    () => [story.failedJoin],
    (name) => name === 'gives-up',
  );
  askOfEnd(
    () => story.lastLeave,
    (name) => name === ofRoom,
  );
  askOfEnd(
    () => story.failedMessages,
    (name) => name === ofMessage,
  );
  return questions.faults;
}
