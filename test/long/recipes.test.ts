// Every event that the page lets somebody click is brought about by the world, in every state that the
// ways to the 42 codes pass through.
import { beforeEach, expect, test } from 'vitest';
import { lifecycles } from '../../machines/index.ts';
import type { PartName } from '../../machines/lifecycles.ts';
import { chartOf, type Chart, type ChartNode } from '../../src/chart/model.ts';
import { Branch } from '../../src/page/model/branch.ts';
import { recipeOf } from '../../src/page/model/recipes.ts';
import { situationOf } from '../../src/page/model/situation.ts';
import { cause } from '../../src/page/model/acts.ts';
import { start, startOver } from '../../src/page/model/courses.ts';
import * as store from '../../src/page/model/store.ts';
import { calls } from '../../src/run/index.ts';
import type { Scenario } from '../../src/scenario/index.ts';
import { by, network, wait } from '../../src/scenario/steps.ts';
import { scripts } from '../../src/tour/script.ts';

const callNames: ReadonlySet<string> = new Set(Object.keys(calls));
const charts = new Map(
  lifecycles.flatMap(({ parts }) => parts.map((part) => [part.name, chartOf(part, 9)] as const)),
);

/** The events of a state and of all that it lies in. */
function eventsOf({ root, edges }: Chart, state: string): readonly string[] {
  const lies = (path: string): boolean => path === '' || `${state}.`.startsWith(`${path}.`);
  const inner = ({ path, lines, children }: ChartNode): readonly string[] =>
    lies(path) ? [...lines.flatMap(({ events }) => events), ...children.flatMap(inner)] : [];
  const out = edges.filter(({ from }) => lies(from)).flatMap(({ events }) => events);
  return [...new Set([...inner(root), ...out])];
}

interface Place {
  readonly scenario: Scenario;
  readonly moment: number;
  readonly client: string;
  readonly part: PartName;
}

/** Moments of every state of every part that the scripts pass through, one of each script. */
async function places(): Promise<ReadonlyMap<string, readonly Place[]>> {
  const found = new Map<string, Place[]>();
  for (const scenario of [...scripts.map((script) => script.scenario), back]) {
    const { entries } = (await Branch.of(scenario)).history;
    for (const [index, entry] of entries.entries()) {
      if (entry.kind !== 'transition') continue;
      const part = entry.part as PartName;
      const key = `${part} ${entry.to}`;
      const known = found.get(key) ?? [];
      if (known.at(-1)?.scenario === scenario) continue;
      found.set(key, [...known, { scenario, moment: index + 1, client: entry.client, part }]);
    }
  }
  return found;
}

/** What the world cannot bring about from there: the page shows these, and says so. */
const beyond: Readonly<Record<string, readonly string[]>> = {
  // Before it is in, there is no session that could be closed.
  'login loggingIn.authenticating': ['service.closed'],
  // The service must have been told to push it from the beginning.
  'login loggedIn': ['service.expiredToken'],
  // The machine says it to itself, as it comes out.
  'login loggedOut': ['login.dropped'],
  // The ways pass here without a token, or with one that is taken no more; and a line is cut for all
  // clients of an account.
  'login reconnecting.authenticating': ['reply.tokenWrong', 'reply.accountTaken'],
  // No call that the page knows changes an attribute of a channel.
  'channel joined': ['attribute.changed'],
  // Whether a client can be called is settled before, and without an acknowledgement 20 s are over
  // before 30.
  'caller pending.inviting': ['peer.unable', 'after notReceived'],
  // Once it rings, the service tells neither end anything by itself.
  'caller pending.ringing': ['peer.silent', 'peer.unable'],
  'callee incoming': ['peer.timedOut', 'invite.arrived'],
};

/** A client that comes back as it was. */
const back: Scenario = {
  sigsim: 'scenario',
  version: 1,
  title: 'back',
  steps: [
    by('alice')('login', { account: 'alice' }),
    wait('1 s'),
    network('cut', 'alice'),
    network('restore', 'alice'),
    wait('1 s'),
  ],
};

// Nothing plays where nothing is painted.
store.mode.value = 'steps';
beforeEach(() => startOver());

const all = await places();

test.each([...all])('page: in %s, what can be clicked comes about', async (key, met) => {
  const state = key.slice(key.indexOf(' ') + 1);
  const failed: string[] = [];
  const come = new Set<string>();
  const { part } = met[0] as Place; // A state is there because a script passes through it.
  const events = eventsOf(charts.get(part) as Chart, state);

  for (const { scenario, ...look } of met) {
    for (const event of events) {
      await start(scenario, { ...look, isFixed: true });
      const recipe = recipeOf(event, callNames, situationOf(part, state));
      if (recipe === undefined) continue;
      await cause(event, recipe);
      const entry = store.entry.value;
      const came = entry?.kind === 'transition' && entry.event === event && entry.part === part;
      if (came || !recipe.waits) come.add(event);
      else failed.push(`${scenario.title}: ${event} ${JSON.stringify(store.notice.value)}`);
    }
  }

  expect(failed).toEqual([]);
  expect(events.filter((event) => !come.has(event))).toEqual(beyond[key] ?? []);
});
