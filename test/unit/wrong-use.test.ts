// Wrong use of every export: it is refused at once, in one way of saying it, and never by an error of ours.
import * as sigsim from 'sigsim';
import * as campaign from 'sigsim/campaign';
import * as checks from 'sigsim/checks';
import * as codes from 'sigsim/codes';
import * as judge from 'sigsim/judge';
import * as loopback from 'sigsim/loopback';
import * as paths from 'sigsim/paths';
import * as scenarios from 'sigsim/scenario';
import { expect, test } from 'vitest';

/** Any function, called as JavaScript would. */
type Any = (...args: readonly unknown[]) => unknown;
const js = (run: unknown): Any => run as Any;
/** A method, called as JavaScript would. */
const on = (object: object, method: string): Any =>
  js((object as Record<string, Any>)[method]).bind(object);

const world = sigsim.createWorld();
const suite = paths.generate({ model: 'login', cover: 'codes', calls: ['login'] });
const client = { name: 'mine', create: () => ({}), do: {} };
const graph = paths.explore('login');
const scenario = scenarios.readScenario('mine', { sigsim: 'scenario', version: 1, steps: [] });
const { service, network } = world;

const mistakes: readonly (readonly [mistake: string, run: () => unknown, message: string])[] = [
  [
    'createWorld(null)',
    () => js(sigsim.createWorld)(null),
    'createWorld: null is not an options object.',
  ],
  ['createWorld(7)', () => js(sigsim.createWorld)(7), 'createWorld: 7 is not an options object.'],
  ['world.fail()', () => on(world, 'fail')(), 'world.fail: undefined is not a documented code.'],
  [
    'world.fail(code, null)',
    () => on(world, 'fail')('LOGIN_E_NET', null),
    'null is not an options object.',
  ],
  ['world.device()', () => on(world, 'device')(), 'world.device: undefined is not a name.'],
  [
    'createAgoraAPI(null)',
    () => on(world, 'createAgoraAPI')(null),
    'null is not an options object.',
  ],
  ['issueToken()', () => on(service, 'issueToken')(), 'service.issueToken: undefined is not'],
  [
    'removeFromChannel(channel)',
    () => on(service, 'removeFromChannel')('lobby'),
    'service.removeFromChannel: undefined is not a channel. Pass the account, then the channel',
  ],
  ['kick()', () => on(service, 'kick')(), 'service.kick: '],
  ['refuse(misspelt)', () => on(service, 'refuse')('logn'), 'Did you mean "login"?'],
  ['network.cut()', () => on(network, 'cut')(), 'network.cut: undefined is not an account name.'],
  [
    'network.set(null)',
    () => on(network, 'set')(null),
    'network.set: null is not an options object.',
  ],
  ['generate()', () => js(paths.generate)(), 'generate: undefined is not an options object.'],
  ['generate(null)', () => js(paths.generate)(null), 'generate: null is not an options object.'],
  [
    "generate('codes')",
    () => js(paths.generate)('codes'),
    'generate: "codes" is not an options object.',
  ],
  [
    'generate, a misspelt call',
    () => js(paths.generate)({ cover: 'codes', calls: ['logn'] }),
    'generate: calls: no call "logn". Did you mean "login"?',
  ],
  [
    'generate, calls as text',
    () => js(paths.generate)({ cover: 'codes', calls: 'login' }),
    'generate: calls is "login". Pass a list.',
  ],
  [
    'generate, an unknown key',
    () => js(paths.generate)({ cover: 'codes', modle: 'x' }),
    'Did you mean "model"?',
  ],
  [
    'generate, legacy as text',
    () => js(paths.generate)({ cover: 'codes', legacy: 'yes' }),
    'generate: legacy is "yes". Pass true or false.',
  ],
  [
    'generate, seed as text',
    () => js(paths.generate)({ cover: 'codes', seed: 'x' }),
    'generate: seed is "x". Pass a whole number.',
  ],
  ['explore()', () => js(paths.explore)(), 'explore: no model undefined. Known: client'],
  [
    'explore(model, null)',
    () => js(paths.explore)('login', null),
    'explore: null is not an options object.',
  ],
  ['modelLogic()', () => js(paths.modelLogic)(), 'modelLogic: no model undefined.'],
  ['shortestPath()', () => js(paths.shortestPath)(), 'shortestPath: undefined is not a graph.'],
  [
    'shortestPath(graph)',
    () => js(paths.shortestPath)(graph),
    'shortestPath: undefined is not a function.',
  ],
  ['graphToJSON()', () => js(paths.graphToJSON)(), 'graphToJSON: undefined is not a graph.'],
  ['suiteFor()', () => js(paths.suiteFor)(), 'undefined is not a machine'],
  ['sigsimPaths()', () => js(paths.sigsimPaths)(), 'sigsimPaths: undefined is not a machine.'],
  ['subject()', () => js(paths.subject)(), 'subject: undefined is not a subject.'],
  [
    'subject, a misspelt call',
    () => js(paths.subject)({ ...client, do: { logn: () => 0 } }),
    'subject: do: no call "logn". Did you mean "login"?',
  ],
  ['runSuite()', () => js(paths.runSuite)(), 'runSuite: undefined is not a suite.'],
  [
    'subject, web: 1.4.0',
    () => js(paths.subject)({ ...client, web: '1.4.0' }),
    'subject: its web is "1.4.0", which can only be "documented"; for 1.4.0 export onPublished(subject).',
  ],
  ['runSuite(suite)', () => js(paths.runSuite)(suite), 'runSuite: undefined is not a subject.'],
  [
    'runSuite(subject, suite)',
    () => js(paths.runSuite)(client, suite),
    'runSuite: [object Object] is not a suite.',
  ],
  ['runPath()', () => js(paths.runPath)(), 'runPath: undefined is not a suite.'],
  ['runPath(suite)', () => js(paths.runPath)(suite), 'runPath: undefined is not a path.'],
  [
    'runPath(suite, path)',
    () => js(paths.runPath)(suite, suite.paths[0]),
    'runPath: undefined is not a subject.',
  ],
  ['readSuite()', () => js(paths.readSuite)(), 'readSuite: undefined is not text.'],
  ['readSuite(suite)', () => js(paths.readSuite)(suite), 'readSuite: [object Object] is not text.'],
  [
    'checkSuite(suite)',
    () => js(paths.checkSuite)(suite),
    'checkSuite: [object Object] is not a name.',
  ],
  ['formatSuite(suite)', () => js(paths.formatSuite)(suite), 'formatSuite: no format undefined.'],
  ['writeFailure()', () => js(paths.writeFailure)(), 'writeFailure: undefined is not a suite.'],
  ['readFailure()', () => js(paths.readFailure)(), 'readFailure: undefined is not a failure.'],
  ["replayTrace('x')", () => js(paths.replayTrace)('x'), 'replayTrace: "x" is not a trace.'],
  [
    'createPlayer()',
    () => js(scenarios.createPlayer)(),
    'createPlayer: undefined is not a scenario.',
  ],
  [
    'createPlayer(scenario)',
    () => js(scenarios.createPlayer)(scenario),
    'createPlayer: undefined is not a subject.',
  ],
  [
    'createPlayer(subject, scenario)',
    () => js(scenarios.createPlayer)(client, scenario),
    'createPlayer: [object Object] is not a scenario.',
  ],
  [
    'readScenario(scenario)',
    () => js(scenarios.readScenario)(scenario),
    'readScenario: [object Object] is not a name. Pass where it comes from, then the scenario',
  ],
  ['parseScenario()', () => js(scenarios.parseScenario)(), 'parseScenario: undefined is not text.'],
  [
    'assertCheck()',
    () => js(checks.assertCheck)(),
    'assertCheck: undefined is not the result of a check.',
  ],
  [
    'assertCheck(true)',
    () => js(checks.assertCheck)(true),
    'assertCheck: true is not the result of a check.',
  ],
  ['assertCheck(world)', () => js(checks.assertCheck)(world), 'is not the result of a check.'],
  ['traceFile()', () => js(checks.traceFile)(), 'traceFile: undefined is not a world.'],
  [
    'seenCode(code, world)',
    () => js(checks.seenCode)('LOGIN_E_NET', world),
    'seenCode: "LOGIN_E_NET" is not a world.',
  ],
  [
    'seenCode(world)',
    () => js(checks.seenCode)(world),
    'seenCode: undefined is not a documented code.',
  ],
  [
    'seenCode(world, code, null)',
    () => js(checks.seenCode)(world, 'LOGIN_E_NET', null),
    'seenCode: null is not an options object.',
  ],
  [
    'backedOff(world)',
    () => js(checks.backedOff)(world),
    'backedOff: undefined is not an options object.',
  ],
  ['inState(world)', () => js(checks.inState)(world), 'inState: no state undefined.'],
  [
    'followedPath(world)',
    () => js(checks.followedPath)(world),
    'followedPath: undefined is not a path.',
  ],
  ['gaveUp()', () => js(checks.gaveUp)(), 'gaveUp: undefined is not a world.'],
  ['noErrors()', () => js(checks.noErrors)(), 'noErrors: undefined is not a world.'],
  [
    'noPendingTimers()',
    () => js(checks.noPendingTimers)(),
    'noPendingTimers: undefined is not a world.',
  ],
  [
    "compareCode('LOGIN_E_NETT')",
    () => js(paths.compareCode)('LOGIN_E_NETT'),
    'is not a documented code. Did you mean "LOGIN_E_NET"?',
  ],
  ['onRealSdk()', () => js(paths.onRealSdk)(), 'onRealSdk: undefined is not a subject. Export one'],
  ['onPublished({})', () => js(paths.onPublished)({}), 'onPublished: its name is undefined.'],
  ["real('nowhere.js')", () => js(paths.real)('nowhere.js'), 'nowhere.js cannot be read (ENOENT'],
  [
    "machineCoverage('x')",
    () => js(paths.machineCoverage)('x'),
    'machineCoverage: "x" is not a machine or other actor logic of XState 5.',
  ],
  ['audit()', () => js(judge.audit)(), 'audit: undefined is not a subject.'],
  ['audit(subject, null)', () => js(judge.audit)(client, null), 'audit: null is not an options'],
  [
    'audit(client)',
    () => js(judge.audit)(client),
    'audit: mine has no do.login, so nothing can be tried. Add one.',
  ],
  [
    'audit, an unknown key',
    () => js(judge.audit)(client, { rulz: [] }),
    'audit: no option "rulz". Known: codes, rules, off, seed, names, keep, twice, traces, file, onProgress. Did you mean "rules"?',
  ],
  [
    'audit, rules as text',
    () => js(judge.audit)(client, { rules: 'x' }),
    'audit: rules is "x". Pass a list.',
  ],
  [
    'audit, a misspelt code',
    () => js(judge.audit)(client, { codes: ['LOGIN_E_NETT'] }),
    'Did you mean "LOGIN_E_NET"?',
  ],
  ['prepare()', () => js(judge.prepare)(), 'audit: undefined is not a subject.'],
  ['reportOf()', () => js(judge.reportOf)(undefined, {}), 'reportOf: undefined is not a list.'],
  [
    'reportJSON()',
    () => js(judge.reportJSON)(),
    'reportJSON: undefined is not the report of an audit. Pass what audit() returned.',
  ],
  [
    'unionOf()',
    () => js(judge.unionOf)(),
    'unionOf: undefined is not the report of an audit. Pass what audit() returned for the client',
  ],
  ['fuzz()', () => js(campaign.fuzz)(), 'fuzz: undefined is not a subject.'],
  ['fuzz, an unknown key', () => js(campaign.fuzz)(client, { runz: 3 }), 'fuzz: no option "runz".'],
  [
    'fuzz, runs as text',
    () => js(campaign.fuzz)(client, { runs: 'x' }),
    'fuzz: runs is "x". Give a whole number, 1 or more.',
  ],
  [
    'fuzz, properties as an object',
    () => js(campaign.fuzz)(client, { properties: {} }),
    'fuzz: properties is [object Object]. Pass a list.',
  ],
  [
    'playScenario()',
    () => js(campaign.playScenario)(),
    'playScenario: undefined is not a scenario.',
  ],
  [
    'playScenario(scenario, subject)',
    () => js(campaign.playScenario)(scenario, client),
    'playScenario: [object Object] is not a scenario. Pass the subject, then what readScenario() returned.',
  ],
  [
    'failuresOf()',
    () => js(campaign.failuresOf)(),
    'failuresOf: undefined is not the report of a campaign. Pass what fuzz() returned.',
  ],
  ['serve(null)', () => js(loopback.serve)(null), 'serve: null is not an options object.'],
  ['serve, an unknown key', () => js(loopback.serve)({ prt: 0 }), 'Did you mean "port"?'],
  [
    'serve, port as text',
    () => js(loopback.serve)({ port: 'x' }),
    'serve: port is "x". Give a number from 0 to 65535.',
  ],
  [
    'pointAtSimulator()',
    () => js(loopback.pointAtSimulator)(),
    'pointAtSimulator: this is no Signal(appId) of the SDK: it has no setup_debugging.',
  ],
  [
    'pointAtSimulator(signal, 0)',
    () => js(loopback.pointAtSimulator)({ setup_debugging: () => undefined }, 0),
    "pointAtSimulator: 0 is not a port. Give the server's: server.port.",
  ],
  [
    'pointAtSimulator, a misspelt option',
    () => js(loopback.pointAtSimulator)({ setup_debugging: () => 0 }, 80, { lookups: true }),
    'pointAtSimulator: no option "lookups". Known: world, lookup, host.',
  ],
  [
    'pointAtSimulator, a world that is no name',
    () => js(loopback.pointAtSimulator)({ setup_debugging: () => 0 }, 80, { world: '../x' }),
    'pointAtSimulator: world is "../x". Give the name of a world of the server: letters, digits, _ and -.',
  ],
  [
    'pointAtSimulator, null as options',
    () => js(loopback.pointAtSimulator)({ setup_debugging: () => 0 }, 80, null),
    'pointAtSimulator: null is not an options object.',
  ],
  [
    'pointAtSimulator, lookup as text',
    () => js(loopback.pointAtSimulator)({ setup_debugging: () => 0 }, 80, { lookup: 'no' }),
    'pointAtSimulator: lookup is "no". Pass true or false.',
  ],
  [
    'redirectToSimulator()',
    () => js(loopback.redirectToSimulator)(),
    "redirectToSimulator: undefined is not a port. Give the server's: server.port.",
  ],
  [
    'redirectToSimulator, null as options',
    () => js(loopback.redirectToSimulator)(80, null),
    'redirectToSimulator: null is not an options object.',
  ],
  [
    'redirectToSimulator, a world that is no name',
    () => js(loopback.redirectToSimulator)(80, { world: '../x' }),
    'redirectToSimulator: world is "../x".',
  ],
  [
    'redirectToSimulator, where there is no socket',
    () => js(loopback.redirectToSimulator)(80, { around: {} }),
    'redirectToSimulator: there is neither a WebSocket nor an XMLHttpRequest here.',
  ],
  ['world.advance(text)', () => on(world, 'advance')('soon'), '"soon" is not a duration.'],
  ['world.fault()', () => on(world, 'fault')(), 'world.fault: no fault undefined. Known: hang'],
  ['world.loadSdk(7)', () => on(world, 'loadSdk')(7), 'world.loadSdk: 7 '],
];

// With --reporter=verbose, the titles are a table: the mistake, and what is said of it.
test.each(mistakes.map(([mistake, run, message]) => [mistake, message, run] as const))(
  'wrong use: %s says %s',
  async (_, message, run) => {
    const error = await (async () => run())().catch((thrown: unknown) => thrown);

    expect(error).toBeInstanceOf(sigsim.UsageError);
    expect((error as Error).message).toContain(message);
  },
);

/** What cannot be used wrongly, or only asks. */
const harmless = new Set([
  'byName',
  'byValue',
  'isCodeName',
  'checkSubject',
  'edgeOf',
  'stateOf',
  'tokenFor',
  'readTrace',
  'toSequenceDiagram',
  'toStateDiagram',
  'writtenStates',
  'writtenTransitions',
  'Player',
  'addRule',
  'worldOptions',
  'published',
  'CheckError',
  'SpecError',
  'Trace',
  'UsageError',
]);

test('wrong use: every function that is exported is in the table, or harmless', () => {
  const names = [sigsim, campaign, checks, codes, judge, loopback, paths, scenarios].flatMap(
    (module) =>
      Object.entries(module).flatMap(([name, value]) =>
        typeof value === 'function' ? [name] : [],
      ),
  );
  const tried = new Set(mistakes.map(([mistake]) => /^\w+/.exec(mistake)?.[0]));

  expect(names.filter((name) => !tried.has(name) && !harmless.has(name))).toEqual([]);
});
