// Reads a scenario: errors are reported with the place and the reason, before anything runs.
import { checkGiven } from '../base/given.ts';
import { parseJSON } from '../base/json.ts';
import { createCheck } from '../base/reader.ts';
import { checkScenario } from './check.ts';
import type { Scenario } from './scenario.ts';
import { scenarioSchema } from './schema.ts';

const id = 'scenario.wrong';

const check = createCheck(id, scenarioSchema);

/**
 * Checks a scenario from any source. `where` begins the message: the name of the file.
 *
 * @throws {UsageError} if it is not a scenario, with the place and the reason
 */
export function readScenario(where: string, value: unknown): Scenario {
  checkGiven(
    'readScenario',
    where,
    typeof where === 'string',
    'a name',
    "Pass where it comes from, then the scenario: readScenario('kick.json', value).",
  );
  check(where, value);
  const scenario = value as Scenario; // The schema has checked it.
  checkScenario(where, scenario);
  return scenario;
}

/**
 * The same from the text of a file.
 *
 * @throws {UsageError} if it is not JSON, or not a scenario
 */
export function parseScenario(where: string, text: string): Scenario {
  checkGiven(
    'parseScenario',
    text,
    typeof text === 'string',
    'text',
    "Pass where it comes from, then the text of the file: parseScenario('kick.json', text).",
  );
  return readScenario(where, parseJSON(id, where, text));
}
