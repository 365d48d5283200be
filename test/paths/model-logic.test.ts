// The models as logic of XState: stepped by XState itself, and held against the tables.
import {
  explore,
  modelLogic,
  modelNames,
  sigsimPaths,
  stateOf,
  type ModelSnapshot,
} from 'sigsim/paths';
import { expect, test } from 'vitest';
import { createActor } from 'xstate';
import { getAdjacencyMap, getShortestPaths, TestModel } from 'xstate/graph';
import { compareLogic } from '../support/compare-logic.ts';

const alone = modelNames.filter((name) => name !== 'client' && name !== 'pair');

test.each(alone)('modelLogic: %s has the states and edges of the explored graph', (model) => {
  expect(compareLogic(model, false)).toEqual([]);
});

test('modelLogic: a model of several clients is refused', () => {
  expect(() => modelLogic('pair')).toThrow(
    "modelLogic: pair has several clients, but logic models only one. Explore it instead: explore('pair').",
  );
});

test('modelLogic: getAdjacencyMap of xstate/graph finds as many states', () => {
  const logic = modelLogic('messaging');

  const map = getAdjacencyMap(logic, { events: logic.events });
  const found = Object.values(map).map(({ state }) => state as ModelSnapshot);

  const graph = explore('messaging');
  expect(found).toHaveLength(graph.stateCount);
  expect(found[0]?.value).toEqual(stateOf(graph, 0));
});

test('modelLogic: getShortestPaths of xstate/graph runs on it', () => {
  const logic = modelLogic('messaging');

  const paths = getShortestPaths(logic, { events: logic.events });

  expect(paths.map(({ steps }) => steps.length - 1)).toContain(2);
  expect(paths).toHaveLength(explore('messaging').stateCount);
});

test('modelLogic: an actor plays it and emits the callbacks', () => {
  const said: unknown[] = [];
  const actor = createActor(modelLogic('channel'));
  actor.on('callback', (one) => said.push((one as { name?: string }).name));
  actor.start();

  actor.send({ type: 'session.opened', by: 'world', part: 'session', args: {} });
  actor.send({ type: 'channelJoin', by: 'client', part: 'channel', args: { channel: 'lobby' } });
  actor.send({ type: 'nonsense', by: 'client', part: 'channel', args: {} });
  actor.send({ type: 'reply.ok', by: 'world', part: 'channel', args: {} });

  expect(actor.getSnapshot().value).toMatchObject({ channel: 'joined', session: 'in' });
  expect(said).toEqual(['onChannelJoined', 'onChannelUserList', 'onChannelAttrUpdated']);
});

test('modelLogic: a persisted snapshot continues where it was', () => {
  const logic = modelLogic('channel');
  const actor = createActor(logic).start();
  actor.send({ type: 'session.opened', by: 'world', part: 'session', args: {} });
  actor.send({ type: 'channelJoin', by: 'client', part: 'channel', args: { channel: 'lobby' } });

  const snapshot = JSON.parse(JSON.stringify(actor.getPersistedSnapshot())) as never;
  const restored = createActor(logic, { snapshot }).start();
  restored.send({ type: 'reply.ok', by: 'world', part: 'channel', args: {} });

  expect(restored.getSnapshot().value['channel']).toBe('joined');
});

test('modelLogic: our paths cover a test model of it', () => {
  const logic = modelLogic('messaging');
  const model = new TestModel(logic, { events: logic.events });

  const paths = model.getPaths(sigsimPaths({ cover: 'codes' }));

  expect(paths.flatMap(({ steps }) => steps.map(({ event }) => event.type))).toContain(
    'messageInstantSend',
  );
});
