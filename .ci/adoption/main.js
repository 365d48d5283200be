// What a bundler makes of the application and a test beside it.
import { createWorld } from 'sigsim';
import { start } from './app.js';

const world = createWorld();
const app = start('alice');
await world.advance('10 s');
if (app.status !== 'online') throw new Error(`the application is ${app.status}`);
console.log('bundled: the application runs on the double');
