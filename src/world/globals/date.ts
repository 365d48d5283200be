/** A `Date` that takes "now" from elsewhere and is the platform's in everything else. */
export const createDate = (Real: DateConstructor, now: () => number): DateConstructor =>
  new Proxy(Real, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as Date,
    apply: () => new Real(now()).toString(),
    get: (target, key, receiver) =>
      key === 'now' ? now : (Reflect.get(target, key, receiver) as unknown),
  });
