// For each documented code, the calls and acts that lead to it: the representative row of
// decisions.md B, through the public methods of a double. They are ordinary scenarios, so that
// every subject, the command line and the page can play them.
import { byName, type CodeName } from '../../machines/codes.ts';
import { msOfDuration } from '../base/duration.ts';
import type { Scenario, ScenarioStep } from '../scenario/scenario.ts';
import { by, network, service, wait } from '../scenario/steps.ts';

/** The way to one code. */
export interface Script {
  readonly code: CodeName;
  /** The client that hears the code. */
  readonly hero: string;
  readonly scenario: Scenario;
}

const alice = by('alice');
const bob = by('bob');
const other = by('alice elsewhere');

const login = alice('login', { account: 'alice' });
const logout = alice('logout', {});
const channel = 'lobby';
const join = alice('channelJoin', { channel });
const query = alice('channelQueryUserNum', { channel });
const send = alice('messageInstantSend', { account: 'bob', body: 'hello' });
const invite = alice('channelInviteUser2', { channel, peer: 'bob' });
const soon = wait('1 s');
const online = [login, soon];
const joined = [...online, join, soon];
const bothOnline = [login, bob('login', { account: 'bob' }), soon];
const cut = network('cut', 'alice');
const restore = network('restore', 'alice');

/** The steps to each code, in documented order. */
const steps: Readonly<Record<CodeName, readonly ScenarioStep[]>> = {
  SUCCESS: [...online, query],
  LOGOUT_E_OTHER: [...online, network('cut', 'alice', { cause: 'unknown' })],
  LOGOUT_E_USER: [...online, logout],
  LOGOUT_E_NET: [...online, cut, wait('10 s')],
  LOGOUT_E_KICKED: [...online, other('login', { account: 'alice' })],
  LOGOUT_E_PACKET: [...online, network('corrupt', 'alice')],
  LOGOUT_E_TOKENEXPIRED: [...online, service('expireToken', 'alice'), cut, restore],
  LOGOUT_E_OLDVERSION: [...online, service('requireVersion', '2.0.0')],
  LOGOUT_E_TOKENWRONG: [
    alice('login', { account: 'alice', token: 'day' }),
    soon,
    service('rotateCertificate'),
    cut,
    restore,
  ],
  LOGOUT_E_ALREADY_LOGOUT: [logout],
  LOGIN_E_OTHER: [service('garble', 'login'), login],
  LOGIN_E_NET: [cut, login, wait('10 s')],
  LOGIN_E_FAILED: [service('refuse', 'login'), login],
  LOGIN_E_CANCEL: [login, logout],
  LOGIN_E_TOKENEXPIRED: [alice('login', { account: 'alice', token: 'expired' })],
  LOGIN_E_OLDVERSION: [service('requireVersion', '2.0.0'), login],
  LOGIN_E_TOKENWRONG: [alice('login', { account: 'alice', token: 'foreign' })],
  LOGIN_E_TOKEN_KICKED: [
    other('login', { account: 'alice', token: 'day' }),
    soon,
    alice('login', { account: 'alice', token: 'hour' }),
  ],
  LOGIN_E_ALREADY_LOGIN: [...online, login],
  LOGIN_E_INVALID_USER: [service('ban', 'alice'), login],
  JOINCHANNEL_E_OTHER: [service('refuse', 'join'), ...online, join],
  SENDMESSAGE_E_OTHER: [service('refuse', 'message'), ...online, send],
  SENDMESSAGE_E_TIMEOUT: [service('silence', 'message'), ...online, send, wait('15 s')],
  QUERYUSERNUM_E_OTHER: [service('refuse', 'query'), ...online, query],
  QUERYUSERNUM_E_TIMEOUT: [service('silence', 'query'), ...online, query, wait('15 s')],
  QUERYUSERNUM_E_BYUSER: [service('silence', 'query'), ...online, query, logout],
  LEAVECHANNEL_E_OTHER: [...joined, service('destroyChannel', channel)],
  LEAVECHANNEL_E_KICKED: [...joined, service('removeFromChannel', 'alice', channel)],
  LEAVECHANNEL_E_BYUSER: [...joined, alice('channelLeave', { channel })],
  LEAVECHANNEL_E_LOGOUT: [...joined, logout],
  LEAVECHANNEL_E_DISCONN: [...joined, cut, wait('10 s')],
  INVITE_E_OTHER: [service('silence', 'invite'), ...bothOnline, invite, wait('25 s')],
  INVITE_E_REINVITE: [...bothOnline, invite, soon, invite],
  INVITE_E_NET: [...bothOnline, invite, cut],
  INVITE_E_PEEROFFLINE: [
    ...online,
    alice('channelInviteUser2', { channel, peer: 'bob', extra: { _require_peer_online: 1 } }),
  ],
  INVITE_E_TIMEOUT: [
    ...bothOnline,
    alice('channelInviteUser2', { channel, peer: 'bob', extra: { _timeout: 10 } }),
    wait('15 s'),
  ],
  INVITE_E_CANTRECV: [...bothOnline, invite],
  GENERAL_E: [...online, service('notifyError', 'alice')],
  GENERAL_E_FAILED: [
    service('refuse', 'attribute'),
    ...online,
    alice('setAttr', { name: 'mood', value: 'good' }),
  ],
  GENERAL_E_UNKNOWN: [
    service('garble', 'attribute'),
    ...online,
    alice('setAttr', { name: 'mood', value: 'good' }),
  ],
  GENERAL_E_NOT_LOGIN: [join],
  GENERAL_E_WRONG_PARAM: [...online, alice('channelJoin', { channel: 'not a name' })],
};

/** The scripts in documented order; each ends with a second for the last answer to arrive. */
export const scripts: readonly Script[] = Object.entries(steps).map(([name, way]) => {
  const code = name as CodeName;
  const { deprecated, meaning } = byName(code);
  return {
    code,
    hero: 'alice',
    scenario: {
      sigsim: 'scenario',
      version: 1,
      title: `${code}: ${meaning.en}`,
      ...(deprecated && { legacy: true }),
      ...(code === 'INVITE_E_CANTRECV' && { clients: { bob: { canReceiveCalls: false } } }),
      steps: [...way, soon],
    },
  };
});

/**
 * A script that first creates a session if its main client has none: with the Web SDK, an
 * application cannot get one otherwise. The session is cancelled at once, and that is the only
 * change.
 */
export function withSession(script: Script): Script {
  const { scenario } = script;
  const first = scenario.steps.find((step) => step.by === 'client');
  if (first?.do === 'login') return script;
  return { ...script, scenario: { ...scenario, steps: [login, logout, soon, ...scenario.steps] } };
}

/**
 * The same for the published SDK: it has no callback for less, and tries for 15 s to reconnect
 * (D6).
 */
export function forRealSdk(script: Script): Script {
  const { scenario, ...rest } = withSession(script);
  return { ...rest, scenario: { ...scenario, steps: [...scenario.steps, wait('10 s')] } };
}

/** The arguments of a step that a reader needs: not the names that every script uses. */
function tellArguments(args: Readonly<Record<string, unknown>>): string {
  const { token, extra, channel: name = channel } = args;
  if (typeof token === 'string') return ` (${token} token)`;
  if (extra !== undefined) return ` ${JSON.stringify(extra)}`;
  return name === channel ? '' : ` ${JSON.stringify(name)}`;
}

/** A script as one line: `network.cut · login · 10 s`. */
export function tellScript({ scenario: { steps: way, clients = {} } }: Script): string {
  const told = way.slice(0, -1).flatMap((step) => {
    if (step.by === 'time') return msOfDuration('tour', step.wait) > 1_000 ? [step.wait] : [];
    const { args = {} } = step;
    if (step.by !== 'client') {
      const words = (step.args ?? []).flatMap((arg) =>
        arg === 'alice' ? [] : [typeof arg === 'string' ? arg : JSON.stringify(arg)],
      );
      return [[`${step.by}.${step.do}`, ...words].join(' ')];
    }
    const who = step.client === 'alice' ? '' : `${step.client}: `;
    return [`${who}${step.do}${tellArguments(args)}`];
  });
  const odd = Object.entries(clients).map(
    ([name, options]) => `${name} ${JSON.stringify(options)}`,
  );
  return [...odd, ...told].join(' · ');
}
