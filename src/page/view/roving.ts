// A group of buttons as one stop of the Tab key: the arrow keys go from one to the next.
import type { HTMLAttributes } from 'preact';

const keys = {
  horizontal: { ArrowRight: 1, ArrowLeft: -1 },
  vertical: { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 },
} as const;

const buttonsOf = (group: HTMLElement): readonly HTMLButtonElement[] => [
  ...group.querySelectorAll<HTMLButtonElement>('button'),
];

/** Lets one button of a group be reached by Tab: the one that was used last, or is pressed, or the first. */
function settle(group: HTMLElement, stop?: HTMLButtonElement): void {
  const buttons = buttonsOf(group);
  const chosen =
    stop ??
    buttons.find((button) => button === document.activeElement) ??
    buttons.find((button) => button.getAttribute('aria-pressed') === 'true') ??
    buttons[0];
  for (const button of buttons) button.tabIndex = button === chosen ? 0 : -1;
}

/** The properties for the element around the buttons. */
export const roving = (
  direction: keyof typeof keys,
): Pick<HTMLAttributes<HTMLDivElement>, 'ref' | 'onKeyDown' | 'onFocusIn'> => ({
  ref: (group) => {
    if (group !== null) settle(group);
  },
  onFocusIn: (event) => {
    if (event.target instanceof HTMLButtonElement) settle(event.currentTarget, event.target);
  },
  onKeyDown: (event) => {
    const buttons = buttonsOf(event.currentTarget);
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    const by = (keys[direction] as Readonly<Record<string, number>>)[event.key];
    const goal =
      event.key === 'Home' ? 0 : event.key === 'End' ? buttons.length - 1 : by && at + by;
    if (at === -1 || goal === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    buttons[(goal + buttons.length) % buttons.length]?.focus();
  },
});
