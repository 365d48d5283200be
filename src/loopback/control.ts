// The control API: HTTP and JSON in, the words of scenarios done in a world.
import type { IncomingMessage } from 'node:http';
import { msOfDuration } from '../base/duration.ts';
import { UsageError } from '../base/errors.ts';
import type { ScenarioRule, ScenarioStep, WrittenDuration } from '../scenario/scenario.ts';
import { addRule } from '../scenario/world.ts';
import type { WireOptions } from '../wire/endpoint.ts';
import { checkBody, openApi, routes, type Operation } from './api.ts';
import type { Room, RoomOptions, RoomTime } from './room.ts';

/** What a request is answered with; a text goes as it is. */
export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>> | string;
}

/** The worlds of a server, as the API reaches them. */
export interface Rooms {
  readonly all: readonly Room[];
  find(id: string): Room | undefined;
  create(id: string | undefined, time: RoomTime | undefined, options: RoomOptions): Room;
  drop(room: Room): void;
  reset(room: Room): Room;
  /** Where a room's sockets and look-ups are, for whoever asks. */
  addresses(room: Room, request: IncomingMessage): { readonly ws: string; readonly http: string };
}

/** Longest that a request may wait for callbacks. */
const waitMsMax = 60_000;
/** How often it looks for them. */
const lookMs = 20;

/** A route as a pattern of its path. */
const patterns = Object.entries(routes).map(([operation, { method, path }]) => ({
  operation: operation as Operation,
  method,
  path: new RegExp(`^/control${path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
}));

/** Answers the requests of the control API. */
export class Control {
  readonly #rooms: Rooms;

  constructor(rooms: Rooms) {
    this.#rooms = rooms;
  }

  /** Answers one; `body` is its JSON, undefined where it has none. */
  async answer(request: IncomingMessage, url: URL, body: unknown): Promise<Answer> {
    const { method = 'GET' } = request;
    if (method === 'GET' && url.pathname === '/control/openapi.json') {
      return { status: 200, body: openApi() };
    }
    const here = patterns.filter(({ path }) => path.test(url.pathname));
    const route = here.find((one) => one.method === method);
    if (route === undefined) {
      const known = here.map((one) => one.method).join(', ');
      return refusal(
        here.length > 0 ? 405 : 404,
        here.length > 0
          ? `${method} ${url.pathname}: this path takes ${known}.`
          : `no route ${url.pathname}. GET /control/openapi.json lists them.`,
      );
    }
    const names = route.path.exec(url.pathname)?.groups ?? {};
    try {
      checkBody(route.operation, body);
      return await this.#do(route.operation, names, url.searchParams, body, request);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return refusal(error.id === 'loopback.world' ? 404 : 400, error.message);
    }
  }

  #room({ world = '' }: Readonly<Record<string, string>>): Room {
    const room = this.#rooms.find(world);
    if (room !== undefined) return room;
    const known = this.#rooms.all.map(({ id }) => id).join(', ');
    throw new UsageError('loopback.world', `no world ${JSON.stringify(world)}. Known: ${known}.`);
  }

  #told(room: Room, request: IncomingMessage): Readonly<Record<string, unknown>> {
    const { id, time, world } = room;
    room.drive.catchUp();
    return { id, time, now: world.now, ...this.#rooms.addresses(room, request) };
  }

  /* oxlint-disable-next-line max-lines-per-function -- one case for each operation, none of them long */
  async #do(
    operation: Operation,
    names: Readonly<Record<string, string>>,
    query: URLSearchParams,
    body: unknown,
    request: IncomingMessage,
  ): Promise<Answer> {
    if (operation === 'listWorlds') {
      return ok({ worlds: this.#rooms.all.map((room) => this.#told(room, request)) });
    }
    if (operation === 'createWorld') {
      const { id, time, ...options } = body as RoomOptions & { id?: string; time?: RoomTime };
      return ok(this.#told(this.#rooms.create(id, time, options), request));
    }
    const room = this.#room(names);
    const { world } = room;
    room.drive.catchUp();
    switch (operation) {
      case 'dropWorld':
        this.#rooms.drop(room);
        return ok();
      case 'resetWorld':
        return ok(this.#told(this.#rooms.reset(room), request));
      case 'getWorld': {
        const clients = world.clients.map(({ name, account, state, channel }) => ({
          name,
          account,
          state,
          channel,
        }));
        return ok({ ...this.#told(room, request), clients, notes: [...world.wire.notes] });
      }
      case 'perform': {
        const { steps } = body as { readonly steps: readonly ScenarioStep[] };
        const thrown = await room.perform(steps);
        return ok({ now: world.now, thrown });
      }
      case 'listRules':
        return ok({ rules: room.rules.map(({ text: rule, fired }) => ({ rule, fired })) });
      case 'addRule': {
        const rule = addRule(world, body as ScenarioRule);
        room.rules.push(rule);
        room.drive.touch();
        return ok({ rule: rule.text, fired: rule.fired });
      }
      case 'setWire':
        world.wire.set(body as WireOptions);
        return ok();
      case 'advance': {
        if (room.time === 'real') {
          throw new UsageError(
            'loopback.time',
            `world ${JSON.stringify(room.id)} lives in real time, which nobody can move. ` +
              'Make one with { "time": "virtual" }.',
          );
        }
        await room.pass(msOfDuration('by', (body as { readonly by: WrittenDuration }).by));
        return ok({ now: world.now });
      }
      case 'getTrace': {
        if (formOf(query) === 'lanes') return ok(String(world.trace));
        const from = numberOf(query, 'from', 0);
        const wait = Math.min(numberOf(query, 'waitMs', 0), waitMsMax);
        const news = await waitFor(request, room, wait, () => {
          const all = room.entries(from);
          return all.entries.length > 0 || all.next < from ? all : undefined;
        });
        return ok(news ?? room.entries(from));
      }
      case 'getCallbacks': {
        const from = numberOf(query, 'from', 0);
        const wait = Math.min(numberOf(query, 'waitMs', 0), waitMsMax);
        const client = decoded(names['client'] ?? '');
        const heard = await waitFor(request, room, wait, () => {
          const all = room.heard(client);
          return all.length > from ? all : undefined;
        });
        const all = heard ?? room.heard(client);
        return ok({ next: all.length, callbacks: all.slice(from) });
      }
      case 'issueToken': {
        const claim = body as Parameters<typeof world.service.issueToken>[0];
        return ok({ token: world.service.issueToken(claim) });
      }
      default:
        throw new UsageError('loopback.route', `no operation ${String(operation satisfies never)}`);
    }
  }
}

const ok = (body: object | string = {}): Answer => ({
  status: 200,
  body: body as Answer['body'],
});

/** An answer that says what is wrong. */
export const refusal = (status: number, error: string): Answer => ({ status, body: { error } });

function numberOf(query: URLSearchParams, name: string, standard: number): number {
  const written = query.get(name);
  if (written === null) return standard;
  const value = Number(written);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError(
    'loopback.query',
    `${name} is ${JSON.stringify(written)}. Give a whole number.`,
  );
}

/** A name as it was before somebody put it into a path. */
function decoded(written: string): string {
  try {
    return decodeURIComponent(written);
  } catch {
    throw new UsageError(
      'loopback.query',
      `${JSON.stringify(written)} is not a name in a path. Encode it: % is %25.`,
    );
  }
}

/** In which form a trace is wanted. */
function formOf(query: URLSearchParams): 'json' | 'lanes' {
  const as = query.get('as') ?? 'json';
  if (as === 'json' || as === 'lanes') return as;
  throw new UsageError('loopback.query', `as is ${JSON.stringify(as)}. Give json or lanes.`);
}

/** Looks for something until it is there, or the time, the world or whoever asked is gone. */
async function waitFor<Found>(
  { socket }: IncomingMessage,
  { rests }: Room,
  ms: number,
  look: () => Found | undefined,
): Promise<Found | undefined> {
  const until = performance.now() + ms;
  for (;;) {
    const found = look();
    if (found !== undefined || performance.now() >= until) return found;
    if (socket.destroyed || rests.isOver) return undefined;
    await rests.rest(lookMs);
  }
}
