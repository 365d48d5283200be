// The built page, and the data that is put into it when it is served or written.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../base/errors.ts';
import { root } from './package.ts';

/** The built page. @throws {UsageError} if it has not been built */
export function readPage(): string {
  const file = new URL('dist/page/index.html.gz', root);
  try {
    return gunzipSync(readFileSync(file)).toString();
  } catch {
    throw new UsageError('page.built', `page: ${file.pathname} does not exist. Run npm run build.`);
  }
}

/**
 * The page with data in it: a trace, a report, or a machine. The data is escaped, so that it cannot
 * end the script that contains it.
 */
export const withData = (
  html: string,
  id: 'recording' | 'report' | 'machine',
  data: object,
): string =>
  html.replace(
    new RegExp(`(<script type="application/json" id="${id}">)\\s*null\\s*(?=<)`),
    (_all, tag: string) => tag + JSON.stringify(data).replaceAll('<', String.raw`\u003c`),
  );
