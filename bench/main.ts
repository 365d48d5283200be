// Each is loaded only if it is asked for: the commands that some of them load set options of the engine.
const benches = {
  judge: async () => (await import('./judge.ts')).benchJudge(),
  fidelity: async () => (await import('./fidelity.ts')).benchFidelity(),
  fuzz: async () => (await import('./fuzz.ts')).benchFuzz(),
  flow: async () => (await import('./flow.ts')).benchFlow(),
  machines: async () => (await import('./machines.ts')).benchMachines(),
  page: async () => (await import('./page.ts')).benchPage(),
  paths: async () => (await import('./paths.ts')).benchPaths(),
  testing: async () => (await import('./testing.ts')).benchTesting(),
  wire: async () => (await import('./wire.ts')).benchWire(),
  world: async () => (await import('./world.ts')).benchWorld(),
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
