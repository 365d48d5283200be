/**
 * Ties the methods and readable fields of an object to it. Those of 1.4.0 are closures: an
 * application may take them off, or keep the object behind a proxy, as Vue's reactive data does.
 *
 * @source LC 1.1: methods are attached to the session when the socket opens
 */
export function tie(object: object): void {
  const prototype = Object.getPrototypeOf(object) as object;
  const entries = Object.entries(Object.getOwnPropertyDescriptors(prototype));
  for (const [name, { get, value }] of entries) {
    if (name === 'constructor') continue;
    const tied =
      get === undefined
        ? { value: (value as () => unknown).bind(object), writable: true }
        : { get: get.bind(object) as () => unknown };
    Object.defineProperty(object, name, { ...tied, configurable: true });
  }
}
