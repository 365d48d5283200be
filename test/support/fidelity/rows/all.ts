// The whole table: what is shown, and what is not.
import { hiddenLifecycles, lifecycles } from './lifecycles.ts';
import type { Hidden, Row } from './row.ts';
import { hiddenWire, wire } from './wire.ts';

/** Every row, with the document in which it stands. */
export const rows: readonly Row[] = [...lifecycles.map(([at, ...row]): Row => [`LC ${at}`, ...row]), ...wire.map(([at, ...row]): Row => [`wire ${at}`, ...row])];

/** Those that no story can show on both. */
export const hidden: readonly Hidden[] = [...hiddenLifecycles.map(([at, ...row]): Hidden => [`LC ${at}`, ...row]), ...hiddenWire.map(([at, ...row]): Hidden => [`wire ${at}`, ...row])];

/** How many there are, in words. */
export const rowCount = `${rows.length} cells and rows are shown by compared stories, ${hidden.length} are not`;

/** The table as text: a line for each, with the story that shows it. */
export const tableText = [...rows.map(([at, says, cell]) => `${at}: ${says} | ${cell}`), ...hidden.map(([at, says, why]) => `${at}: ${says} | not shown: ${why}`), rowCount].join('\n');
