import { nearest } from '../base/errors.ts';
import { callbackNames } from './native/callbacks.ts';

/** The callbacks of either SDK: those of the web's objects are among the native ones. */
const known = new Set<string>(callbackNames);

/** Whether a name begins with `on`, in whatever case: most that an object has do not, so this has to be quick. */
const beginsWithOn = (name: string): boolean =>
  (name.codePointAt(0) === 0x6f || name.codePointAt(0) === 0x4f) && /^on/i.test(name);

/**
 * A handler on one of these objects that no SDK knows, and whose nearest name is the one that was to be
 * called: `onLoginFail`, `onloginfailed`. A name that is near to none is the application's own business.
 */
export function misnamedIn(
  objects: readonly (object | null | undefined)[],
  wanted: string,
): { readonly name: string; readonly near: string } | undefined {
  for (const object of objects) {
    // This is asked of every callback that nobody handles. A double begins with the SDK's own names, in
    // their order, so that nearly all are told by their place; and no list is made of them.
    let place = 0;
    for (const name in object) {
      if (name === callbackNames[place++] || !beginsWithOn(name) || known.has(name)) continue;
      if (!Object.hasOwn(object, name)) continue;
      if (typeof (object as Readonly<Record<string, unknown>>)[name] !== 'function') continue;
      if (nearest(name, callbackNames) === wanted) return { name, near: wanted };
    }
  }
  return undefined;
}
