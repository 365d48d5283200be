// The client of a campaign, from its file: the subject, and what else the file exports for campaigns.
import { UsageError } from '../../base/errors.ts';
import { benchOf } from '../../campaign/campaign.ts';
import type { Bench } from '../../campaign/play.ts';
import type { Property } from '../../campaign/property.ts';
import { rules as standardRules, type JudgeRule } from '../../judge/index.ts';
import { checkSubject, type WebManner } from '../../run/index.ts';
import { loadModule } from '../files.ts';
import { onSdk, type Sdk } from '../sdk.ts';

const give = 'Give a file of JavaScript or TypeScript that exports a subject.';

const listIn = (file: string, name: string, value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value;
  throw new UsageError(
    'fuzz.subject',
    `fuzz: ${file}: its export ${name} is no list. Give a list.`,
  );
};

/** The manner of the web shape in which every run is to be played; undefined where it is drawn. */
function webOf(sdk: Sdk | undefined): WebManner | undefined {
  if (sdk === undefined || sdk === 'real') return undefined;
  return sdk === '1.4.0' ? sdk : 'documented';
}

/**
 * Loads a subject, with the `properties` and `rules` that its file exports besides.
 *
 * @throws {UsageError} when the file cannot be loaded, the published SDK is not there, or its client cannot log in where all is well
 */
export async function benchIn(file: string, off: readonly string[], sdk?: Sdk): Promise<Bench> {
  const loaded = await loadModule('fuzz', 'fuzz.subject', file, give);
  const subject = checkSubject(file, 'default' in loaded ? loaded['default'] : loaded);
  const rules = listIn(file, 'rules', loaded['rules']) as readonly JudgeRule[];
  const web = webOf(sdk);
  return benchOf(sdk === 'real' ? await onSdk(subject, sdk) : subject, {
    off,
    ...(web !== undefined && { web }),
    rules: [...standardRules, ...rules],
    properties: listIn(file, 'properties', loaded['properties']) as readonly Property[],
  });
}
