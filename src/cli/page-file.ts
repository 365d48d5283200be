// The built page, and what it is told when it is served or written.
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { UsageError } from '../base/errors.ts';
import { root } from './package.ts';

/** The built page. @throws {UsageError} when it was not built */
export function readPage(): string {
  const file = new URL('dist/page/index.html.gz', root);
  try {
    return gunzipSync(readFileSync(file)).toString();
  } catch {
    throw new UsageError('page.built', `page: ${file.pathname} is not there. Run npm run build.`);
  }
}

/**
 * The page with something in it: the trace that it shows, the report, or a machine. What stands there cannot end
 * the script that it stands in.
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
