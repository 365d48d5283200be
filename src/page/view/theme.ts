import { kept } from '../model/kept.ts';

/** Light or dark; what the system prefers, until it is switched here. */
export const theme = kept<'light' | 'dark'>(
  'theme',
  ['light', 'dark'],
  matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
);
