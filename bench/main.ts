import { benchFidelity } from './fidelity.ts';
import { benchFlow } from './flow.ts';
import { benchMachines } from './machines.ts';
import { benchJudge } from './judge.ts';
import { benchFuzz } from './fuzz.ts';
import { benchPage } from './page.ts';
import { benchPaths } from './paths.ts';
import { benchTesting } from './testing.ts';
import { benchWire } from './wire.ts';
import { benchWorld } from './world.ts';

const benches = {
  judge: benchJudge,
  fidelity: benchFidelity,
  fuzz: benchFuzz,
  flow: benchFlow,
  machines: benchMachines,
  page: benchPage,
  paths: benchPaths,
  testing: benchTesting,
  wire: benchWire,
  world: benchWorld,
};

const round = (value: number): string => value.toPrecision(3);

const args = process.argv.slice(2);
const name = args.find((arg) => !arg.startsWith('-')) ?? '';
if (!Object.hasOwn(benches, name)) {
  process.stderr.write(
    `error: bench: no benchmark "${name}". Known: ${Object.keys(benches).join(', ')}.\n` +
      'try: npm run bench -- world\n',
  );
  process.exit(1);
}
const results = await benches[name as keyof typeof benches]();
if (args.includes('--json')) {
  process.stdout.write(`${JSON.stringify(results, null, 2)}\n`);
} else {
  for (const { name: what, ours, peer, peerName, unit, ratio, goal, spread, notes } of results) {
    process.stdout.write(
      `${what}\n  ours ${round(ours)} ${unit}, ${peerName} ${round(peer)} ${unit}: ` +
        `${round(ratio)} x (${round(spread[0])} to ${round(spread[1])}), goal ${goal}\n${notes?.map((note) => `  ${note}\n`).join('') ?? ''}`,
    );
  }
}
