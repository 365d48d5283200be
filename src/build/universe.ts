// Part of the build: writes dist/src/coverage/universe.json, all transitions and how traces name them.
import { writeFileSync } from 'node:fs';
import { exploreUniverse } from '../coverage/explored.ts';

const file = new URL('../coverage/universe.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(exploreUniverse())}\n`);
