// A client that logs in again after every failure, and what the checks of it say.
import { createWorld, type AgoraAPI, type CodeName, type SignalingWorld } from 'sigsim';
import type { Check } from 'sigsim/checks';

/** How the client is failed, and how it waits. */
interface Plan {
  readonly code?: CodeName;
  readonly failures: number;
  readonly waitMs?: (attempt: number) => number;
  readonly seed?: number;
}

/** A world in which alice logs in until it works, for five minutes; its clock stays installed. */
export async function retrying(plan: Plan): Promise<SignalingWorld> {
  const { code = 'LOGIN_E_OTHER', failures, waitMs = () => 1000, seed = 1 } = plan;
  const world = createWorld({ seed });
  if (failures > 0) world.fail(code, { times: failures });
  const alice = world.createAgoraAPI();
  const login = (): void => void alice.login('app', 'alice', '_no_need_token');
  let attempt = 0;
  alice.onLoginFailed = () => void setTimeout(login, waitMs(++attempt));
  world.install();
  login();
  await world.advance('5 min');
  return world;
}

/** A world in which alice logs in so long after each of her logins failed or ended, so often at most. */
export async function stubborn(
  code: CodeName,
  { waitMs = 2000, times = 3, legacy = false } = {},
): Promise<SignalingWorld> {
  const world = createWorld({ legacy });
  world.fail(code, { times: 20, optional: true });
  const alice = world.createAgoraAPI();
  let left = times;
  const again = (): void => {
    if (left-- > 0) setTimeout(() => void alice.login('app', 'alice', '_no_need_token'), waitMs);
  };
  alice.onLoginFailed = again;
  alice.onLogout = again;
  world.install();
  alice.login('app', 'alice', '_no_need_token');
  await world.advance('10 min');
  world.uninstall();
  return world;
}

/** A device that logs in whenever its session ends. */
export const naive = (world: SignalingWorld): AgoraAPI => {
  const device = world.createAgoraAPI();
  const login = (): void => void device.login('app', 'alice', '_no_need_token');
  device.onLogout = () => void setTimeout(login, 1000);
  login();
  return device;
};

/** Sets a timer that does nothing, on whatever timers are global. */
export const idle = (): void => void setTimeout(() => undefined, 1);

/** A message without its evidence: all that stands before the last events. */
export const sentenceOf = (check: Check): string =>
  check.message().split(/\n\n(?:the last|all \d|nothing happened)/, 1)[0] ?? '';

/** The lines that replay a failure and show it on the page, as its message ends with them. */
export function replayOf(check: Check): string {
  const [file = 'no file'] =
    /node_modules\/\.sigsim\/[0-9a-f]{12}\.jsonl/.exec(check.message()) ?? [];
  return `replay  npx sigsim replay ${file}\npage    npx sigsim page ${file}`;
}
