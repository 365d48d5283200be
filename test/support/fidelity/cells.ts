// One story for every cell of the tables that speaks of 1.4.0: lifecycles.md's web14 cells (LC) and the
// rows of wire-protocol.md 10 (W). Each is played on the real SDK and on the double.
import { calls } from './cells/calls.ts';
import type { Cell } from './cells/cell.ts';
import { channels } from './cells/channels.ts';
import { frames } from './cells/frames.ts';
import { lines } from './cells/lines.ts';
import { logins } from './cells/logins.ts';
import { messages } from './cells/messages.ts';
import { Stage, type Player } from './stage.ts';

/** Each cell by its name. */
export const cells: Readonly<Record<string, Cell>> = {
  ...logins,
  ...lines,
  ...channels,
  ...messages,
  ...calls,
  ...frames,
};

/** Plays a cell on somebody, and gives the log. */
export async function playCell(player: Player, cell: Cell): Promise<readonly string[]> {
  const stage = new Stage(player, {
    ...(cell.agent !== undefined && { userAgent: cell.agent }),
    frames: cell.frames === true,
  });
  await cell.play(stage);
  for (let n = 0; n < 4; n++) {
    stage.read();
    await stage.world.advance('1 s');
  }
  await stage.world.advance(cell.rest ?? '20 s');
  stage.read();
  stage.note(`${stage.world.errors.length} uncaught`);
  return stage.log;
}
