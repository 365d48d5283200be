// The main job: every documented code, produced by a real sequence of calls and causes, through the
// callbacks of a client SDK.
import { byName, type CodeName } from '../../machines/codes.ts';
import { lifecycles } from '../../machines/index.ts';
import { writtenTransitions } from '../paths/model/written.ts';
import type { Subject } from '../run/subject.ts';
import { play } from './play.ts';
import { scripts, tellScript, type Script } from './script.ts';

/** One line of the tour. */
export interface TourStop {
  readonly name: CodeName;
  readonly value: number;
  readonly steps: string;
  readonly callback: string | null;
  readonly row: string | null;
  readonly atMs: number;
  /** Whether the code arrived, by the row that represents it. */
  readonly emitted: boolean;
}

/** The row that represents each code: the transition marked `primary`. */
export const representativeRows: ReadonlyMap<CodeName, string> = new Map(
  lifecycles.flatMap(({ parts }) =>
    parts.flatMap(({ machine }) =>
      writtenTransitions(machine).flatMap(({ meta }) =>
        meta?.primary === true ? meta.codes.map((code) => [code, meta.row] as const) : [],
      ),
    ),
  ),
);

/** Takes the tour in documented order, one stop at a time. */
export async function* tour<App>(
  subject: Subject<App>,
  adapt: (script: Script) => Script = (script) => script,
): AsyncGenerator<TourStop> {
  for (const script of scripts.map(adapt)) {
    const { callback, row, atMs } = await play(script, subject);
    yield {
      name: script.code,
      value: byName(script.code).value,
      steps: tellScript(script),
      callback: callback ?? null,
      row: row ?? null,
      atMs,
      emitted: callback !== undefined && row === representativeRows.get(script.code),
    };
  }
}
