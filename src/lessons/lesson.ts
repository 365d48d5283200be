// What a lesson is: a staged scenario, a few words, and a question that checks itself. A lesson is
// data: one file in this folder and one name in its index.ts.
import type { CodeName, Text } from '../../machines/codes.ts';
import type { PartName } from '../../machines/lifecycles.ts';
import type { Scenario, ScenarioStep, WrittenDuration } from '../scenario/scenario.ts';

/** Something that a lesson says, and where the specification says so: `'L23, LC 5.1'`. */
export interface Claim extends Text {
  /** Rows and sections, in the forms of machines/README.md. */
  readonly source: string;
}

/** An answer that a reader may choose. */
export interface Choice {
  readonly text: Text;
  /** Whether it is right; of a question, exactly one choice is. */
  readonly right: boolean;
  /** Why it is right or wrong, in a sentence or two. */
  readonly why: Claim;
  /** What to play when it is chosen, as a branch from the end of the scenario: the answer, seen. */
  readonly plays?: readonly ScenarioStep[];
}

/** What a lesson counts, because it cannot be seen in the lanes of a few. */
export interface Tally {
  /** A request of the clients by its name in the trace: `'login'`. */
  readonly packet: string;
  /** They are counted by spans of so much time. */
  readonly span: WrittenDuration;
  /** What is counted, in a few words. */
  readonly title: Text;
}

/** A lesson. */
export interface Lesson {
  /** Its name in links and on the command line: `'kick'`. Lower case and hyphens. */
  readonly name: string;
  readonly title: Text;
  /** What to look at, in one to three short paragraphs. */
  readonly text: readonly Claim[];
  /** What is played. Its last step may be the trouble itself: the page stops where it ends. */
  readonly scenario: Scenario;
  /** How many of its first steps only set the stage, and need not be watched. @default 0 */
  readonly staging?: number;
  /** Whose statechart is shown, and which; it does not follow what happens elsewhere. */
  readonly look: { readonly client: string; readonly part: PartName };
  /** The codes that the scenario emits, in order; a test plays it and compares. */
  readonly shows: readonly CodeName[];
  readonly tally?: Tally;
  readonly question: Text;
  /** Two to four. */
  readonly choices: readonly Choice[];
  /** What to take along, in one sentence. */
  readonly takeaway: Claim;
  /** The test that holds a client of one's own to it: a file for vitest. */
  readonly check: string;
}
