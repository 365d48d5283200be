// The models that a suite may be made of: the machines themselves, side by side.
import { lifecycles } from '../../machines/index.ts';
import { unknownName } from '../errors.ts';
import { exploreSystem, type ExploreOptions, type System } from './explore.ts';
import type { Graph } from './graph.ts';

const client: System = {
  name: 'client',
  parts: lifecycles.flatMap(({ parts }) => parts),
  reuses: true,
};

const systems: ReadonlyMap<string, System> = new Map([
  ['client', client],
  ...lifecycles.map(({ name, parts }) => [name, { name, parts, reuses: false }] as const),
]);

/** The models by name: `client` is one client's lifecycles together, the others are one alone. */
export const modelNames: readonly string[] = [...systems.keys()];

/** The statecharts of a model. @throws {UsageError} when there is no such model */
export function systemOf(where: string, model: string): System {
  const system = systems.get(model);
  if (system === undefined) throw unknownName('paths.model', where, 'model', model, modelNames);
  return system;
}

/**
 * Explores a model.
 *
 * @throws {UsageError} when there is no such model
 * @example
 * const graph = explore('invite');
 * shortestPath(graph, ({ codes }) => codes.includes('INVITE_E_TIMEOUT'));
 */
export const explore = (model: string, options: ExploreOptions = {}): Graph =>
  exploreSystem(systemOf('explore', model), options);
