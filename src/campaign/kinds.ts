// What may be done in a run, kind by kind: when it makes sense, how it is written as a step, and which
// events of the charts it can cause.
import type { CallName } from '../run/index.ts';
import type { ScenarioStep, WrittenDuration } from '../scenario/index.ts';
import { by, network, service, wait } from '../scenario/steps.ts';
import type { Operation } from '../world/service/faults.ts';
import type { Dice } from './dice.ts';

/** The situation in which a step is drawn. */
export interface Scene {
  /** The client that is to do something, or to have something done to it. */
  readonly who: string;
  /** The account of that client: a second device has another client's. */
  readonly account: string;
  /** Whether it is one of the clients under test. */
  readonly isPerson: boolean;
  readonly login: string;
  readonly channel: string;
  /** The channel that it is in or joining. */
  readonly room: string;
  /** The others, by name, to write to and to call. */
  readonly others: readonly string[];
  /** The state of its call, from each end, and with whom it is. */
  readonly caller: string;
  readonly callee: string;
  readonly peer: string;
  readonly hasToken: boolean;
  readonly isUp: boolean;
  readonly isCut: boolean;
  readonly isBanned: boolean;
  readonly isAged: boolean;
  readonly isFaulty: boolean;
  readonly members: number;
  /** Whether a person asked it to log in, so that it should come back by itself; the same for the channel. */
  readonly wantsIn: boolean;
  readonly wantsRoom: boolean;
  /** A number for what is said, so that no two messages are alike. */
  readonly number: number;
}

/** A kind of step. */
export interface Kind {
  readonly name: string;
  readonly by: 'client' | 'world' | 'time';
  /** The call that a client must support for it. */
  readonly call?: CallName;
  readonly part: string;
  readonly events: readonly string[];
  /** How much sense it makes; 0 if it makes none. */
  weight(scene: Scene): number;
  make(scene: Scene, dice: Dice): ScenarioStep;
}

/** The channels of all runs. */
export const rooms = ['lobby', 'garden'] as const;

const units = [
  ['h', 3_600_000],
  ['min', 60_000],
  ['s', 1_000],
] as const;

/** Milliseconds, in the largest unit that gives a whole number. */
export function written(ms: number): WrittenDuration {
  const [unit, size] = units.find(([, of]) => ms > 0 && ms % of === 0) ?? ['ms', 1];
  return `${ms / size} ${unit}`;
}

const isOut = ({ login }: Scene): boolean => login === 'loggedOut';
const isIn = ({ login }: Scene): boolean => login === 'loggedIn';
const isInRoom = ({ channel }: Scene): boolean => channel === 'joined';
const isLive = (state: string): boolean => state === 'accepted' || state.startsWith('pending');

/** A kind of call. */
const call = (
  name: CallName,
  part: string,
  weight: Kind['weight'],
  args: (scene: Scene, dice: Dice) => Parameters<ReturnType<typeof by>>[1],
  event: string = name,
): Kind => ({
  name,
  by: 'client',
  call: name,
  part,
  events: [event],
  weight,
  make: (scene, dice) => by(scene.who)(name, args(scene, dice) as never),
});

/** A kind of act on an account. */
const act = (
  name: string,
  part: string,
  events: readonly string[],
  weight: Kind['weight'],
  make: Kind['make'],
): Kind => ({ name, by: 'world', part, events, weight, make });

const aRoom = (dice: Dice): string => (dice.chance(0.02) ? 'no such name' : dice.oneOf(rooms));
const extras = [{}, {}, { _timeout: 10 }, { _require_peer_online: 1 }, 'not JSON'];
const requests = ['status', 'attribute'] as const;

/** For each operation, its chart, and the events there if it is refused or not answered. */
const faultEvents: Readonly<
  Record<string, readonly [part: string, refused: readonly string[], silent: readonly string[]]>
> = {
  lookup: ['login', ['lookup.failed'], ['after lookup']],
  connect: ['login', ['connect.failed'], ['after connect']],
  login: ['login', ['reply.refused'], ['after loginReply']],
  logout: ['login', [], ['after logoutAck']],
  join: ['channel', ['reply.refused'], ['after joinReply']],
  leave: ['channel', ['reply.refused'], ['after leaveReply']],
  query: ['query', ['reply.refused'], ['after queryReply']],
  message: ['message', ['reply.refused'], ['after sendReply']],
  invite: ['caller', ['reply.refused', 'peer.silent'], ['after noAck', 'after notReceived']],
  status: ['request', ['reply.refused'], ['after requestReply']],
  attribute: ['request', ['reply.refused'], ['after requestReply']],
};

/** Whether an operation may soon be asked for. */
const isNear = (operation: string, scene: Scene): boolean => {
  const { login, channel } = scene;
  if (['lookup', 'connect', 'login'].includes(operation)) return login !== 'loggedIn';
  if (login !== 'loggedIn') return false;
  return operation === 'leave' ? channel === 'joined' : true;
};

const fault = (does: 'refuse' | 'silence' | 'garble', operation: Operation): Kind => {
  const [part, refused, silent] = faultEvents[operation] ?? ['login', [], []];
  const garbled = ['login', ...requests].includes(operation) ? ['reply.garbled'] : refused;
  const events = { refuse: refused, silence: silent, garble: garbled }[does];
  return act(
    `${does} ${operation}`,
    part,
    events,
    (scene) => (isNear(operation, scene) ? 0.25 : 0),
    ({ account }, dice) =>
      service(does, operation, { account, times: dice.oneOf([1, 1, 2, 3, 6, 12]) }),
  );
};

/** Every kind of step, except that time passes. */
export const kinds: readonly Kind[] = [
  call(
    'login',
    'login',
    (scene) => (isOut(scene) ? (scene.wantsIn ? 0.8 : 6) : 0.1),
    ({ account }, dice) => ({
      account,
      token: dice.chance(0.1)
        ? dice.oneOf(['expired', 'foreign', 'missing'] as const)
        : dice.oneOf(['none', 'day', 'hour'] as const),
    }),
  ),
  call(
    'logout',
    'login',
    (scene) => (isOut(scene) ? (scene.wantsIn ? 0.5 : 0.05) : 0.4),
    () => ({}),
  ),
  call(
    'channelJoin',
    'channel',
    (scene) => (isIn(scene) ? (isInRoom(scene) ? 0.15 : scene.wantsRoom ? 0.3 : 4) : 0.05),
    (_, dice) => ({ channel: aRoom(dice) }),
  ),
  call(
    'channelLeave',
    'channel',
    (scene) => (isInRoom(scene) && isIn(scene) ? 0.4 : 0),
    ({ room }) => ({ channel: room }),
  ),
  call(
    'messageChannelSend',
    'message',
    (scene) => (isInRoom(scene) && isIn(scene) ? 2.5 : 0.05),
    ({ room, number }) => ({ channel: room === '' ? rooms[0] : room, body: `message ${number}` }),
  ),
  call(
    'messageInstantSend',
    'message',
    (scene) => (isIn(scene) ? 1.2 : 0.05),
    ({ others, number }, dice) => ({ account: dice.oneOf(others), body: `message ${number}` }),
  ),
  call(
    'channelQueryUserNum',
    'query',
    (scene) => (isIn(scene) ? 0.8 : 0.02),
    (_, dice) => ({ channel: dice.oneOf(rooms) }),
  ),
  call(
    'queryUserStatus',
    'request',
    (scene) => (isIn(scene) ? 0.5 : 0.02),
    ({ others, account }, dice) => ({ account: dice.oneOf([...others, account]) }),
    'request',
  ),
  call(
    'setAttr',
    'request',
    (scene) => (isIn(scene) ? 0.5 : 0.02),
    ({ number }) => ({ name: 'mood', value: `mood ${number}` }),
    'request',
  ),
  call(
    'channelInviteUser2',
    'caller',
    (scene) => (isIn(scene) ? (isLive(scene.caller) ? 0.15 : 0.9) : 0.02),
    ({ others, room, peer, caller }, dice) => {
      const extra = dice.oneOf(extras);
      return {
        channel: room === '' ? rooms[0] : room,
        peer: isLive(caller) ? peer : dice.oneOf(others),
        ...(extra !== extras[0] && { extra }),
      };
    },
  ),
  call(
    'channelInviteAccept',
    'callee',
    (scene) => (isIn(scene) && scene.callee === 'incoming' ? 2 : 0),
    ({ room, peer }) => ({ channel: room === '' ? rooms[0] : room, peer }),
  ),
  call(
    'channelInviteRefuse',
    'callee',
    (scene) => (isIn(scene) && scene.callee === 'incoming' ? 1 : 0),
    ({ room, peer }) => ({ channel: room === '' ? rooms[0] : room, peer }),
  ),
  call(
    'channelInviteEnd',
    'caller',
    (scene) => (isIn(scene) && isLive(scene.caller) ? 0.8 : 0),
    ({ room, peer }) => ({ channel: room === '' ? rooms[0] : room, peer }),
  ),
  act(
    'kick',
    'login',
    ['service.kicked'],
    (scene) => (isIn(scene) ? 0.4 : 0),
    ({ account }) => service('kick', account),
  ),
  act(
    'orderClose',
    'login',
    ['service.closed'],
    (scene) => (isIn(scene) ? 0.4 : 0),
    ({ account }) => service('orderClose', account),
  ),
  act(
    'notifyError',
    'login',
    ['service.noticed'],
    (scene) => (isIn(scene) ? 0.2 : 0),
    ({ account }) => service('notifyError', account),
  ),
  act(
    'expireToken',
    'login',
    ['reply.tokenExpired', 'service.expiredToken'],
    (scene) => (scene.hasToken ? 0.4 : 0),
    ({ account }) => service('expireToken', account),
  ),
  act(
    'rotateCertificate',
    'login',
    ['reply.tokenWrong'],
    (scene) => (scene.hasToken ? 0.08 : 0),
    () => service('rotateCertificate'),
  ),
  act(
    'ban',
    'login',
    ['reply.accountBanned'],
    (scene) => (scene.isBanned ? 0 : 0.15),
    ({ account }) => service('ban', account),
  ),
  act(
    'unban',
    'login',
    ['reply.accepted'],
    (scene) => (scene.isBanned ? 1 : 0),
    ({ account }) => service('unban', account),
  ),
  act(
    'requireVersion',
    'login',
    ['reply.versionRefused', 'service.refusedVersion'],
    (scene) => (scene.isAged ? 0.8 : 0.08),
    ({ isAged }) => service('requireVersion', isAged ? '0.0.1' : '9.0.0'),
  ),
  act(
    'removeFromChannel',
    'channel',
    ['member.removed'],
    (scene) => (isInRoom(scene) && isIn(scene) ? 0.4 : 0),
    ({ account, room }) => service('removeFromChannel', account, room),
  ),
  act(
    'destroyChannel',
    'channel',
    ['channel.destroyed'],
    (scene) => (isInRoom(scene) && scene.members > 0 ? 0.25 : 0),
    ({ room }) => service('destroyChannel', room),
  ),
  ...(
    [
      'lookup',
      'connect',
      'login',
      'logout',
      'join',
      'leave',
      'query',
      'message',
      'invite',
      'status',
      'attribute',
    ] as const
  ).flatMap((operation) => [
    ...(operation === 'logout' ? [] : [fault('refuse', operation)]),
    fault('silence', operation),
    ...(operation === 'login' || operation === 'attribute' ? [fault('garble', operation)] : []),
  ]),
  act(
    'heal',
    'login',
    [],
    (scene) => (scene.isFaulty ? 0.5 : 0),
    () => service('heal'),
  ),
  act(
    'goDown',
    'login',
    ['line.lost', 'lookup.failed', 'connect.failed'],
    (scene) => (scene.isUp ? 0.2 : 0),
    () => service('goDown'),
  ),
  act(
    'comeUp',
    'login',
    ['lookup.answered', 'connect.succeeded'],
    (scene) => (scene.isUp ? 0 : 1.5),
    () => service('comeUp'),
  ),
  act(
    'cut',
    'login',
    ['line.lost', 'line.errored', 'line.vanished', 'lookup.failed', 'connect.failed'],
    (scene) => (scene.isCut ? 0 : 0.7),
    ({ account }, dice) => {
      const cause = dice.oneOf(['closed', 'closed', 'error', 'unknown'] as const);
      return cause === 'closed' ? network('cut', account) : network('cut', account, { cause });
    },
  ),
  act(
    'partition',
    'login',
    ['line.lost'],
    (scene) => (scene.isCut ? 0 : 0.3),
    ({ account }) => network('partition', account),
  ),
  act(
    'restore',
    'login',
    ['lookup.answered', 'connect.succeeded', 'reply.accepted'],
    (scene) => (scene.isCut ? 1.5 : 0),
    ({ account }) => network('restore', account),
  ),
  act(
    'corrupt',
    'login',
    ['packet.corrupted'],
    (scene) => (isIn(scene) && !scene.isCut ? 0.1 : 0),
    ({ account }) => network('corrupt', account),
  ),
];

/** Lengths of waits, by the pace of a run. */
export const waitsMs = {
  rapid: [0, 0, 1, 5, 20, 60, 200, 1_000],
  normal: [0, 20, 100, 500, 2_000, 5_000, 15_000],
  slow: [500, 3_000, 10_000, 20_000, 45_000, 90_000],
  long: [1_000, 1_000, 10_000, 60_000, 60_000, 600_000, 7_200_000],
} as const;

/** A step in which time passes. */
export const waiting = (ms: number): ScenarioStep => wait(written(ms));
