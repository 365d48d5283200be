// The table "what arrives where", out of runs: what of each code reaches an application in the manner of
// 1.4.0, and how it ends where nothing does.
import { codes } from '../../../machines/codes.ts';
import { compareCode, type Lane } from '../../../src/tour/compare.ts';

/** What is heard on the way to most codes. */
const onTheWay = /^(onLoginSuccess|onChannelJoined|onChannelUserList)/;

/** What reached the application last, or that nothing did, and its state ten minutes later. */
export function arrivalOf({ moments, end }: Lane): readonly [what: string, end: string] {
  const last = moments.findLast(({ kind, text }) => kind === 'heard' && !onTheWay.test(text));
  return [last === undefined ? 'nothing' : `\`${last.text}\``, end];
}

/** The rows of the table, in documented order. */
export async function arrivals(): Promise<readonly string[]> {
  const rows: string[] = [];
  for (const { name, value } of codes) {
    const { lanes } = await compareCode(name);
    const [what, end] = arrivalOf(lanes[2] as Lane);
    const mark = lanes[2]?.arrived === true ? 'yes' : 'no';
    rows.push(`| ${value} | ${name} | ${mark} | ${what} | ${end} |`);
  }
  return rows;
}
