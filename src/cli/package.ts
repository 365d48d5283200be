import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(import.meta.url);
const manifest = require('sigsim/package.json') as { readonly version: string };

/** The version of this package. */
export const { version } = manifest;

/** The folder of this package, wherever it is installed. */
export const root = new URL('.', pathToFileURL(require.resolve('sigsim/package.json')));
