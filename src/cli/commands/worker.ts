import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import type { Command } from 'commander';
import type { Output } from '../output.ts';
import { version } from '../package.ts';
import { wholeNumber } from './fuzz.ts';

interface Options {
  readonly redis: string;
  readonly workers?: string;
  readonly patience: string;
  readonly once?: boolean;
}

const help = `
Works for a campaign that sigsim fuzz FILE --redis URL has opened, with all cores of
this machine, until Ctrl-C; with --once, until that campaign is over. As many machines
as one likes may do so, and each may come and go at any time.

Redis carries no code: FILE and everything that it imports must be on this machine, and
the subject, sigsim and the major version of Node must be those of the campaign.

  sigsim worker chat.subject.ts --redis redis://10.0.0.5:6379

Exit codes: 0 ended, 1 wrong use, another client or another version.`;

/** Adds `sigsim worker`. */
export function addWorker(program: Command, output: Output): Command {
  return program
    .command('worker')
    .description('runs jobs of a campaign that sigsim fuzz --redis started')
    .argument('<file>', 'a file that exports a subject')
    .requiredOption('--redis <url>', 'the Redis of the campaign: redis://127.0.0.1:6379')
    .option('--workers <number>', 'how many threads (default: one per core)')
    .option('--patience <seconds>', 'how long until a client that does not return is ended', '30')
    .option('--once', 'end when the campaign is over')
    .addHelpText('after', help)
    .action(async (file: string, options: Options) => {
      const { hashOfFile } = await import('../fuzz/kept.ts');
      const { nodeMajor, workOn } = await import('../fuzz/redis.ts');
      const { ThreadCrew } = await import('../fuzz/crew.ts');
      const count =
        options.workers === undefined
          ? availableParallelism()
          : wholeNumber('worker', '--workers', options.workers);
      const patienceMs = wholeNumber('worker', '--patience', options.patience) * 1_000;
      let isOver = false;
      const end = (): void => {
        if (isOver) process.exit(130);
        isOver = true;
      };
      process.on('SIGINT', end);
      process.on('SIGTERM', end);
      try {
        await workOn({
          url: options.redis,
          mine: {
            file: basename(file),
            subject: hashOfFile(file),
            by: version,
            node: nodeMajor(),
          },
          count,
          isOnce: options.once === true,
          crewFor: ({ seed, off, sdk }) =>
            new ThreadCrew({ file, seed, off, sdk, count, patienceMs, isOver: () => false }),
          isOver: () => isOver,
          say: (text) => {
            output.write(text);
          },
          warn: (text) => {
            output.warn(text);
          },
        });
      } finally {
        process.off('SIGINT', end);
        process.off('SIGTERM', end);
      }
    });
}
