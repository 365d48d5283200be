// Puts something into the clipboard, and says whether that worked.
import { useState } from 'preact/hooks';
import type { JSX } from 'preact';
import { say } from '../texts/language.ts';
import { texts } from '../texts/texts.ts';

/** Copies a text. A browser may refuse; returns whether it was copied. */
export async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** A button that copies a text. */
export function CopyButton({ text }: { readonly text: string }): JSX.Element {
  const [done, setDone] = useState<boolean | undefined>(undefined);
  const told = done === undefined ? texts.copy : done ? texts.copyDone : texts.copyByHand;
  return (
    <button type="button" class="copy" onClick={() => void copied(text).then(setDone)}>
      {say(told)}
    </button>
  );
}
