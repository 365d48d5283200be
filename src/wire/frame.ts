// What is sent over the wire: JSON texts that hold `[event, argument]` (wire-protocol.md 3).
import { show } from '../base/errors.ts';
import { isNestedDeep, levelsMax } from '../base/nested.ts';

/** One event of the wire: `['login', {…}]`. */
export type Frame = readonly [event: string, argument: unknown];

/** What a client sends in a request: `["call2", [func, id, args]]`. */
export interface Request {
  readonly func: string;
  /** Counts 1, 2, 3 … on each socket. */
  readonly id: unknown;
  readonly args: Readonly<Record<string, unknown>>;
}

/** The most characters that a frame may have; the largest that the SDK sends is a message of 8 KB. */
const charsMax = 65_536;

/** How many characters of a refused frame are reported. */
const beginningMax = 12;

/** How a frame begins: enough to recognize it, and too little to hold a token. */
const beginning = (data: string): string =>
  show(data.length > beginningMax ? `${data.slice(0, beginningMax)}…` : data);

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Reads a frame of a client. Never throws: for what is not a frame, returns a text that says why.
 *
 * @source wire 3: a client's frames are texts, each a JSON array of an event and its argument
 */
export function readFrame(data: unknown): Frame | string {
  if (typeof data !== 'string') return 'a frame that is not text';
  if (data.length > charsMax)
    return `a frame of ${data.length} characters; ${charsMax} are allowed`;
  if (isNestedDeep(data)) return `a frame nested deeper than ${levelsMax} levels`;
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    return `a frame that is not JSON: ${beginning(data)}`;
  }
  if (!Array.isArray(value)) return `a frame that is not an array: ${beginning(data)}`;
  const [event, argument] = value as readonly unknown[];
  return typeof event === 'string' ? [event, argument] : 'a frame without the name of an event';
}

/** How much a frame may hold that is passed on as it is: far less than what is refused. */
const plainMax = { size: 5_000, levels: 4 };

/** What a value without its characters counts for. */
const sizeOfOne = 10;

/**
 * A copy of a value, if it is what JSON would make of it: texts, numbers and booleans, in lists and records
 * that are few and flat; undefined for any other.
 */
export function copyOfPlain(
  value: unknown,
  room = { left: plainMax.size },
  levels = plainMax.levels,
): unknown {
  room.left -= sizeOfOne + (typeof value === 'string' ? value.length : 0);
  if (room.left < 0 || levels === 0) return undefined;
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') {
    return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined;
  }
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return undefined;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (Array.isArray(value)) {
    if (prototype !== Array.prototype) return undefined;
    const list: unknown[] = [];
    for (const one of value as readonly unknown[]) {
      const copy = copyOfPlain(one, room, levels - 1);
      if (copy === undefined) return undefined;
      list.push(copy);
    }
    return list;
  }
  if (prototype !== Object.prototype || Object.hasOwn(value, '__proto__')) return undefined;
  const copy: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    room.left -= key.length;
    const one = copyOfPlain(Reflect.get(value, key), room, levels - 1);
    if (one === undefined) return undefined;
    copy[key] = one;
  }
  return copy;
}

/** Reads the argument of `call2`; for a bad one, returns a text that says why. */
export function readRequest(argument: unknown): Request | string {
  if (!Array.isArray(argument)) return 'a call2 whose argument is not an array';
  const [func, id, args] = argument as readonly unknown[];
  if (typeof func !== 'string') return 'a call2 without the name of a function';
  return { func, id, args: isRecord(args) ? args : {} };
}

/** What a client sends to log in. */
export interface Login {
  readonly appId: string;
  readonly account: string;
  readonly token: unknown;
}

/** Reads the argument of `login`; for a bad one, returns a text that says why. */
export function readLogin(argument: unknown): Login | string {
  if (!isRecord(argument)) return 'a login whose argument is not an object';
  const { vid, account, token } = argument;
  return { appId: textOf(vid), account: textOf(account), token };
}

/** A value as text: a number as its digits, and `''` for what is neither text nor number. */
export function textOf(value: unknown): string {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' ? value : '';
}
