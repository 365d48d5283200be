// Everything in one classic script: for a script tag, and for tools that load no ES modules (Jest).
// In a browser it also sets `window.Signal`, as the script of the real SDK does.
import { Signal } from '../sdk/index.ts';

export * from '../checks/index.ts';
export * from '../index.ts';
export { Signal };

const page = globalThis as { window?: unknown; Signal?: unknown };
if (page.window !== undefined) page.Signal = Signal;
