// One measurement in a process of its own: it can be ended when it does not come to an end, and its
// memory is its own. Prints one line of JSON.
import { getAdjacencyMap, TestModel } from 'xstate/graph';
import { modelLogic, type ModelEvent, type ModelSnapshot } from '../src/paths/index.ts';
import { exploreSystem } from '../src/paths/model/explore.ts';
import { adapted, systemOf, type ModelOptions } from '../src/paths/model/models.ts';

/** What is to be measured. */
export interface Task {
  readonly what: 'adjacency' | 'testModel' | 'growth';
  readonly model: string;
  readonly options: ModelOptions;
  /** Parts of which there is one more. */
  readonly more?: readonly string[];
  /** A model that the process explores first, so that the first steps of a process are not measured. */
  readonly after?: string;
}

/** What came of it; paths as lists of events. */
export interface Measured {
  readonly states: number;
  readonly edges: number;
  readonly ms: number;
  readonly megabytes: number;
  readonly paths?: readonly (readonly ModelEvent[])[];
}

const task = JSON.parse(process.argv[2] ?? '') as Task;
const { options, more = [] } = task;
const stateKey = (snapshot: ModelSnapshot): string =>
  JSON.stringify([snapshot.value, snapshot.context]);

const value = (snapshot: ModelSnapshot): string => JSON.stringify(snapshot.value);

/** Every state, as getAdjacencyMap of xstate/graph finds it by stepping the machines themselves. */
function adjacency(model: string): Omit<Measured, 'ms' | 'megabytes'> {
  const logic = modelLogic(model, options);
  const found = getAdjacencyMap(logic, { events: logic.events, serializeState: stateKey });
  const edges = Object.values(found).map(
    ({ transitions }) => Object.keys(transitions as object).length,
  );
  return { states: edges.length, edges: edges.reduce((a, b) => a + b, 0) };
}

/** A state as createTestModel tells it apart: by how it was entered. */
const enteredKey = (
  snapshot: ModelSnapshot,
  event: ModelEvent | undefined,
  before?: ModelSnapshot,
): string => {
  const isStill = !event || (before && value(before) === value(snapshot));
  const entered = isStill ? '' : ` via ${JSON.stringify(event)} from ${before && value(before)}`;
  return `${stateKey(snapshot)}${entered}`;
};

/** The paths of a test model, as createTestModel makes them. */
function testModel(model: string): Omit<Measured, 'ms' | 'megabytes'> {
  const logic = modelLogic(model, options);
  const paths = new TestModel(logic, {
    events: logic.events,
    serializeState: enteredKey,
  }).getShortestPaths();
  const told = paths.map(({ steps }) => steps.slice(1).map(({ event }) => event));
  return { states: 0, edges: 0, paths: told };
}

/** Our own exploration. */
function growth(model: string): Omit<Measured, 'ms' | 'megabytes'> {
  const system = systemOf('bench', model);
  const added = more.flatMap((name) => system.parts.find((part) => part.name === name) ?? []);
  const parts = [...system.parts, ...added];
  const graph = exploreSystem(adapted({ ...system, parts }, options), options);
  if (!graph.complete) throw new Error('not explored whole');
  return { states: graph.stateCount, edges: graph.edgeCount };
}

const work = { adjacency, testModel, growth }[task.what];
if (task.after !== undefined) work(task.after);
const start = performance.now();
const measured = work(task.model);
const ms = performance.now() - start;
const megabytes = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ ...measured, ms, megabytes }));
