import type { Net } from '../wire/virtual/net.ts';
import { Random } from '../world/random.ts';
import { published, type Manner } from './quirks.ts';
import { Session } from './session.ts';
import type { Heard, Surroundings } from './surroundings.ts';
import { userAgent } from '../wire/virtual/browser.ts';

/** The version that this is in the manner of. */
const version = '1.4.0';

/** What `Signal(appId)` gives in the manner of 1.4.0. @source LC 1.1, Signal; wire 14 */
export class Signal {
  lbs_url1: readonly string[] = ['https://lbs-1-sig.agora.io', 'https://lbs-2-sig.agora.io'];
  lbs_url2: readonly string[] = ['https://lbs-3-sig.agora.io', 'https://lbs-4-sig.agora.io'];
  /** Where logins would be reported to; nothing is. */
  rp_url = 'https:///wsrp-sig.agora.io/';
  readonly vid: unknown;
  readonly appid: unknown;
  readonly login: (account: unknown, token: unknown, count?: unknown, time?: unknown) => Session;
  readonly setup_debugging: (kind: string, value: unknown) => void;
  readonly setUpDebugging: (kind: string, value: unknown) => void;
  readonly setDoLog = (_isEnabled = false, _level = 'DEBUG'): void => undefined;
  readonly getSDKVersion = (): string => version;
  readonly getSDKVersion_int = (): number => 1_010_400_000;

  /** @internal */
  constructor(around: Surroundings, appId: unknown) {
    this.vid = appId;
    this.appid = appId;
    const fixed: unknown[] = [];
    const sessions: Session[] = [];
    this.setup_debugging = (kind, value) => {
      if (kind === 'ap_url') fixed.push(value);
      if (kind === 'ap') fixed.push([value, 8001]);
      if (kind === 'env' && value === 'lbs100') {
        const hosts = [1, 2, 3, 4].map((n) => `https://lbs100-${n}-sig.agora.io`);
        this.lbs_url1 = hosts.slice(0, 2);
        this.lbs_url2 = hosts.slice(2);
      }
    };
    this.setUpDebugging = this.setup_debugging;
    this.login = (account, token, count, time) => {
      const lists = [this.lbs_url1, this.lbs_url2];
      const isAgain =
        !around.manner.secondSession &&
        sessions.some((one) => one.account === account && one.state !== 0);
      const login = { account, token, count, time, isAgain };
      const session = new Session(around, { lists, fixed: [...fixed], vid: this.vid }, login);
      if (!around.manner.secondSession) sessions.push(session);
      return session;
    };
  }
}

/** Makes the `Signal` of one copy of the SDK, in the manner of 1.4.0 or another. */
export function createPublished(
  net: Net,
  {
    seed,
    onHeard,
    manner = published,
    agent = userAgent,
  }: {
    readonly seed: number;
    readonly onHeard: (heard: Heard) => void;
    readonly manner?: Manner;
    readonly agent?: string;
  },
): (appId: unknown) => Signal {
  const random = new Random(seed, `sdk ${net.device}`);
  const around: Surroundings = { net, manner, userAgent: agent, random, onHeard };
  return function (appId: unknown) {
    return new Signal(around, appId);
  };
}
