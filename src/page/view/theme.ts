import { signal } from '@preact/signals';

/** Light or dark; what the system prefers, until it is switched here. */
export const theme = signal<'light' | 'dark'>(
  matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light',
);
