// One suite of tests of clients that try again, under each of four clocks.
import { setTimeout as sleep } from 'node:timers/promises';
import type { SignalingWorld, Trace } from 'sigsim';
import { describe, expect, test } from 'vitest';
import { clients, retry, until, type Client, type Connect } from './clients.ts';
import { clocks, under } from './clocks.ts';

/** Two logins fail at once, the third gets in. */
async function connectTwice(connect: Connect, world: SignalingWorld): Promise<Client> {
  world.fail('LOGIN_E_FAILED', { account: 'alice', times: 2 });
  const client = connect(world.Signal);
  await world.advance('10 s');
  return client;
}

/** How long the client waited after each failure. */
function waits({ entries }: Trace): readonly number[] {
  const failed = entries.flatMap((entry) =>
    entry.kind === 'callback' && entry.name === 'onLoginFailed' ? [entry.at] : [],
  );
  const [, ...again] = entries.flatMap((entry) =>
    entry.kind === 'call' && entry.method === 'login' ? [entry.at] : [],
  );
  return again.map((at, n) => at - (failed[n] ?? Number.NaN));
}

describe.each(clocks)('$name', (clock) => {
  test.each(clients)('retry: %s gets in at the third attempt', async (_, connect) => {
    let client: Client | undefined;
    const { trace } = await under(clock, async (world) => {
      client = await connectTwice(connect, world);
    });

    expect(client?.status).toBe('online');
    expect(waits(trace)).toEqual([1000, 2000]);
  });

  test('retry: an aborted client gives up and leaves no timer', async () => {
    const controller = new AbortController();
    await under(clock, async (world) => {
      world.fail('LOGIN_E_FAILED', { times: 3 });
      const client = until(world.Signal, controller.signal);
      setTimeout(() => controller.abort(), 5000);
      await world.advance('10 s');

      expect(client.status).toBe('gave up');
      expect(world.trace.codes()).toHaveLength(3);
    });
  });

  test('retry: a login that nobody answers times out and is tried again', async () => {
    await under(clock, async (world) => {
      world.service.silence('login');
      let error: unknown;
      const never = (): Promise<never> => {
        world.Signal('app').login('alice', '_no_need_token');
        return new Promise(() => undefined);
      };
      void retry(never, { retries: 2, minTimeout: 100, factor: 1, timeout: 500 }).catch(
        (thrown) => {
          error = [thrown, world.now];
        },
      );
      await world.advance('3 s');

      expect(error).toEqual([new Error('timed out'), 1700]);
    });
  });

  test('retry: a rejection that the test awaits afterwards is no unhandled one', async () => {
    const unhandled: unknown[] = [];
    const listen = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', listen);
    await under(clock, async (world) => {
      const failing = retry(() => Promise.reject(new Error('no')), {
        retries: 2,
        minTimeout: 1000,
        factor: 2,
        timeout: 500,
      });
      await world.advance('10 s');

      await expect(failing).rejects.toThrow('no');
    });
    await new Promise((done) => setImmediate(done));
    process.off('unhandledRejection', listen);
    expect(unhandled).toEqual([]);
  });

  test(`retry: AbortSignal.timeout ${clock.hasSignals ? 'ends a client' : 'is not moved'}`, async () => {
    await under(clock, async (world) => {
      world.fail('LOGIN_E_FAILED', { times: clock.hasSignals ? 3 : 4 });
      const client = until(world.Signal, AbortSignal.timeout(5000));
      await world.advance('10 s');

      expect(client.status).toBe(clock.hasSignals ? 'gave up' : 'trying');
    });
  });

  test(`retry: node:timers/promises ${clock.hasPromises ? 'runs on it' : 'is not moved'}`, async () => {
    await under(clock, async (world) => {
      let isAwake = false;
      void sleep(1000, undefined, { ref: false }).then(() => {
        isAwake = true;
      });
      await world.advance('2 s');

      expect(isAwake).toBe(clock.hasPromises);
    });
  });
});

test.each(clients)('retry: %s leaves the same trace under every clock', async (_, connect) => {
  const traces: string[] = [];
  for (const clock of clocks) {
    const { trace } = await under(clock, async (world) => {
      await connectTwice(connect, world);
    });
    traces.push(trace.toJSONL());
  }

  expect(traces).toHaveLength(4);
  expect(new Set(traces).size).toBe(1);
});
