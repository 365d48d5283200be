// Reads a scenario: what is wrong with it is said with the place and the reason, before anything runs.
import { parseJSON } from '../json.ts';
import { createCheck } from '../reader.ts';
import { checkScenario } from './check.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './schema.ts';

const id = 'scenario.wrong';

const check = createCheck(id, scenarioSchema);

/**
 * Checks a scenario, whatever it came from. `where` begins the message: the name of the file.
 *
 * @throws {UsageError} when it is no scenario, with the place and the reason
 */
export function readScenario(where: string, value: unknown): Scenario {
  check(where, value);
  const scenario = value as Scenario; // The schema says so.
  checkScenario(where, scenario);
  return scenario;
}

/**
 * The same from the text of a file.
 *
 * @throws {UsageError} when it is no JSON, or no scenario
 */
export function parseScenario(where: string, text: string): Scenario {
  return readScenario(where, parseJSON(id, where, text));
}
