// What the control API answers with, as schemas: the OpenAPI file names them, and a test holds every
// answer to them.
import { choice, closed, flag, oneOf, text, type Schema } from '../base/schema.ts';
import { codes } from '../../machines/codes.ts';

const whole = { type: 'integer', minimum: 0, description: 'a whole number' };
const moment = { type: 'number', minimum: 0, description: 'virtual milliseconds' };
const anything = { description: 'any value' };
const values = { type: 'array', items: anything, description: 'a list' };
const texts = { type: 'array', items: text, description: 'a list of texts' };
const record = { type: 'object', description: 'an object' };

/** A schema that stands under `components`. */
const named = (title: string): Schema => ({ $ref: `#/components/schemas/${title}` });

const listOf = (items: Schema): Schema => ({ type: 'array', items, description: 'a list' });

const world = {
  id: text,
  time: oneOf(['real', 'virtual']),
  now: moment,
  ws: { type: 'string', pattern: '^ws://', description: 'where its sockets are opened' },
  http: { type: 'string', pattern: '^http://', description: 'where its look-ups go' },
};

/** Most entries of a trace are about a client. */
const entry = (kind: string, more: Readonly<Record<string, Schema>>): Schema =>
  closed({ kind: { const: kind }, at: moment, client: text, ...more });

const code = oneOf(codes.map(({ name }) => name));

const callback = entry('callback', {
  name: text,
  'code?': code,
  details: record,
  handled: flag,
});

const traceEntry = choice('kind', [
  entry('call', { method: text, args: values, 'by?': { const: 'rule' } }),
  entry('packet', { to: oneOf(['service', 'client']), name: text, 'arrives?': moment }),
  entry('transition', {
    part: text,
    'key?': text,
    event: text,
    from: text,
    to: text,
    rows: texts,
    'codes?': listOf(code),
  }),
  callback,
  entry('late', { name: text }),
  entry('lost', { name: text }),
  closed({
    kind: { const: 'act' },
    at: moment,
    by: oneOf(['service', 'network']),
    did: text,
    args: values,
    'client?': text,
  }),
  entry('rule', { 'code?': code, 'fault?': text, did: oneOf(['begins', 'ends']) }),
  entry('threw', { name: text, error: text }),
  entry('misnamed', { name: text, near: text }),
]);

/** What several answers have in common, by name. */
export const components: Readonly<Record<string, Schema>> = {
  World: closed(world),
  Rule: closed({ rule: text, fired: whole }),
  TraceEntry: traceEntry,
  Callback: callback,
  Error: closed({
    error: { type: 'string', minLength: 1, description: 'what is wrong, and what to do' },
  }),
};

const client = closed({
  name: text,
  account: text,
  state: text,
  channel: closed({ state: text, name: text }),
});

/** What each operation answers with where it went well. */
export const answers = {
  listWorlds: closed({ worlds: listOf(named('World')) }),
  createWorld: named('World'),
  dropWorld: closed({}),
  resetWorld: named('World'),
  getWorld: closed({ ...world, clients: listOf(client), notes: texts }),
  perform: closed({ now: moment, thrown: texts }),
  listRules: closed({ rules: listOf(named('Rule')) }),
  addRule: named('Rule'),
  setWire: closed({}),
  advance: closed({ now: moment }),
  getTrace: closed({ next: whole, entries: listOf(named('TraceEntry')) }),
  getCallbacks: closed({ next: whole, callbacks: listOf(named('Callback')) }),
  issueToken: closed({ token: text }),
} as const satisfies Readonly<Record<string, Schema>>;

/** Answers that are a text, where the query asks for one. */
const textAnswers: Partial<Readonly<Record<keyof typeof answers, Schema>>> = {
  getTrace: { type: 'string', description: 'the trace as lanes' },
};

const json = (schema: Schema): object => ({ 'application/json': { schema } });

const refusals = {
  400: 'The request is wrong; it says what to do.',
  401: 'The token is missing, or another.',
  403: 'Host or Origin is of another site.',
  404: 'There is no such world or route.',
  413: 'The body is too large.',
} as const;

/** The responses of an operation, as OpenAPI has them. */
export function responsesOf(operation: keyof typeof answers): Readonly<Record<string, object>> {
  const words = textAnswers[operation];
  const content = {
    ...json(answers[operation]),
    ...(words !== undefined && { 'text/plain': { schema: words } }),
  };
  const refused = Object.entries(refusals).map(([status, description]) => [
    status,
    { description, content: json(named('Error')) },
  ]);
  return {
    200: { description: 'It is done.', content },
    ...(Object.fromEntries(refused) as Readonly<Record<string, object>>),
  };
}
