#!/usr/bin/env node
import { run } from './run.ts';

// A reader that has seen enough (`| head`) closes the pipe: this is not an error, and nothing is
// left to do.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  // A full disk, for example: print one line, without a stack.
  process.stderr.write(`error: cannot write the output (${error.code ?? error.message}).\n`);
  process.exit(1);
});
const { argv, stdin, stdout, stderr } = process;
process.exitCode = await run(argv.slice(2), stdout, stderr, stdin);
