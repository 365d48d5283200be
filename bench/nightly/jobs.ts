// What the threads of a nightly run are asked, and what they say: plain data, and the same whoever does it.
import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { benchOf } from '../../src/campaign/campaign.ts';
import { playRun, type Bench } from '../../src/campaign/play.ts';
import { loadSubject } from '../../src/cli/files.ts';
import { root } from '../../src/cli/package.ts';
import { mutantSources, subjectIn } from '../../test/judge/clients.ts';

/** The client that nothing is wrong with. */
export const carefulFile = fileURLToPath(new URL('examples/careful-chat.subject.ts', root));

/** Something to do. */
export type Job =
  /** Plays the first run of each of some seeds twice. */
  | { readonly what: 'seeds'; readonly from: number; readonly to: number }
  /** Plays runs against a mutant, by its place, until one of them breaks a rule. */
  | { readonly what: 'mutant'; readonly at: number; readonly runs: number };

/** What came of it. */
export type Done =
  | {
      readonly what: 'seeds';
      readonly from: number;
      readonly to: number;
      /** A hash of the hashes of the traces, in the order of the seeds. */
      readonly hash: string;
      /** Seeds whose run was not the same again. */
      readonly differs: readonly number[];
    }
  | {
      readonly what: 'mutant';
      readonly name: string;
      /** The run that killed it; undefined where none did. */
      readonly killedIn: number | undefined;
    };

/** The mutants of the careful examples that one client alone can show. */
export const mutantsOfOne = mutantSources.filter(({ mutant }) => mutant.rule !== 'lockstep');

let careful: Promise<Bench> | undefined;

async function playSeeds(from: number, to: number): Promise<Done> {
  careful ??= loadSubject('nightly', carefulFile).then((subject) => benchOf(subject));
  const bench = await careful;
  const all = createHash('sha256');
  const differs: number[] = [];
  for (let seed = from; seed < to; seed++) {
    const { hash = '' } = await playRun(bench, seed, 1, true);
    const again = await playRun(bench, seed, 1, true);
    if (again.hash !== hash) differs.push(seed);
    all.update(hash);
  }
  return { what: 'seeds', from, to, hash: all.digest('hex'), differs };
}

async function killMutant(at: number, runs: number): Promise<Done> {
  const one = mutantsOfOne[at];
  if (one === undefined) throw new Error(`nightly: no mutant ${at}`);
  const bench = await benchOf(await subjectIn(one.source), { web: 'documented' });
  let killedIn: number | undefined;
  for (let run = 1; run <= runs && killedIn === undefined; run++) {
    const { faults } = await playRun(bench, 1, run);
    if (faults.length > 0) killedIn = run;
  }
  return { what: 'mutant', name: one.mutant.name, killedIn };
}

/** Does a job. */
export const doJob = (job: Job): Promise<Done> =>
  job.what === 'seeds' ? playSeeds(job.from, job.to) : killMutant(job.at, job.runs);
