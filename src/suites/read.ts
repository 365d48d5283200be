// Reads a suite: errors are reported with the place and the reason, before anything runs.
import { unknownName, UsageError } from '../base/errors.ts';
import { checkGiven } from '../base/given.ts';
import { parseJSON } from '../base/json.ts';
import { modelNames } from '../paths/model/models.ts';
import { suiteVersion, type Suite } from '../paths/cover/suite.ts';
import { createCheck } from '../base/reader.ts';
import { suiteSchema } from './schema.ts';

const id = 'suite.wrong';
const check = createCheck(id, suiteSchema);

/**
 * Checks a suite from any source. `where` begins the message: the name of the file.
 *
 * @throws {UsageError} if it is of another version, or not a suite, with the place and the reason
 */
export function checkSuite(where: string, value: unknown): Suite {
  checkGiven(
    'checkSuite',
    where,
    typeof where === 'string',
    'a name',
    "Pass where the suite comes from, then the suite: checkSuite('suite.json', value).",
  );
  const { version } = Object(value) as { readonly version?: unknown };
  if (typeof version === 'number' && version !== suiteVersion) {
    throw new UsageError(
      'suite.version',
      `${where}: version ${version}, but this sigsim reads version ${suiteVersion}. ` +
        'Generate it again with sigsim paths.',
    );
  }
  check(where, value);
  const suite = value as Suite; // The schema has checked it.
  if (!modelNames.includes(suite.model)) {
    throw unknownName('suite.model', `${where}: model`, 'model', suite.model, modelNames);
  }
  const ids = new Set<string>();
  for (const [index, path] of suite.paths.entries()) {
    if (!ids.has(path.id)) ids.add(path.id);
    else {
      throw new UsageError(
        id,
        `${where}: paths[${index}].id: ${JSON.stringify(path.id)} is used twice. Rename one.`,
      );
    }
  }
  return suite;
}

/**
 * Reads a suite from the text of a file, as `formatSuite(suite, 'json')` writes it.
 *
 * @throws {UsageError} if it is not JSON, of another version, or not a suite, with the place and the reason
 * @example
 * const suite = readSuite(readFileSync('suite.json', 'utf8'));
 */
export function readSuite(text: string, where = 'suite'): Suite {
  checkGiven(
    'readSuite',
    text,
    typeof text === 'string',
    'text',
    'Pass the text of a file; for a value, use checkSuite.',
  );
  return checkSuite(where, parseJSON(id, where, text));
}
