// After pages that call logout() before every login(), to be sure: on 1.4.0 a logout() with nothing to end
// does nothing, so they recover. As documented it has an answer, and each answer is a reason to begin again.
import { createWorld, type SignalingWorld } from 'sigsim';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { describe, expect, test } from 'vitest';
import { missing } from '../support/fidelity/held.ts';

/** How the page's SDK behaves. */
const manners = {
  documented: () => createWorld({ errors: 'allow' }),
  '1.4.0': () => createWorld({ errors: 'allow', web: '1.4.0' }),
  real: () => {
    const world = createWorld({ errors: 'allow' });
    world.useRealSdk();
    return world;
  },
} as const;

/** What ends its session, and with which code. */
const ends = {
  102: (world: SignalingWorld) => void world.service.orderClose('alice'),
  103: (world: SignalingWorld) => void world.service.kick('alice'),
} as const;

/** A page that begins again a moment after whatever it is told. */
class Page {
  /** What it is told. */
  readonly log: string[] = [];
  readonly #signal: ReturnType<SignalFactory>;
  #session: Session | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(world: SignalingWorld) {
    this.#signal = world.Signal('app');
  }

  get status(): number | undefined {
    return this.#session?.getStatus();
  }

  begin(): void {
    this.#session?.logout();
    const session = this.#signal.login('alice', '_no_need_token');
    const again = (ecode: number): void => {
      this.log.push(`${ecode}`);
      this.#timer = setTimeout(() => this.begin(), 20);
    };
    session.onLoginSuccess = () => void this.log.push('in');
    session.onLoginFailed = again;
    session.onLogout = again;
    this.#session = session;
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** What the page is told in ten seconds more, and whether it is in then. */
async function story(
  manner: keyof typeof manners,
  end: keyof typeof ends,
): Promise<{ readonly log: readonly string[]; readonly status: number | undefined }> {
  const world = manners[manner]();
  world.install();
  const page = new Page(world);
  try {
    page.begin();
    await world.advance('1 s');
    ends[end](world);
    await world.advance('10 s');
    return { log: page.log, status: page.status };
  } finally {
    page.end();
    world.close();
  }
}

describe.each([102, 103] as const)('a page that logs out before every login, after %i', (end) => {
  test.skipIf(missing !== undefined).each(['1.4.0', 'real'] as const)(
    'is in again, and stays in: %s',
    async (manner) => {
      expect(await story(manner, end)).toEqual({ log: ['in', `${end}`, 'in'], status: 2 });
    },
  );

  test('is thrown out by 108 and 203 for ever, as documented', async () => {
    const { log, status } = await story('documented', end);

    expect(log.slice(0, 3)).toEqual(['in', `${end}`, '108']);
    expect(new Set(log.slice(3))).toEqual(new Set(['203']));
    expect(log.length).toBeGreaterThan(400);
    expect(status).not.toBe(2);
  });
});
