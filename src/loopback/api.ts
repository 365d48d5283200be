// What the control API takes and gives, in one list: the routes are made of it, the checks of their
// bodies, and the OpenAPI file. Its words are those of scenarios.
import { createCheck } from '../base/reader.ts';
import { closed, flag, oneOf, text, type Schema } from '../base/schema.ts';
import { type answers, components, responsesOf } from './answers.ts';
import { ruleSchema, stepSchema, worldKeys } from '../scenario/schema.ts';

/** Everything that the API can do. */
export type Operation = keyof typeof answers;

/** One route. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Below `/control`; a part in braces is a name. */
  readonly path: string;
  readonly summary: string;
  /** What its body is; none where it takes none. */
  readonly body?: Schema;
  /** What its query may say. */
  readonly query?: Readonly<Record<string, string>>;
}

const worldSchema = closed({
  'id?': { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$', description: 'a short name' },
  'time?': oneOf(['real', 'virtual']),
  ...worldKeys,
  'rules?': { type: 'array', items: ruleSchema, description: 'a list of rules' },
});

const answerSchema: Schema = {
  type: ['string', 'number', 'object'],
  description: 'a text, a number, or the whole reply',
};

const wireSchema = closed({
  'lookup?': {
    type: ['string', 'object'],
    description: '"hang", "refuse", or an answer: { "status": 503, "body": "" }',
  },
  'mailbox?': { type: 'integer', minimum: 0, maximum: 1, description: '0 or 1' },
  'messageIds?': flag,
  'binary?': flag,
  'texts?': {
    type: 'object',
    description: 'an object of texts by function or situation',
    additionalProperties: answerSchema,
  },
});

const duration: Schema = {
  type: 'string',
  pattern: String.raw`^\s*\d+(\.\d+)?\s*(ms|s|min|h)\s*$`,
  description: 'a duration with its unit: "30 s"',
};

/** The routes. */
export const routes: Readonly<Record<Operation, Route>> = {
  listWorlds: {
    method: 'GET',
    path: '/worlds',
    summary: 'The worlds of this server.',
  },
  createWorld: {
    method: 'POST',
    path: '/worlds',
    summary: 'Makes a world: the keys of a scenario, and how its time passes.',
    body: worldSchema,
  },
  dropWorld: {
    method: 'DELETE',
    path: '/worlds/{world}',
    summary: 'Ends a world and its sockets.',
  },
  resetWorld: {
    method: 'POST',
    path: '/worlds/{world}/reset',
    summary: 'Ends a world and makes it again as it was made, at the same address.',
  },
  getWorld: {
    method: 'GET',
    path: '/worlds/{world}',
    summary: 'A world: its time, its clients with their states, what came over the wire amiss.',
  },
  perform: {
    method: 'POST',
    path: '/worlds/{world}/steps',
    summary:
      'Does steps of a scenario: calls of a client that is played here, acts of service and network, time.',
    body: closed({ steps: { type: 'array', items: stepSchema, description: 'a list of steps' } }),
  },
  listRules: {
    method: 'GET',
    path: '/worlds/{world}/rules',
    summary: 'The rules of a world, and how often each has fired.',
  },
  addRule: {
    method: 'POST',
    path: '/worlds/{world}/rules',
    summary: 'Adds a rule, in the words of world.fail and world.fault.',
    body: ruleSchema,
  },
  setWire: {
    method: 'PUT',
    path: '/worlds/{world}/wire',
    summary: 'Says how the service behaves on the wire, where it had a choice.',
    body: wireSchema,
  },
  advance: {
    method: 'POST',
    path: '/worlds/{world}/advance',
    summary: 'Lets virtual time pass: an hour takes a moment.',
    body: closed({ by: duration }),
  },
  getTrace: {
    method: 'GET',
    path: '/worlds/{world}/trace',
    summary: 'What has happened, from an entry on; as lanes with ?as=lanes.',
    query: {
      from: 'the number of the first entry',
      waitMs: 'how long to wait for one; at most 60000',
      as: 'json or lanes',
    },
  },
  getCallbacks: {
    method: 'GET',
    path: '/worlds/{world}/clients/{client}/callbacks',
    summary: 'What a client that is played here has heard, from one on; waits for it if asked to.',
    query: {
      from: 'the number of the first one',
      waitMs: 'how long to wait for one; at most 60000',
    },
  },
  issueToken: {
    method: 'POST',
    path: '/worlds/{world}/tokens',
    summary: 'Makes a token of the service.',
    body: closed({
      account: text,
      'appId?': text,
      'expiresInS?': { type: 'integer', description: 'a whole number of seconds' },
    }),
  },
};

const id = 'loopback.body';

/** The check of a body; the build finds it by its title. */
const bodyCheck = (operation: Operation): ReturnType<typeof createCheck> =>
  createCheck(id, { ...routes[operation].body, title: `The body of ${operation}` });

/** The checks of bodies. */
const checks: Partial<Readonly<Record<Operation, ReturnType<typeof createCheck>>>> =
  Object.fromEntries(
    Object.entries(routes).flatMap(([operation, { body }]) =>
      body === undefined ? [] : [[operation, bodyCheck(operation as Operation)]],
    ),
  );

/** Checks the body of a request. @throws {UsageError} when it is not what the route takes */
export function checkBody(operation: Operation, body: unknown): void {
  const { method, path } = routes[operation];
  checks[operation]?.(`${method} /control${path}`, body);
}

/** The API as an OpenAPI 3.1 document. */
export const openApi = (): Readonly<Record<string, unknown>> => {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const [operationId, route] of Object.entries(routes)) {
    const { method, path, summary, body, query = {} } = route;
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, one]) => one);
    const parameters = [
      ...names.map((one) => ({
        name: one,
        in: 'path',
        required: true,
        schema: { type: 'string' },
      })),
      ...Object.entries(query).map(([one, description]) => ({
        name: one,
        in: 'query',
        description,
        schema: { type: 'string' },
      })),
    ];
    (paths[`/control${path}`] ??= {})[method.toLowerCase()] = {
      operationId,
      summary,
      ...(parameters.length > 0 && { parameters }),
      ...(body !== undefined && {
        requestBody: { required: true, content: { 'application/json': { schema: body } } },
      }),
      responses: responsesOf(operationId as Operation),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'The control API of sigsim serve',
      version: '1',
      description:
        'Drives the worlds of a loopback server. Every request needs the token that the server ' +
        'printed: Authorization: Bearer TOKEN.',
    },
    security: [{ token: [] }],
    components: {
      schemas: components,
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
    paths,
  };
};
