#!/usr/bin/env node
import { run } from './run.ts';

// A reader that has seen enough (`| head`) closes the pipe: no fault of ours, and nothing left to do.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
const { argv, stdin, stdout, stderr } = process;
process.exitCode = await run(argv.slice(2), stdout, stderr, stdin);
