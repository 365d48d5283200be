// What the reporter adds to the setup files: worlds are counted, and nothing else becomes of them. A
// reporter must not fail a test.
import { watchFile } from './worlds.ts';

watchFile();
