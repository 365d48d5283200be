import type { JSX } from 'preact';

const paths = {
  start: 'M3 3h2v10H3zM13 3v10L6 8z',
  back: 'M9 3v10L2 8zM11 3h2v10h-2z',
  play: 'M4 2.5v11L13.5 8z',
  pause: 'M3.5 3h3v10h-3zM9.5 3h3v10h-3z',
  on: 'M3 3h2v10H3zM7 3v10l7-5z',
  end: 'M3 3v10l7-5zM11 3h2v10h-2z',
  theme: 'M8 1.5a6.5 6.5 0 1 0 0 13zM8 0a8 8 0 1 1 0 16A8 8 0 0 1 8 0z',
  link: 'M6.5 4.5H4a3.5 3.5 0 0 0 0 7h2.5V10H4a2 2 0 0 1 0-4h2.5zM9.5 4.5H12a3.5 3.5 0 0 1 0 7H9.5V10H12a2 2 0 0 0 0-4H9.5zM5.5 7.25h5v1.5h-5z',
  close:
    'M3.5 2.4 8 6.9l4.5-4.5 1.1 1.1L9.1 8l4.5 4.5-1.1 1.1L8 9.1l-4.5 4.5-1.1-1.1L6.9 8 2.4 3.5z',
} as const;

/** A small picture; what it means is beside it or in a label. */
export const Icon = ({ name }: { readonly name: keyof typeof paths }): JSX.Element => (
  <svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
);
