// What the reporter adds to the setup files: worlds and machines are counted, and nothing else. A
// reporter must not make a test fail.
import { handOver } from './machines.ts';
import { watchFile } from './worlds.ts';

watchFile();
handOver();
