// The manifests of docs/campaigns.md have the form that docker compose, Kubernetes and GitHub Actions ask for,
// and the command lines in them are ones that sigsim takes. test/long/redis.test.ts runs them.
import { Command } from 'commander';
import { expect, test } from 'vitest';
import { addFuzz } from '../../src/cli/commands/fuzz.ts';
import { addMerge } from '../../src/cli/commands/merge.ts';
import { addWorker } from '../../src/cli/commands/worker.ts';
import type { Output } from '../../src/cli/output.ts';
import { argsOf, compose, manifests } from '../support/manifests.ts';

/** Reads a command line as the command does, and does nothing; throws where it is refused. */
function read(args: readonly string[]): void {
  const program = new Command().exitOverride().configureOutput({ writeErr: () => undefined });
  const nowhere = {} as Output;
  for (const add of [addFuzz, addWorker, addMerge]) {
    add(program, nowhere)
      .exitOverride()
      .action(() => undefined);
  }
  program.parse([...args], { from: 'user' });
}

/** The commands of sigsim in a shell script. */
const inScript = (script: string): readonly string[] => script.match(/npx sigsim [^|>]+/g) ?? [];

test('campaigns, docs: the compose file has services with an image or a build, and what they depend on', () => {
  const { services } = compose();
  for (const [name, service] of Object.entries(services)) {
    const { image, build, command, depends_on: needs = [], restart = 'no', ...more } = service;

    expect([name, more]).toEqual([name, {}]);
    expect([name, [image, build].filter((one) => one !== undefined).length]).toEqual([name, 1]);
    expect(Object.keys(services)).toEqual(expect.arrayContaining([...needs]));
    expect(['no', 'always', 'on-failure', 'unless-stopped']).toContain(restart);
    if (command !== undefined) read(argsOf(command));
  }

  expect(Object.keys(services)).toEqual(['redis', 'fuzz', 'worker']);
});

const container = {
  name: expect.stringMatching(/^[a-z\d-]+$/) as string,
  image: expect.any(String) as string,
  args: expect.any(Array) as readonly string[],
};

test('campaigns, docs: the manifests for Kubernetes are a Job that ends and a Deployment that finds its pods', () => {
  const [job, deployment, ...others] = manifests(/^apiVersion:/m);

  expect(others).toEqual([]);
  expect(job).toEqual({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'fuzz' },
    spec: {
      backoffLimit: 0,
      template: { spec: { restartPolicy: 'Never', containers: [container] } },
    },
  });
  const labels = { app: 'worker' };
  expect(deployment).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'worker' },
    spec: {
      replicas: expect.any(Number) as number,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [container] } },
    },
  });
  for (const one of [job, deployment] as readonly (typeof pod)[]) {
    const { args } = one.spec.template.spec.containers[0];
    // Kubernetes takes texts alone: a number without quotes is refused.
    expect(args.filter((arg) => typeof arg !== 'string')).toEqual([]);
    read(argsOf(args));
  }
});
declare const pod: {
  readonly spec: {
    readonly template: {
      readonly spec: { readonly containers: readonly [{ readonly args: readonly string[] }] };
    };
  };
};

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: object;
}

test('campaigns, docs: each step of the workflow for GitHub uses an action or runs something, shard by shard', () => {
  const [workflow] = manifests(/^jobs:/m) as readonly {
    readonly jobs: Readonly<
      Record<
        string,
        {
          readonly 'runs-on': string;
          readonly needs?: string;
          readonly strategy?: { readonly matrix: { readonly shard: readonly number[] } };
          readonly steps: readonly Step[];
        }
      >
    >;
  }[];
  const { jobs = {} } = workflow ?? {};
  const commands: string[] = [];
  for (const { needs, steps, 'runs-on': machine } of Object.values(jobs)) {
    expect(machine).toBe('ubuntu-latest');
    if (needs !== undefined) expect(Object.keys(jobs)).toContain(needs);
    for (const { uses, run = '', with: _with, ...more } of steps) {
      expect(more).toEqual({});
      expect((uses === undefined) !== (run === '')).toBe(true);
      if (uses !== undefined) expect(uses).toMatch(/^actions\/[a-z-]+@v\d+$/);
      commands.push(...inScript(run));
    }
  }
  const shards = jobs['fuzz']?.strategy?.matrix.shard ?? [];
  for (const command of commands) {
    for (const shard of shards) {
      read(argsOf(command.replaceAll('${{ matrix.shard }}', String(shard)).trim()));
    }
  }

  expect(commands).toHaveLength(2);
  expect(shards).toEqual(shards.map((_, at) => at + 1));
  // Each machine takes one of as many shards as there are.
  expect(commands[0]).toContain(`--shard \${{ matrix.shard }}/${shards.length} `);
});

test('campaigns, docs: a command line that sigsim does not accept is detected', () => {
  expect(() => read(['fuzz', 'chat.subject.ts', '--rnus', '5'])).toThrow("unknown option '--rnus'");
  expect(() => read(['worker', 'chat.subject.ts'])).toThrow("'--redis <url>' not specified");
});
