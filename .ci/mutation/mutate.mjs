// npm run mutate: how many faults of one line the tests would see.
//
//   npm run mutate                          every slice whose sources or tests have changed
//   npm run mutate -- world/rules machines  these slices
//   npm run mutate -- src/world/clock.ts    these files, as a slice of their own
//   npm run mutate -- --summary             what is known, without playing anything
//   npm run mutate -- --survivors           the mutants that nothing kills, with their places
//   npm run mutate -- --again world/rules   this slice, though nothing has changed
//   npm run mutate -- --quick world         without the tests that take long: at least so many are killed
//
// Each slice is kept in reports/mutation/ and skipped as long as nothing that it depends on has
// changed; one that was interrupted goes on where it was. Everything runs with low priority and in one
// process (--concurrency N: so many slices at once), so that it may run beside other work.
//
// A survivor that changes nothing is listed in survivors.json with the reason; it counts as told, and
// an entry that no survivor answers to is an error; what an entry leaves out of file, code (the line),
// from and to may be anything. Exit codes: 0 every slice that is known reaches its
// goal or has only told survivors; 1 wrong use; 2 it does not.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { closureOf, fingerprint, root } from './files.mjs';
import { slices, slow } from './slices.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const kept = join(root, 'reports/mutation');
const silentMs = 60_000;
/** With --quick, a test that takes longer is not asked. */
const quickMs = 250;
/** Lower than anything that somebody waits for. */
const niceness = 15;

/** Wrong use, with what to type instead. */
class Misuse extends Error {}

function slicesOf(words) {
  if (words.length === 0) return slices;
  return words.map((word) => {
    const known = slices.find(({ name }) => name === word);
    if (known !== undefined) return known;
    const files = slices.filter(({ files }) => files.includes(word));
    const [home] = files;
    if (home === undefined) {
      const names = slices.map(({ name }) => name).join(', ');
      throw new Misuse(`${word} is neither a slice nor a file that is mutated. Slices: ${names}.`);
    }
    return { ...home, name: word.replace(/^src\//, ''), files: [word], isPart: true };
  });
}

const fileOf = (name) => join(kept, `${name.replaceAll('/', '-')}.json`);
const read = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined);

/** A mutant as people look for it: the text that it replaces, within its first line. */
function describe(mutant, sources) {
  const lines = sources[mutant.fileName].split('\n');
  const { start, end } = mutant.location;
  const text = lines.slice(start.line, end.line + 1);
  text[text.length - 1] = text.at(-1).slice(0, end.column);
  text[0] = text[0].slice(start.column);
  return {
    id: mutant.id,
    file: mutant.fileName.slice(root.length).replace(/^\//, ''),
    line: start.line + 1,
    mutator: mutant.mutatorName,
    code: lines[start.line].trim(),
    from: text.join('\n').replaceAll(/\s+/g, ' '),
    to: mutant.replacement.replaceAll(/\s+/g, ' '),
  };
}

/** What makes mutants; it is not among what npm install brings, and is fetched when it is needed. */
async function instrumenter() {
  try {
    return await import('@stryker-mutator/instrumenter');
  } catch {
    execFileSync('npm', ['ci', '--prefix', join(root, '.ci')], { stdio: 'inherit' });
    return await import('@stryker-mutator/instrumenter');
  }
}

async function instrument(files) {
  const { Instrumenter } = await instrumenter();
  const quiet = () => undefined;
  const logger = {
    isDebugEnabled: () => false,
    isInfoEnabled: () => false,
    debug: quiet,
    info: quiet,
    warn: quiet,
    trace: quiet,
    error: console.error,
  };
  const input = files.map((file) => ({
    name: join(root, file),
    content: readFileSync(join(root, file), 'utf8'),
    mutate: true,
  }));
  const { files: output, mutants } = await new Instrumenter(logger).instrument(input, {
    plugins: null,
    excludedMutations: ['StringLiteral'],
    ignorers: [],
  });
  const sources = Object.fromEntries(input.map(({ name, content }) => [name, content]));
  return {
    output,
    mutants: mutants
      .filter(({ status }) => status === undefined)
      .map((mutant) => describe(mutant, sources)),
  };
}

/** One process that plays mutants until it ends, or says nothing for too long. */
function play(planFile, current) {
  return new Promise((done) => {
    const child = spawn(
      process.execPath,
      [
        join(root, 'node_modules/vitest/vitest.mjs'),
        'run',
        '--config',
        join(here, 'vitest.config.ts'),
      ],
      {
        cwd: root,
        env: { ...process.env, MUTATION_PLAN: planFile, NODE_OPTIONS: '--max-old-space-size=4096' },
        stdio: ['ignore', 'ignore', 'pipe'],
        detached: true,
      },
    );
    children.add(child);
    setPriority(child.pid, niceness);
    let errors = '';
    child.stderr.on('data', (data) => (errors += data));
    let isSilent = false;
    const watch = setInterval(() => {
      const last = existsSync(current) ? statSync(current).mtimeMs : begun;
      if (Date.now() - last < silentMs) return;
      isSilent = true;
      kill(child);
    }, 1000);
    const begun = Date.now();
    child.on('exit', () => {
      clearInterval(watch);
      children.delete(child);
      done({ isSilent, errors });
    });
  });
}

const children = new Set();
function kill(child) {
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.on(signal, () => {
    for (const child of children) kill(child);
    process.exit(130);
  });
}

const seconds = (ms) => `${Math.round(ms / 1000)} s`;

async function mutate({ name, goal, files, stages, isPart = false }, { again, quick }) {
  const depends = closureOf([...files, ...stages.flat()]);
  const player = readFileSync(join(here, 'slice.test.ts'), 'utf8');
  const key = fingerprint(depends, player, files, ...(quick ? ['quick'] : []));
  const path = fileOf(name);
  if (!again && read(path)?.key === key) {
    console.log(`${name}: nothing has changed since it was played`);
    return;
  }
  const work = join(kept, `${name.replaceAll('/', '-')}.work`);
  if (again || read(join(work, 'key.json')) !== key) rmSync(work, { recursive: true, force: true });
  mkdirSync(work, { recursive: true });
  writeFileSync(join(work, 'key.json'), JSON.stringify(key));
  const { output, mutants } = await instrument(files);
  const instrumented = {};
  for (const [i, { name: source, content }] of output.entries()) {
    instrumented[source] = join(work, `${i}.ts`);
    writeFileSync(instrumented[source], content);
  }
  const results = join(work, 'results.jsonl');
  const current = join(work, 'current');
  const known = () =>
    existsSync(results)
      ? readFileSync(results, 'utf8')
          .trim()
          .split('\n')
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : [];
  const begun = Date.now();
  for (let idle = 0; ;) {
    const before = known();
    const over = new Set(before.map(({ id }) => id));
    const left = mutants.filter(({ id }) => !over.has(id));
    if (left.length === 0) break;
    console.log(`${name}: ${left.length} of ${mutants.length} mutants to play`);
    const plan = join(work, 'plan.json');
    rmSync(current, { force: true });
    writeFileSync(
      plan,
      JSON.stringify({
        instrumented,
        stages: stages.map((tests) => tests.map((test) => join(root, test))),
        slow: slow.source,
        mutants: left.map(({ id }) => ({ id })),
        results,
        current,
        survey: join(work, 'survey.json'),
        ...(quick && { longestMs: quickMs }),
      }),
    );
    const { isSilent, errors } = await play(plan, current);
    const at = (existsSync(current) && readFileSync(current, 'utf8')) || undefined;
    const after = known();
    if (at !== undefined && !after.some(({ id }) => id === at)) {
      // It took the process with it.
      const status = isSilent ? 'timeout' : 'killed';
      writeFileSync(
        results,
        [...after, { id: at, status, by: 'the process ended' }]
          .map((line) => `${JSON.stringify(line)}\n`)
          .join(''),
      );
    } else if (after.length === before.length && ++idle > 1) {
      throw new Error(`${name}: nothing can be played.\n${errors}`);
    }
    for (const line of errors.split('\n').filter((text) => text.startsWith('left out'))) {
      if (before.length === 0) console.log(`${name}: ${line}`);
    }
  }
  const by = new Map(known().map((result) => [result.id, result]));
  const all = mutants.map(({ id, ...mutant }) => {
    const { status, by: test } = by.get(id) ?? {};
    return { ...mutant, status, ...(test !== undefined && { by: test }) };
  });
  mkdirSync(kept, { recursive: true });
  writeFileSync(
    path,
    `${JSON.stringify({ key, name, goal, isPart, quick, mutants: all }, undefined, 1)}\n`,
  );
  rmSync(work, { recursive: true, force: true });
  console.log(`${name}: ${mutants.length} mutants in ${seconds(Date.now() - begun)}`);
}

const isAlive = ({ status }) => status === 'survived' || status === 'not reached';
/** Whether an entry of survivors.json speaks of a mutant; what it leaves out may be anything. */
const speaksOf = (entry) => (mutant) =>
  ['file', 'code', 'from', 'to'].every(
    (key) => entry[key] === undefined || entry[key] === mutant[key],
  );

/** A row of the table: how many of these mutants something killed, and how many are told. */
function rowOf(name, mutants, told) {
  const alive = mutants.filter(isAlive);
  const isTold = (mutant) => told.some((entry) => speaksOf(entry)(mutant));
  const open = alive.filter((mutant) => !isTold(mutant));
  const killed = mutants.length - alive.length;
  const percent = (part) => (mutants.length === 0 ? 100 : (part / mutants.length) * 100);
  return {
    name,
    mutants: mutants.length,
    killed,
    told: alive.length - open.length,
    open,
    percent: percent(killed),
  };
}

function summarize(chosen, { survivors }) {
  const told = read(join(here, 'survivors.json')) ?? [];
  let isGood = true;
  const line = (row, goal) =>
    `${row.name.padEnd(34)} ${String(row.mutants).padStart(6)} ${String(row.killed).padStart(7)} ` +
    `${String(row.told).padStart(5)} ${String(row.open.length).padStart(5)} ${row.percent.toFixed(1).padStart(6)} %` +
    (goal === undefined ? '' : `  (goal ${goal} %)`);
  console.log(`\n${'slice'.padEnd(34)} mutants  killed  told  open  killed`);
  const seen = [];
  for (const { name, goal } of chosen) {
    const report = read(fileOf(name));
    if (report === undefined) {
      console.log(`${name.padEnd(34)} not played yet`);
      continue;
    }
    seen.push(...report.mutants);
    const row = rowOf(name, report.mutants, told);
    console.log(line(row, goal) + (report.quick ? ', at least: long tests were left out' : ''));
    if (row.percent < goal && row.open.length > 0) isGood = false;
    for (const file of new Set(report.mutants.map((mutant) => mutant.file))) {
      const mutants = report.mutants.filter((mutant) => mutant.file === file);
      console.log(line(rowOf(`  ${file}`, mutants, told)));
    }
    if (survivors) {
      for (const { file, line: at, mutator, from, to, status } of row.open) {
        console.log(`\n${file}:${at} ${mutator}, ${status}\n  - ${from}\n  + ${to}`);
      }
    }
  }
  // An entry that names no file may speak of a slice that was not played.
  const isWhole = slices.every(({ name }) => read(fileOf(name)) !== undefined);
  for (const entry of told) {
    const played = seen.some(({ file }) => file === entry.file) || (!entry.file && isWhole);
    if (!played || seen.some((mutant) => isAlive(mutant) && speaksOf(entry)(mutant))) continue;
    console.log(
      `survivors.json: no survivor is ${entry.file ?? entry.code}: ${entry.from} → ${entry.to}`,
    );
    isGood = false;
  }
  return isGood;
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      again: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
      concurrency: { type: 'string', default: '1' },
      summary: { type: 'boolean', default: false },
      survivors: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    const lines = readFileSync(fileURLToPath(import.meta.url), 'utf8').split('\n');
    const head = lines.slice(
      0,
      lines.findIndex((line) => !line.startsWith('//')),
    );
    console.log(head.map((line) => line.replace(/^\/\/ ?/, '')).join('\n'));
    return;
  }
  const atOnce = Number(values.concurrency);
  if (!Number.isInteger(atOnce) || atOnce < 1) {
    throw new Misuse(`--concurrency is ${values.concurrency}. Give a whole number from 1.`);
  }
  const chosen = slicesOf(positionals.map((word) => word.replace(/\/$/, '')));
  if (!values.summary && !values.survivors) {
    const waiting = [...chosen];
    const worker = async () => {
      for (let slice = waiting.shift(); slice !== undefined; slice = waiting.shift()) {
        await mutate(slice, values);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }
  process.exitCode = summarize(chosen, values) ? 0 : 2;
}

try {
  await main();
} catch (error) {
  const isMisuse = error instanceof Misuse || error.code?.startsWith('ERR_PARSE_ARGS') === true;
  console.error(isMisuse ? error.message : error);
  process.exitCode = 1;
}
