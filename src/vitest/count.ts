// What the reporter adds to the setup files: worlds and machines are counted, and nothing else becomes of them. A
// reporter must not fail a test.
import { handOver } from './machines.ts';
import { watchFile } from './worlds.ts';

watchFile();
handOver();
