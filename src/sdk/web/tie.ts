type Bindable = () => unknown;

/** What a class gives its objects: methods, and readable fields. */
interface Plan {
  readonly methods: readonly (readonly [name: string, method: Bindable])[];
  readonly fields: readonly (readonly [name: string, get: Bindable])[];
}

/** By class, which does not change: a client makes a session for each login. */
const plans = new WeakMap<object, Plan>();

function planOf(prototype: object): Plan {
  const known = plans.get(prototype);
  if (known !== undefined) return known;
  const { constructor: _, ...own } = Object.getOwnPropertyDescriptors(prototype);
  const entries = Object.entries<PropertyDescriptor>(own);
  const plan: Plan = {
    methods: entries.flatMap(([name, { value }]) =>
      typeof value === 'function' ? [[name, value as Bindable]] : [],
    ),
    fields: entries.flatMap(([name, { get }]) => (get === undefined ? [] : [[name, get]])),
  };
  plans.set(prototype, plan);
  return plan;
}

/**
 * Ties the methods and readable fields of an object to it. Those of 1.4.0 are closures: an
 * application may take them off, or keep the object behind a proxy, as Vue's reactive data does.
 *
 * @source LC 1.1: methods are attached to the session when the socket opens
 */
export function tie(object: object): void {
  const { methods, fields } = planOf(Object.getPrototypeOf(object) as object);
  // An assignment costs a tenth of a definition, as long as no field has been defined.
  const open = object as Record<string, unknown>;
  for (const [name, method] of methods) open[name] = method.bind(object);
  for (const [name, get] of fields) {
    Object.defineProperty(object, name, { get: get.bind(object), configurable: true });
  }
}
