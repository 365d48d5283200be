// What a lesson is: a staged scenario, a few words, and a question that checks itself. A lesson is
// data: one file in this folder and one name in its index.ts.
import type { CodeName, Text } from '../../machines/codes.ts';
import type { PartName } from '../../machines/session.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';

/** An answer that a reader may choose. */
export interface Choice {
  readonly text: Text;
  /** Whether it is right; of a question, exactly one choice is. */
  readonly right: boolean;
  /** Why it is right or wrong, in a sentence or two. */
  readonly why: Text;
  /** What to play when it is chosen, as a branch from the end of the scenario: the answer, seen. */
  readonly plays?: readonly ScenarioStep[];
}

/** A lesson. */
export interface Lesson {
  /** Its name in links and on the command line: `'kick'`. Lower case and hyphens. */
  readonly name: string;
  readonly title: Text;
  /** What to look at, in one to three short paragraphs. */
  readonly text: readonly Text[];
  /** What is played. Its last step may be the trouble itself: the page stops where it ends. */
  readonly scenario: Scenario;
  /** Whose statechart is shown, and which; it does not follow what happens elsewhere. */
  readonly look: { readonly client: string; readonly part: PartName };
  /** The codes that the scenario emits, in order; a test plays it and compares. */
  readonly shows: readonly CodeName[];
  readonly question: Text;
  readonly choices: readonly Choice[];
}
