// The report of an audit: a matrix, and behind each cell what happened, in the page's own parts.
import { batch } from '@preact/signals';
import type { JSX } from 'preact';
import { byName } from '../../../machines/codes.ts';
import type { Sheet, SheetCell, SheetRow } from '../../trace/sheet.ts';
import { showRecording, startOver } from '../model/courses.ts';
import { isAtStart, notice, opened } from '../model/store.ts';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';

const marks = {
  ok: ['✓', texts.verdictOk],
  warn: ['!', texts.verdictWarn],
  wrong: ['✗', texts.verdictWrong],
  untested: ['·', texts.verdictUntested],
} as const;

/** Shows what is behind a cell. */
function open(row: SheetRow, cell: SheetCell): void {
  batch(() => {
    if (cell.recorded !== undefined) {
      showRecording(cell.recorded);
      notice.value = undefined; // The cell that was opened already says what it is.
    }
    opened.value = { row, cell };
  });
}

function Cell({
  row,
  cell,
  column,
}: {
  row: SheetRow;
  cell: SheetCell;
  column: string;
}): JSX.Element {
  const [mark, word] = marks[cell.verdict];
  return (
    <td class={cell.verdict}>
      <button
        type="button"
        aria-label={`${row.code}, ${column}: ${say(word)}`}
        title={cell.why.map(({ text }) => say(text)).join(' ')}
        disabled={cell.verdict === 'untested'}
        onClick={() => open(row, cell)}
      >
        {mark}
      </button>
    </td>
  );
}

function Line({ row, sheet }: { row: SheetRow; sheet: Sheet }): JSX.Element {
  const { value, group } = byName(row.code);
  const shown = row.cells.find(({ verdict }) => verdict === row.verdict);
  return (
    <tr>
      <th scope="row">
        <span class={`value ${group}`}>{value}</span> <span class="code-name">{row.code}</span>
      </th>
      {sheet.columns.map((column, at) => {
        const cell = row.cells.find((one) => one.column === at);
        return cell === undefined ? (
          <td key={at} />
        ) : (
          <Cell key={at} row={row} cell={cell} column={say(column)} />
        );
      })}
      <td class="did">{shown !== undefined && say(shown.did)}</td>
    </tr>
  );
}

/** The matrix. */
export function Report({ sheet }: { readonly sheet: Sheet }): JSX.Element {
  return (
    <main class="report">
      <section class="panel" aria-labelledby="report-title">
        <h2 id="report-title">{say(texts.report)}</h2>
        <p class="summary">{say(sheet.summary)}</p>
        <p class="hint">{say(texts.reportHint)}</p>
        <Judged />
        <div class="matrix">
          <table>
            <thead>
              <tr>
                <th />
                {sheet.columns.map((column, at) => (
                  <th key={at} scope="col">
                    {say(column)}
                  </th>
                ))}
                <th scope="col">{say(texts.itDid)}</th>
              </tr>
            </thead>
            <tbody>
              {sheet.rows.map((row) => (
                <Line key={row.code} row={row} sheet={sheet} />
              ))}
            </tbody>
          </table>
        </div>
        {sheet.advice.length > 0 && (
          <>
            <h3>{say(texts.reportAdvice)}</h3>
            <ul>
              {sheet.advice.map((text) => (
                <li key={text.en}>{say(text)}</li>
              ))}
            </ul>
          </>
        )}
      </section>
    </main>
  );
}

/** What is said about the cell that was opened. */
export function Judged(): JSX.Element | null {
  const one = opened.value;
  if (one === undefined) return null;
  const { row, cell } = one;
  return (
    <section class={`panel failure judged ${cell.verdict}`} aria-label={say(texts.verdict)}>
      <p>
        <b>
          {row.code}: {say(marks[cell.verdict][1])}
        </b>
      </p>
      <dl>
        {cell.why.map(({ rule = say(texts.verdict), text }) => (
          <>
            <dt>{rule}</dt>
            <dd>{say(text)}</dd>
          </>
        ))}
        <dt>{say(texts.itDid)}</dt>
        <dd>{say(cell.did)}</dd>
        {row.policy !== undefined && (
          <>
            <dt>{say(texts.ownPolicy)}</dt>
            <dd>{row.policy.reason}</dd>
          </>
        )}
        <dt>{say(texts.againBy)}</dt>
        <dd>
          <code>{cell.replay}</code>
        </dd>
      </dl>
      {!isAtStart.value && (
        <button type="button" onClick={() => void startOver()} data-to-report>
          {say(texts.toReport)}
        </button>
      )}
    </section>
  );
}
