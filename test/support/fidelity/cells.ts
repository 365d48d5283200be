// One story for every cell of the tables that speaks of 1.4.0: lifecycles.md's web14 cells (LC) and the
// rows of wire-protocol.md 10 (W). Each is played on the real SDK and on the double.
import type { Duration } from '../../../src/base/duration.ts';
import type { Sdk } from '../wire.ts';
import { apart } from './held.ts';
import { Stage, type Player } from './stage.ts';

/** What is told, and on which browser. */
interface Cell {
  readonly play: (stage: Stage) => void | Promise<void>;
  readonly iPhone?: true;
  /** Whether the frames are compared, too. */
  readonly frames?: true;
  /** How long it is watched on. @default '20 s' */
  readonly rest?: Duration;
}

const noToken = '_no_need_token';

const login = (stage: Stage, account = 'alice', token: unknown = noToken): Sdk => {
  stage.login(0, account, token);
  return stage.sessions.at(-1) as Sdk;
};

async function online(stage: Stage, account = 'alice', ...limits: readonly number[]): Promise<Sdk> {
  stage.login(0, account, noToken, ...limits);
  await stage.world.advance('1 s');
  return stage.sessions.at(-1) as Sdk;
}

async function inChannel(stage: Stage, name = 'lobby'): Promise<readonly [Sdk, Sdk]> {
  const session = await online(stage);
  stage.keepChannel(session['channelJoin']?.(name));
  await stage.world.advance('1 s');
  return [session, stage.channels.at(-1) as Sdk];
}

async function calling(stage: Stage, extra?: string): Promise<Sdk> {
  stage.friend.login('app', 'bob', noToken);
  const session = await online(stage);
  stage.keepCall(session['channelInviteUser2']?.('room', 'bob', extra) as Sdk);
  await stage.world.advance('1 s');
  return session;
}

/** The line goes, and comes back after a while. */
async function lose({ world }: Stage, wait: Duration = '100 ms'): Promise<void> {
  world.network.cut('alice');
  await world.advance(wait);
  world.network.restore('alice');
}

const frame = ({ world }: Stage, event: string, argument: unknown = ''): void => {
  world.wire.sockets('alice')[0]?.tell([event, argument]);
};

/** A login that fails with a code of the documented shape. */
const failing =
  (code: Parameters<Stage['world']['fail']>[0]): Cell['play'] =>
  (stage) => {
    stage.world.fail(code);
    login(stage);
  };

/** A frame that comes while something goes on. */
const during =
  (state: 1 | 2 | 3, event: string, argument: unknown = ''): Cell['play'] =>
  async (stage) => {
    if (state === 1) {
      stage.world.service.silence('login');
      login(stage);
      await stage.world.advance('1 s');
    } else {
      await online(stage);
      if (state === 3) {
        stage.world.service.silence('login');
        await lose(stage);
        await stage.world.advance('1 s');
      }
    }
    frame(stage, event, argument);
  };

const refusal = (reason: string): unknown => ['', JSON.stringify({ result: 'failed', reason })];

/** Each cell by its name. */
export const cells: Readonly<Record<string, Cell>> = {
  'LC L2: an account that is not legal': { play: (stage) => void login(stage, 'has space') },
  'LC L3: an empty token': { play: (stage) => void login(stage, 'alice', '') },
  'LC L4: the look-up hangs': {
    play: (stage) => {
      stage.world.wire.set({ lookup: 'hang' });
      login(stage);
    },
  },
  'LC L4: one host of each list hangs': {
    play: (stage) => {
      const seen = new Set<string>();
      stage.world.wire.set({
        lookup: ({ host }) => {
          const list = /lbs-[12]/.test(host) ? 'one' : 'two';
          if (seen.has(list)) return undefined;
          seen.add(list);
          return 'hang';
        },
      });
      login(stage);
    },
  },
  'LC L4b: the look-up is answered with 503': {
    play: (stage) => {
      stage.world.wire.set({ lookup: { status: 503, body: '' } });
      login(stage);
    },
  },
  'LC L5: one of two sockets breaks': {
    play: (stage) => {
      stage.fate(0, (url) => (url.includes('127-0-0-2') ? 'refuse' : 'open'));
      login(stage);
    },
  },
  'LC L5: sockets hang': {
    play: (stage) => {
      stage.fate(0, 'hang');
      login(stage);
    },
  },
  'LC L5: a slow second socket fails a login whose reply is late': {
    play: (stage) => {
      stage.world.fault('late', { on: 'login', delay: '8 s' });
      stage.fate(0, (url) => (url.includes('127-0-0-2') ? 'hang' : 'open'));
      login(stage);
    },
  },
  'LC L6: the socket breaks before the reply': {
    play: async (stage) => {
      stage.world.service.silence('login');
      login(stage);
      await stage.world.advance('1 s');
      stage.world.wire.sockets('alice')[0]?.fail();
    },
  },
  'LC L7: the login is never answered': {
    play: (stage) => {
      stage.world.service.silence('login');
      login(stage);
    },
  },
  'LC L9: a login': { play: (stage) => void login(stage), rest: '70 s' },
  'LC L10: a token that has expired': { play: failing('LOGIN_E_TOKENEXPIRED') },
  'LC L11: another token error': { play: failing('LOGIN_E_TOKENWRONG') },
  'LC L12: a newer token holds the account': { play: failing('LOGIN_E_TOKEN_KICKED') },
  'LC L13: the account is refused': { play: failing('LOGIN_E_INVALID_USER') },
  'LC L14: any other refusal': { play: failing('LOGIN_E_FAILED') },
  'LC L15: a reply that nobody can read': { play: failing('LOGIN_E_OTHER') },
  'LC 1.1: a refusal without a handler': {
    play: (stage) => {
      stage.world.fail('LOGIN_E_FAILED');
      Object.assign(login(stage), { onLoginFailed: '' });
    },
  },
  'LC L17: logout() during login, then the reply': {
    play: async (stage) => {
      const session = login(stage);
      await stage.world.advance('20 ms');
      session['logout']?.();
    },
  },
  'LC L17: logout() before anything is answered': {
    play: (stage) => void login(stage)['logout']?.(),
  },
  'LC L18, 5.1.4: a second login on one Signal': {
    play: async (stage) => {
      await online(stage);
      login(stage);
    },
  },
  'LC L19, L20: logout()': { play: async (stage) => void (await online(stage))['logout']?.() },
  'LC L21: the line goes before the logout is answered': {
    play: async (stage) => {
      (await online(stage))['logout']?.();
      stage.world.network.cut('alice');
      await stage.world.advance('100 ms');
      stage.world.network.restore('alice');
    },
  },
  'LC L22: logout() while out': {
    play: async (stage) => {
      const session = await online(stage);
      session['logout']?.();
      await stage.world.advance('1 s');
      session['logout']?.();
    },
  },
  'LC silence 4: logout() without onLogout': {
    play: async (stage) => {
      const session = await online(stage);
      Object.assign(session, { onLogout: '' });
      session['logout']?.();
    },
  },
  'LC L23: a kick': {
    play: async (stage) => {
      await online(stage);
      stage.world.service.kick('alice');
    },
  },
  'LC L24, L29, C18: the line goes and comes back': {
    play: async (stage) => {
      const [, channel] = await inChannel(stage);
      await lose(stage);
      await stage.world.advance('1 s');
      channel['messageChannelSend']?.('still here', stage.callback());
    },
    rest: '70 s',
  },
  'LC L25: an ordered close': {
    play: async (stage) => {
      await online(stage);
      stage.world.service.orderClose('alice');
    },
  },
  'LC L26: a socket that breaks': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice', { cause: 'error' });
    },
  },
  'LC L26: a socket that breaks, on iOS': {
    iPhone: true,
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice', { cause: 'error' });
      await stage.world.advance('10 ms');
      stage.world.network.restore('alice');
    },
  },
  'LC 2.1: the third break ends it on iOS, with a count of 2': {
    iPhone: true,
    play: async (stage) => {
      await online(stage, 'alice', 2);
      for (let n = 0; n < 3; n++) {
        stage.world.network.cut('alice', { cause: 'error' });
        await stage.world.advance('10 ms');
        stage.world.network.restore('alice');
        await stage.world.advance('3 s');
      }
    },
  },
  'LC L27, L28: the line does not come back': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice');
    },
  },
  'LC L28: attempts that hang': {
    play: async (stage) => {
      await online(stage);
      stage.fate(0, 'hang');
      for (const socket of stage.world.wire.sockets('alice')) socket.close();
    },
    rest: '80 s',
  },
  'LC D-21: limits of a login': {
    play: async (stage) => {
      await online(stage, 'alice', 3, 1);
      stage.world.network.cut('alice');
    },
  },
  'LC L27b: the reconnect is closed before the reply': {
    play: async (stage) => {
      await online(stage);
      stage.world.service.silence('login');
      await lose(stage);
      await stage.world.advance('1 s');
      for (const socket of stage.world.wire.sockets('alice')) socket.close();
    },
  },
  'LC L27b: the reconnect is never answered': { play: during(3, 'nothing') },
  'LC L27c: close before the reply': { play: during(3, 'close') },
  'LC L27c: kick before the reply': { play: during(3, 'kick') },
  'LC L30: the token has expired meanwhile': {
    play: async (stage) => {
      await online(stage);
      stage.world.service.expireToken('alice');
      await lose(stage);
    },
  },
  'LC L32: a reconnect that is refused as kicked': {
    play: during(3, 'login_ret', refusal('kick')),
  },
  'LC L33: logout() while reconnecting': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.network.cut('alice');
      await stage.world.advance('100 ms');
      session['logout']?.();
      await stage.world.advance('1 s');
      stage.world.network.restore('alice');
    },
  },
  'LC L35: a frame that nobody can read': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.corrupt('alice');
    },
  },
  'LC C2: channelJoin outside, and before the socket is open': {
    play: async (stage) => {
      const session = login(stage) as unknown as Record<string, (name: string) => Sdk>;
      const join = (): void => stage.keepChannel((session['channelJoin'] as () => Sdk)());
      stage.try(join);
      await stage.world.advance('20 ms');
      stage.try(join);
      stage.sessions[0]?.['messageInstantSend']?.('bob', 'too early', stage.callback());
    },
  },
  'LC C4: members and attributes': {
    play: async (stage) => {
      stage.friend.login('app', 'bob', noToken);
      await stage.world.advance('1 s');
      stage.friend.channelJoin('lobby');
      await stage.world.advance('1 s');
      stage.friend.channelSetAttr('lobby', 'colour', 'red');
      await stage.world.advance('1 s');
      const [, channel] = await inChannel(stage);
      stage.friend.channelSetAttr('lobby', 'colour', 'blue');
      stage.friend.messageChannelSend('lobby', 'hello', '');
      channel['channelDelAttr']?.('colour', stage.callback());
      await stage.world.advance('1 s');
      stage.friend.channelLeave('lobby');
    },
  },
  'LC C5: a join that is refused': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.fail('JOINCHANNEL_E_OTHER');
      stage.keepChannel(session['channelJoin']?.('lobby'));
    },
  },
  'LC C6, C7: a join that is never answered, and the line goes': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.service.silence('join');
      stage.keepChannel(session['channelJoin']?.('lobby'));
      await stage.world.advance('15 s');
      await lose(stage);
    },
  },
  'LC C8, 5.8: the newest channel hears it': {
    play: async (stage) => {
      const session = await online(stage);
      stage.keepChannel(session['channelJoin']?.('one'));
      stage.keepChannel(session['channelJoin']?.('two'));
      await stage.world.advance('1 s');
      stage.channels[0]?.['messageChannelSend']?.('to one', stage.callback());
      stage.channels[1]?.['messageChannelSend']?.('to two', stage.callback());
      await stage.world.advance('1 s');
      stage.channels[0]?.['channelLeave']?.();
      await stage.world.advance('1 s');
      stage.channels[1]?.['channelLeave']?.();
    },
  },
  'LC C9: the same channel twice': {
    play: async (stage) => {
      const [session, channel] = await inChannel(stage);
      stage.keepChannel(session['channelJoin']?.('lobby'));
      await stage.world.advance('1 s');
      channel['messageChannelSend']?.('who hears it', stage.callback());
    },
  },
  'LC C11: leaving': {
    play: async (stage) => void (await inChannel(stage))[1]['channelLeave']?.(),
  },
  'LC silence 8: leaving with a callback': {
    play: async (stage) => void (await inChannel(stage))[1]['channelLeave']?.(stage.callback()),
  },
  'LC C12: a leave that is refused': {
    play: async (stage) => {
      const [, channel] = await inChannel(stage);
      stage.world.service.refuse('leave');
      channel['channelLeave']?.();
    },
  },
  'LC C14, C15, C20: removed, and the session ends': {
    play: async (stage) => {
      await inChannel(stage);
      stage.world.service.removeFromChannel('alice', 'lobby');
      await stage.world.advance('1 s');
      stage.world.service.kick('alice');
    },
  },
  'LC M5: messages that are taken': {
    play: async (stage) => {
      const [session, channel] = await inChannel(stage);
      session['messageInstantSend']?.('alice', 'to myself', stage.callback());
      channel['messageChannelSend']?.('to all', stage.callback());
    },
  },
  'LC M6: messages that are refused': {
    play: async (stage) => {
      const [session, channel] = await inChannel(stage);
      stage.world.service.refuse('message');
      session['messageInstantSend']?.('bob', 'one', stage.callback());
      channel['messageChannelSend']?.('two', stage.callback());
    },
  },
  'LC M7, silence 5: messages that are never answered': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.service.silence('message');
      session['messageInstantSend']?.('bob', 'one', stage.callback());
    },
  },
  'LC M8: requests in flight when the line goes': {
    play: async (stage) => {
      const session = await online(stage);
      session['messageInstantSend']?.('bob', 'one', stage.callback());
      session['invoke']?.('io.agora.signal.channel_query_num', { name: 'x' }, stage.callback());
      await lose(stage);
      session['messageInstantSend']?.('bob', 'two', stage.callback());
    },
  },
  'LC M12, 5.7: messages in the gap, and those that come twice': {
    play: async (stage) => {
      stage.friend.login('app', 'bob', noToken);
      await online(stage);
      stage.friend.messageInstantSend('alice', 0, 'before', '');
      await stage.world.advance('100 ms');
      stage.world.network.cut('alice');
      stage.friend.messageInstantSend('alice', 0, 'in the gap', '');
      await stage.world.advance('1 s');
      stage.world.network.restore('alice');
    },
    rest: '70 s',
  },
  'LC 5.7: a line that goes before the acknowledgement': {
    play: async (stage) => {
      stage.friend.login('app', 'bob', noToken);
      await online(stage);
      stage.friend.messageInstantSend('alice', 0, 'twice', '');
      await stage.world.advance('800 ms');
      await lose(stage);
    },
  },
  'LC 2.6: a page of thirty messages, and the next': {
    play: async (stage) => {
      stage.friend.login('app', 'bob', noToken);
      await online(stage);
      stage.world.wire.tap(({ frame: [event] }) => (event === 'notify' ? [] : undefined));
      for (let n = 0; n < 40; n++) stage.friend.messageInstantSend('alice', 0, `${n}`, '');
    },
    rest: '70 s',
  },
  'LC 2.6: messages by id': {
    frames: true,
    play: async (stage) => {
      stage.world.wire.set({ mailbox: 1 });
      stage.friend.login('app', 'bob', noToken);
      await online(stage);
      stage.friend.messageInstantSend('alice', 0, 'one', '');
      await stage.world.advance('100 ms');
      await lose(stage);
      await stage.world.advance('1 s');
      stage.friend.messageInstantSend('alice', 0, 'two', '');
    },
  },
  'LC I4, 5.3: the same invitation again': {
    play: async (stage) => {
      const session = await calling(stage);
      stage.keepCall(session['channelInviteUser2']?.('room', 'bob') as Sdk);
      await stage.world.advance('1 s');
      stage.friend.channelInviteAccept('room', 'alice', 0, 'yes');
    },
  },
  'LC I5, I13: a call that is taken': {
    play: async (stage) => {
      await calling(stage);
      stage.friend.channelInviteAccept('room', 'alice', 0, 'yes');
      await stage.world.advance('1 s');
      stage.calls[0]?.['channelInviteDTMF']?.('12');
      stage.friend.channelInviteDTMF('room', 'alice', '34');
    },
  },
  'LC I6: the peer is offline': {
    play: async (stage) => {
      const session = await online(stage);
      stage.keepCall(
        session['channelInviteUser2']?.('room', 'nobody', '{"_require_peer_online":1}') as Sdk,
      );
    },
  },
  'LC I7: no acknowledgement': {
    play: async (stage) => {
      const session = await online(stage);
      stage.keepCall(session['channelInviteUser2']?.('room', 'nobody') as Sdk);
    },
    rest: '30 s',
  },
  'LC I9: nobody answers in time': {
    play: async (stage) => void (await calling(stage, '{"_timeout":5}')),
  },
  'LC I10, 5.6, silence 6: the line goes during a call': {
    play: async (stage) => {
      await calling(stage);
      await lose(stage);
      await stage.world.advance('1 s');
      stage.friend.channelInviteAccept('room', 'alice', 0, 'late');
      stage.calls[0]?.['channelInviteEnd']?.();
    },
  },
  'LC I14: a call that is turned down': {
    play: async (stage) => {
      await calling(stage);
      stage.friend.channelInviteRefuse('room', 'alice', 0, 'no');
    },
  },
  'LC I15, Q28: a call that is ended twice': {
    play: async (stage) => {
      await calling(stage);
      stage.calls[0]?.['channelInviteEnd']?.('bye');
      stage.calls[0]?.['channelInviteEnd']?.('bye');
    },
  },
  'LC I16: the peer ends it': {
    play: async (stage) => {
      await calling(stage);
      stage.friend.channelInviteEnd('room', 'alice', 0);
    },
  },
  'LC R1 to R7: a call that comes in': {
    play: async (stage) => {
      stage.friend.login('app', 'bob', noToken);
      await online(stage);
      stage.friend.channelInviteUser('room', 'alice', 0);
      await stage.world.advance('1 s');
      stage.calls[0]?.['channelInviteRefuse']?.('busy');
      stage.calls[0]?.['channelInviteAccept']?.('yes');
      await stage.world.advance('1 s');
      stage.calls[0]?.['channelInviteEnd']?.();
    },
  },
  'LC 5.2: calls whose names join to the same': {
    play: async (stage) => {
      stage.friend.login('app', 'bc', noToken);
      const session = await online(stage);
      stage.keepCall(session['channelInviteUser2']?.('a', 'bc') as Sdk);
      stage.keepCall(session['channelInviteUser2']?.('ab', 'c') as Sdk);
      await stage.world.advance('1 s');
      stage.friend.channelInviteAccept('a', 'alice', 0, 'yes');
    },
  },
  'LC Q1 to Q3: queries': {
    play: async (stage) => {
      const session = await online(stage);
      const query = (func: string): void =>
        void session['invoke']?.(func, { name: 'lobby', account: 'bob' }, stage.callback());
      query('io.agora.signal.channel_query_num');
      query('io.agora.signal.user_query_user_status');
      query('io.agora.signal.nothing');
      query('channel_query_num');
      stage.world.fail('QUERYUSERNUM_E_OTHER');
      query('io.agora.signal.channel_query_num');
      await stage.world.advance('1 s');
      stage.world.fail('QUERYUSERNUM_E_TIMEOUT');
      query('io.agora.signal.channel_query_num');
      stage.world.wire.set({ texts: { channel_query_num: { result: 'x', reason: 'why' } } });
      await stage.world.advance('1 s');
      stage.world.fail('QUERYUSERNUM_E_OTHER');
      query('io.agora.signal.channel_query_num');
    },
  },
  'LC silence 7: a half-open line': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.partition('alice');
      await stage.world.advance('2 min');
      stage.world.network.restore('alice');
    },
    rest: '70 s',
  },
  'LC 5.1.5: reconnecting while another logs in': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice', { device: 'phone' });
      stage.login(1, 'alice', noToken);
      await stage.world.advance('500 ms');
      stage.world.network.restore('alice', { device: 'phone' });
    },
  },
  'LC 5.1.6: logout() and login() at once': {
    play: async (stage) => {
      (await online(stage))['logout']?.();
      login(stage);
    },
  },
  'W 1 → 0: the second clean close': {
    play: async (stage) => {
      stage.world.service.silence('login');
      login(stage);
      await stage.world.advance('1 s');
      for (const socket of stage.world.wire.sockets()) socket.close();
    },
  },
  'W 1 → 0: a close frame': { play: during(1, 'close') },
  'W 1 → 0: a kick frame': { play: during(1, 'kick') },
  'W 1 → 0: a _close frame': { play: during(1, '_close') },
  'W 1 → 1: a login_ret without a reason': { play: during(1, 'login_ret', ['', '{}']) },
  'W 1: an empty reason, a number, and words that begin so': {
    play: async (stage) => {
      const reasons = ['', 'TokenErrorX', 'wrong account name', 'kicked', 'TokenError'];
      for (const reason of reasons) {
        await during(1, 'login_ret', refusal(reason))(stage);
        stage.world.service.heal();
        await stage.world.advance('1 s');
      }
    },
  },
  'W 2 → 0: a kick frame alone': { play: during(2, 'kick') },
  'W 2 → 0: a _close frame': { play: during(2, '_close') },
  'W 2 → 0: a close frame': { play: during(2, 'close') },
  'W 2 → 2: logout() that is never answered': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.service.silence('logout');
      session['logout']?.();
    },
  },
  'W 2 → 3: the loser of the race is slow, on iOS': {
    iPhone: true,
    play: (stage) => {
      stage.fate(0, (url) => (url.includes('127-0-0-2') ? 'hang' : 'open'));
      login(stage);
    },
  },
  'W 3 → 0: a _close frame': { play: during(3, '_close') },
  'W 3 → 0: the re-login is refused': {
    play: during(3, 'login_ret', refusal('TokenErrorInvalid')),
  },
  'W 7: notices, gaps and repeats': {
    play: async (stage) => {
      await online(stage);
      const line = 'msg-v2 bob alice v1:E:3600 instant 1 hello there';
      frame(stage, 'notify', ['recvmsg', JSON.stringify([5, line])]);
      await stage.world.advance('1 s');
      frame(stage, 'notify', `notify recvmsg ${JSON.stringify([1, line])}`);
      frame(stage, 'notify', ['recvmsg', JSON.stringify([1, line])]);
      frame(stage, 'notify', ['recvmsg', JSON.stringify([2, line])]);
      await stage.world.advance('1 s');
      frame(stage, 'notify', ['msg', 7]);
      frame(stage, 'multi', [
        ['notify', ['recvmsg_by_msgid', 'msg-v3 x bob alice v1:E:3600 instant 1 once']],
        ['notify', ['recvmsg_by_msgid', 'msg-v3 x bob alice v1:E:3600 instant 1 once']],
      ]);
    },
  },
  'W 7: what is not pushed is fetched a minute later': {
    play: async (stage) => {
      stage.friend.login('app', 'bob', noToken);
      await online(stage);
      stage.world.wire.tap(({ frame: [event] }) => (event === 'notify' ? [] : undefined));
      stage.friend.messageInstantSend('alice', 0, 'one', '');
    },
    rest: '70 s',
  },
  'W 7: a fetch that is never answered': {
    play: async (stage) => {
      stage.friend.login('app', 'bob', noToken);
      await online(stage);
      stage.friend.messageInstantSend('alice', 0, 'one', '');
      await stage.world.advance('200 ms');
      let wasLost = false;
      stage.world.wire.tap(({ frame: [event] }) => {
        const isLost = event === 'notify' || (event === 'call2-ret' && !wasLost);
        wasLost ||= event === 'call2-ret';
        return isLost ? [] : undefined;
      });
      await stage.world.advance('2 s');
      stage.friend.messageInstantSend('alice', 0, 'two', '');
    },
    rest: '130 s',
  },
  'W 8: numbers that do not rise': {
    play: async (stage) => {
      await inChannel(stage);
      const push = (id: number, msg: string): void =>
        frame(stage, 'notify', [
          'channel2',
          'lobby',
          id,
          `msg-v2 b lobby v1:E:3600 channel_msg 1 ${JSON.stringify({ account: 'b', uid: 1, msg })}`,
        ]);
      push(5, 'five');
      push(5, 'five again');
      push(4, 'four');
      push(9, 'nine');
    },
  },
  'W 8: an event before any join': {
    play: async (stage) => {
      await online(stage);
      const line = 'msg-v2 b lobby v1:E:3600 channel_msg 1 {"account":"b","uid":1,"msg":"early"}';
      frame(stage, 'notify', ['channel2', 'lobby', 1, line]);
    },
  },
  'W 5: an answer that comes twice, and words that cannot be read': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.service.silence('message');
      session['messageInstantSend']?.('bob', 'one', stage.callback());
      session['invoke']?.('io.agora.signal.user_get_attr', { name: 'a' }, stage.callback());
      await stage.world.advance('100 ms');
      frame(stage, 'call2-ret', [2, '', '{"result":"ok"}']);
      frame(stage, 'call2-ret', [2, 'no', '']);
      frame(stage, 'call2-ret', [3, '', '(garbled)']);
      frame(stage, 'call2-ret', [99, '', '{"result":"ok"}']);
    },
  },
};

/** Plays a cell on somebody, and gives the log. */
export async function playCell(player: Player, cell: Cell): Promise<readonly string[]> {
  const stage = new Stage(player, {
    ...(cell.iPhone === true && { userAgent: 'an iPhone' }),
    frames: cell.frames === true,
  });
  await cell.play(stage);
  for (let n = 0; n < 4; n++) {
    stage.read();
    await stage.world.advance('1 s');
  }
  await stage.world.advance(cell.rest ?? '20 s');
  stage.read();
  stage.note(`${stage.world.errors.length} uncaught`);
  return stage.log;
}

/** Where the double goes apart from the real SDK in a cell; undefined where it does not. */
export async function compareCell(cell: Cell, player: Player): Promise<string | undefined> {
  return apart(await playCell('real', cell), await playCell(player, cell));
}
