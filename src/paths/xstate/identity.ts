// Compares values by their contents: it tells apart what JSON cannot, and a value that cannot be
// inspected is an error that names the place.
import { UsageError } from '../../base/errors.ts';

/** Reads kinds of objects whose contents can be read only in their own way. */
type Reader = (value: never, write: (inner: unknown, key: string) => string) => string;

const bytesOf = (buffer: ArrayBufferLike): string => new Uint8Array(buffer).join(' ');

const readers: readonly (readonly [type: abstract new (...args: never) => object, Reader])[] = [
  [Date, (date: Date) => `Date ${date.getTime()}`],
  [RegExp, (pattern: RegExp) => `RegExp ${String(pattern)} ${pattern.lastIndex}`],
  [URL, (url: URL) => `URL ${url.href}`],
  [URLSearchParams, (params: URLSearchParams) => `URLSearchParams ${String(params)}`],
  [Error, (error: Error) => `${error.name} ${JSON.stringify(error.message)}`],
  [
    Map,
    (map: Map<unknown, unknown>, write) =>
      `Map{${[...map].map(([key, value]) => `${write(key, '(key)')}:${write(value, tellKey(key))}`).join()}}`,
  ],
  [Set, (set: Set<unknown>, write) => `Set{${[...set].map((one) => write(one, '(item)')).join()}}`],
  [ArrayBuffer, (buffer: ArrayBuffer) => `ArrayBuffer ${bytesOf(buffer)}`],
];

const tellKey = (key: unknown): string => (typeof key === 'string' ? key : '(value)');

/** The most functions at one place that are told apart by identity. */
const functionsMax = 32;

/** The fields of an actor that are used here. */
interface ActorLike {
  readonly id: string;
  readonly sessionId: string;
  readonly src: unknown;
}

const isActor = (value: object): value is ActorLike =>
  'sessionId' in value && 'send' in value && 'getSnapshot' in value && 'id' in value;

/** The name of an actor, the same in every run: its id, or its logic if it has no id of its own. */
export const actorText = ({ id, sessionId, src }: ActorLike): string =>
  id !== sessionId ? id : `~${typeof src === 'string' ? src : 'inline'}`;

/** Whether instances of a class have private fields; read from its source, compiled or not. */
function hides(prototype: object): boolean {
  for (let at: object | null = prototype; at !== null && at !== Object.prototype;) {
    const { constructor } = at as { readonly constructor?: unknown };
    const source =
      typeof constructor === 'function' ? Function.prototype.toString.call(constructor) : '';
    if (source.includes('[native code]')) return true;
    if (/\.#[\w$]|_(?:classPrivateFieldGet|privateGet)\b/.test(source)) return true;
    at = Object.getPrototypeOf(at) as object | null;
  }
  return false;
}

/**
 * Writes values as texts that are equal if their contents are: objects regardless of the order of their
 * keys, sets, maps, dates, errors, bytes, instances of classes, cyclic values. A function equals only
 * itself.
 */
export class Identity {
  /** The beginning of the errors: `sigsimPaths: shop`. */
  readonly #where: string;
  readonly #numbers = new Map<unknown, number>();
  readonly #functionsAt = new Map<string, Set<unknown>>();
  readonly #hiding = new WeakMap<object, boolean>();
  #ancestors: object[] = [];
  #path: string[] = [];

  constructor(where: string) {
    this.#where = where;
  }

  /**
   * The text of a value at `place`: `'context'`.
   *
   * @throws {UsageError} if something in it cannot be told apart from others, with its place in the value
   */
  of(value: unknown, place: string): string {
    this.#ancestors = [];
    this.#path = [place];
    return this.#write(value);
  }

  #write(value: unknown): string {
    switch (typeof value) {
      case 'string':
        return JSON.stringify(value);
      case 'number':
        return Object.is(value, -0) ? '-0' : String(value);
      case 'bigint':
        return `${value}n`;
      case 'symbol':
        return `@${this.#numberOf(value)}`;
      case 'function':
        return this.#writeFunction(value);
      case 'object':
        return value === null ? 'null' : this.#writeObject(value);
      default:
        return String(value);
    }
  }

  #numberOf(value: unknown): number {
    const known = this.#numbers.get(value) ?? this.#numbers.size;
    this.#numbers.set(value, known);
    return known;
  }

  /** Whether two functions do the same cannot be known; a new one each time would mean endless states. */
  #writeFunction(value: object): string {
    const place = this.#place().replaceAll(/\[\d+\]/g, '[]');
    const others = this.#functionsAt.get(place) ?? new Set();
    this.#functionsAt.set(place, others.add(value));
    if (others.size > functionsMax) throw this.anotherFunction(this.#place());
    return `f${this.#numberOf(value)}`;
  }

  #writeObject(value: object): string {
    if (isActor(value)) return `actor ${actorText(value)}`;
    const depth = this.#ancestors.indexOf(value);
    if (depth >= 0) return `^${depth}`;
    this.#ancestors.push(value);
    const text = this.#writeWhole(value);
    this.#ancestors.pop();
    return text;
  }

  #writeWhole(value: object): string {
    const inner = (one: unknown, key: string): string => {
      this.#path.push(/^\d+$/.test(key) ? `[${key}]` : `.${key}`);
      const text = this.#write(one);
      this.#path.pop();
      return text;
    };
    const own = (): string => this.#writeOwn(value, inner);
    if (Array.isArray(value)) {
      // A hole in an array is not a value, as with `in`.
      const items = Array.from(value, (item: unknown, i) =>
        i in value ? inner(item, `${i}`) : '',
      );
      return `[${items.join()}]`;
    }
    if (ArrayBuffer.isView(value)) {
      const { buffer, byteOffset, byteLength } = value;
      return `${value.constructor.name} ${bytesOf(buffer.slice(byteOffset, byteOffset + byteLength))}`;
    }
    for (const [type, read] of readers) {
      if (value instanceof type) return `${read(value as never, inner)}${own()}`;
    }
    const prototype = Object.getPrototypeOf(value) as object | null;
    if (prototype === null || prototype === Object.prototype) return own();
    const isHiding = this.#hiding.get(prototype) ?? hides(prototype);
    this.#hiding.set(prototype, isHiding);
    const { name } = prototype.constructor;
    if (isHiding) {
      throw this.#unknowable(
        `is a ${name || 'class instance'}, whose contents cannot be fully inspected`,
      );
    }
    return `${name}${this.#numberOf(prototype)}${own()}`;
  }

  #writeOwn(value: object, inner: (one: unknown, key: string) => string): string {
    const keys = Object.keys(value).sort();
    const symbols = Object.getOwnPropertySymbols(value).filter((key) =>
      Object.prototype.propertyIsEnumerable.call(value, key),
    );
    const read = value as Readonly<Record<string | symbol, unknown>>;
    const pairs = [
      ...keys.map((key) => `${JSON.stringify(key)}:${inner(read[key], key)}`),
      ...symbols.map((key) => `@${this.#numberOf(key)}:${inner(read[key], String(key))}`),
    ];
    return `{${pairs.join()}}`;
  }

  #place(): string {
    return this.#path.join('');
  }

  /** The error if a function is created anew each time. */
  anotherFunction(place: string): UsageError {
    return this.#unknowable('is a different function each time', place);
  }

  #unknowable(what: string, place = this.#place()): UsageError {
    return new UsageError(
      'paths.identity',
      `${this.#where}: ${place} ${what}, so two states that differ in it cannot be told ` +
        'apart. Keep it out of the context, or give `serializeState`: a function from a snapshot to a ' +
        'text that is the same for states that should count as one.',
    );
  }
}
