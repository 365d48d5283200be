// Not only exports: vitest evaluates a setup file once per test file, but what it imports once per
// process. So everything that must happen per test file is done here.
import { expect } from 'vitest';
import { matchers } from '../checks/matchers.ts';
import './types.ts';
import { closeWorlds } from './worlds.ts';

expect.extend(matchers);
closeWorlds();

export { describeSuite, type Harness } from './harness.ts';
export { inspectMachines } from './machines.ts';
export type { WorldMatchers } from '../checks/world-matchers.ts';
export { leaveOpen } from './worlds.ts';
