import { fileURLToPath } from 'node:url';

/** The built page; `npm test` builds before. */
export const pageFile = fileURLToPath(new URL('../../dist/page/index.html', import.meta.url));
