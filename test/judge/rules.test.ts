// Each rule of the judge with a client that breaks it and one that does not, at a code of its own. What
// passes is the sketch itself, or one that comes close to what is forbidden and is right.
import { expect, test } from 'vitest';
import type { CodeName } from '../../machines/codes.ts';
import { audit, rules, type AuditReport } from '../../src/judge/index.ts';
import { onPublished, subject } from '../../src/run/index.ts';
import { Sketch, subjectOf } from './sketch.ts';

type Client = typeof Sketch;

/** Hears of everything, and does nothing about it. */
class Idle extends Sketch {
  protected override onOut(): void {
    this.status = 'connecting';
  }
}

const clients: Readonly<Record<string, readonly [code: CodeName, breaks: Client, keeps?: Client]>> =
  {
    'kick-war': [
      'LOGOUT_E_KICKED',
      class extends Sketch {
        protected override onOut(): void {
          this.after(90_000, () => void this.login());
        }
      },
    ],
    'retries-refused': [
      'LOGIN_E_INVALID_USER',
      class extends Sketch {
        protected override onOut(): void {
          this.again(() => void this.login());
        }
      },
    ],
    'same-token-again': [
      'LOGIN_E_TOKENEXPIRED',
      class extends Sketch {
        readonly #kept = this.world.service.issueToken({ account: 'alice', appId: 'app' });
        protected override token(): string {
          return this.#kept;
        }
      },
    ],
    'rejoins-after-removal': [
      'LEAVECHANNEL_E_KICKED',
      class extends Sketch {
        protected override onLeft(): void {
          this.again(() => this.enter(this.room));
        }
      },
    ],
    redials: [
      'INVITE_E_TIMEOUT',
      class extends Sketch {
        protected override onNoCall(_extra: string, peer: string): void {
          this.after(30_000, () => this.ring(peer));
        }
      },
    ],
    'hot-loop': [
      'LOGIN_E_FAILED',
      class extends Sketch {
        protected override again(run: () => void): void {
          run();
        }
      },
    ],
    'retries-at-once': [
      'LOGIN_E_FAILED',
      class extends Sketch {
        protected override waitMs(): number {
          return this.tries < 2 ? this.tries++ : super.waitMs();
        }
      },
      // Once at once, and then with patience: that is advice, and no more.
      class extends Sketch {
        protected override waitMs(): number {
          return this.tries < 1 ? this.tries++ : super.waitMs();
        }
      },
    ],
    'waits-never-grow': [
      'LOGIN_E_OTHER',
      class extends Sketch {
        protected override waitMs(): number {
          return 20_000 + 1_000 * Math.random();
        }
      },
      // At a cap of 30 s that it has grown into.
      class extends Sketch {
        protected override waitMs(): number {
          return Math.min(2_000 * 2 ** this.tries++, 30_000) * (1 - Math.random() / 10);
        }
      },
    ],
    'no-cap': [
      'LOGIN_E_NET',
      class extends Sketch {
        protected override waitMs(): number {
          return 1_000 * 2 ** this.tries++ * (1 + Math.random() / 10);
        }
      },
    ],
    'never-ends': [
      'LOGIN_E_TOKENEXPIRED',
      class extends Sketch {
        protected override refresh(): void {
          this.after(2_000, () => void this.login());
        }
      },
    ],
    lockstep: [
      'LOGIN_E_NET',
      class extends Sketch {
        protected override waitMs(): number {
          return Math.min(1_000 * 2 ** this.tries++, 60_000);
        }
      },
    ],
    'gives-up': ['LOGOUT_E_NET', Idle],
    'no-refresh': ['LOGOUT_E_TOKENEXPIRED', Idle],
    'many-refreshes': [
      'LOGIN_E_TOKENEXPIRED',
      class extends Sketch {
        protected override refresh(code: number): void {
          this.token();
          this.token();
          super.refresh(code);
        }
      },
    ],
    'offline-at-end': [
      'LOGIN_E_FAILED',
      class extends Sketch {
        protected override onOut(): void {
          if (this.tries < 3) this.again(() => void this.login());
          else this.status = 'connecting';
        }
      },
    ],
    'room-lost': [
      'LOGOUT_E_NET',
      class extends Sketch {
        protected override onIn(): void {
          this.status = 'online';
        }
      },
    ],
    'state-lies': [
      'LOGOUT_E_KICKED',
      class extends Sketch {
        protected override onOut(code: number): void {
          super.onOut(code);
          this.status = 'online';
        }
      },
    ],
    'kicks-itself': [
      'LOGOUT_E_NET',
      class extends Sketch {
        protected override onIn(): void {
          super.onIn();
          this.after(45_000, () => this.world.Signal('app').login(this.account, this.token()));
        }
      },
    ],
    'parallel-logins': [
      'LOGIN_E_FAILED',
      class extends Sketch {
        protected override login(): unknown {
          super.login();
          return super.login();
        }
      },
    ],
    'calls-dead-session': [
      'LOGOUT_E_NET',
      class extends Sketch {
        protected override onOut(code: number): void {
          super.onOut(code);
          this.session?.channelJoin('lobby');
        }
      },
    ],
    'mixes-up-names': [
      'INVITE_E_PEEROFFLINE',
      class extends Sketch {
        override ring(peer: string): void {
          this.session?.channelInviteUser2(peer, 'lobby');
        }
      },
    ],
    'may-arrive-twice': [
      'SENDMESSAGE_E_TIMEOUT',
      class extends Sketch {
        protected override onNotSent(_code: number, text: string): void {
          this.again(() => this.say(text));
        }
      },
    ],
    'message-lost': [
      'SENDMESSAGE_E_OTHER',
      class extends Sketch {
        protected override onNotSent(): void {
          this.tries = 0;
        }
      },
      // It says nothing, and sends it again until it arrives.
      class extends Sketch {
        protected override onNotSent(_code: number, text: string): void {
          this.again(() => this.say(text));
        }
      },
    ],
    'no-handler': [
      'LOGOUT_E_KICKED',
      class extends Sketch {
        protected override listen(session: Parameters<Sketch['listen']>[0]): void {
          super.listen(session);
          session.onLogout = null;
        }
      },
    ],
    'throws-in-handler': [
      'INVITE_E_OTHER',
      class extends Sketch {
        protected override onNoCall(extra: string): void {
          this.told.push((JSON.parse(extra) as { readonly reason: string }).reason);
        }
      },
      class extends Sketch {
        protected override onNoCall(extra: string): void {
          this.told.push(extra.startsWith('{') ? 'No call.' : extra);
        }
      },
    ],
    'never-settles': [
      'LOGIN_E_INVALID_USER',
      class extends Sketch {
        override connect(account: string): unknown {
          super.connect(account);
          return new Promise(() => undefined);
        }
      },
      class extends Sketch {
        override connect(account: string): unknown {
          super.connect(account);
          return Promise.resolve();
        }
      },
    ],
    'works-after-logout': [
      'LOGOUT_E_USER',
      class extends Sketch {
        protected override onOut(): void {
          this.again(() => void this.login());
        }
      },
    ],
    'works-after-dispose': [
      'LOGIN_E_OTHER',
      class extends Sketch {
        override dispose(): void {
          this.stopTimers();
          this.session?.logout();
          void Promise.resolve().then(() => this.login());
        }
      },
    ],
    'leaves-timers': [
      'LOGIN_E_OTHER',
      class extends Sketch {
        override dispose(): void {
          this.status = 'offline';
        }
      },
    ],
  };

/** The rules that a report names, advice among them. */
const rulesIn = ({ reactions }: AuditReport): ReadonlySet<string> =>
  new Set(
    reactions.flatMap(({ moments }) =>
      moments.flatMap((one) => one.broken.map(({ rule }) => rule)),
    ),
  );
const wrongIn = ({ reactions }: AuditReport): readonly string[] =>
  reactions.flatMap(({ moments }) =>
    moments.flatMap(({ broken }) =>
      broken.flatMap(({ rule, verdict }) => (verdict === 'advice' ? [] : [rule])),
    ),
  );
const judged = (client: Client, code: CodeName): Promise<AuditReport> =>
  audit(subjectOf(client), { codes: [code], keep: false, twice: false });

test.each(Object.entries(clients))(
  'judge: %s finds a client that breaks it, and leaves alone one that does not',
  async (rule, [code, breaks, keeps = Sketch]) => {
    const found = rulesIn(await judged(breaks, code));
    const others = wrongIn(await judged(keeps, code));

    expect([...found]).toContain(rule);
    expect(others).toEqual([]);
  },
);

/** A native client that sends a message again, under the id that `next` gives. */
const sender = (next: (id: string) => string) =>
  subject({
    name: 'sender',
    create(world, options) {
      const api = world.createAgoraAPI(options);
      const bodies = new Map<string, string>();
      const say = (body: string, id: string): void => {
        bodies.set(id, body);
        api.messageChannelSend('lobby', body, id);
      };
      let waitMs = 500;
      api.onMessageSendError = (id) => {
        waitMs = Math.min(waitMs * 2, 60_000);
        setTimeout(() => say(bodies.get(id) ?? '', next(id)), waitMs);
      };
      return { api, say };
    },
    do: {
      login: ({ api }, { account, token }) => api.login('app', account, token),
      channelJoin: ({ api }, { channel }) => api.channelJoin(channel),
      messageChannelSend: ({ say }, { body }) => say(body, body),
    },
  });

test('judge: new-id-after-timeout finds a client that breaks it, and leaves alone one that does not', async () => {
  const options = { codes: ['SENDMESSAGE_E_TIMEOUT'], keep: false, twice: false } as const;

  expect(
    rulesIn(
      await audit(
        sender((id) => `${id}.`),
        options,
      ),
    ),
  ).toContain('new-id-after-timeout');
  expect([
    ...rulesIn(
      await audit(
        sender((id) => id),
        options,
      ),
    ),
  ]).toEqual([]);
});

test('judge: trying again is not blamed if 1.4.0 reports a refusal as a code that asks for it', async () => {
  const codes: readonly CodeName[] = ['LOGIN_E_OLDVERSION', 'LOGOUT_E_OLDVERSION'];
  const stubborn = subjectOf(
    class extends Sketch {
      protected override onOut(code: number): void {
        super.onOut(code === 106 ? 102 : code === 205 ? 201 : code);
      }
    },
  );
  const blamed = async (manner: typeof stubborn): Promise<CodeName[]> => {
    const { reactions } = await audit(manner, { codes, keep: false, twice: false });
    return reactions
      .filter(({ moments }) =>
        moments.some(({ broken }) => broken.some(({ rule }) => rule === 'retries-refused')),
      )
      .map(({ code }) => code);
  };

  expect(new Set(await blamed(stubborn))).toEqual(new Set(codes));
  expect(await blamed(onPublished(stubborn))).toEqual([]);
});

const inPublished = (client: Client, code: CodeName): Promise<AuditReport> =>
  audit(onPublished(subjectOf(client)), { codes: [code], keep: false, twice: false });

test('judge: what 1.4.0 itself throws is not blamed on its client, but what a handler throws is', async () => {
  const throwing = class extends Sketch {
    protected override onOut(): void {
      throw new TypeError('of its own');
    }
  };

  // A login answered with what is no JSON.
  expect(rulesIn(await inPublished(Sketch, 'LOGIN_E_OTHER'))).not.toContain('throws-in-handler');
  expect(rulesIn(await inPublished(throwing, 'LOGOUT_E_NET'))).toContain('throws-in-handler');
});

test('judge: every rule has such a pair of clients', () => {
  const known = [...Object.keys(clients), 'new-id-after-timeout'];

  expect(rules.map(({ name }) => name).toSorted()).toEqual(known.toSorted());
});
