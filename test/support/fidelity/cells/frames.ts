// Rows of wire-protocol.md 4 to 10 that are shown by frames.
import { noToken, login, online, inChannel, frame, during, refusal, type Cell } from './cell.ts';

/** By name. */
export const frames: Readonly<Record<string, Cell>> = {
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
  'W 1: an empty reason, and words that begin so': {
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
    agent: 'an iPhone',
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
  'W 1 → 1: a look-up that is no JSON': {
    play: (stage) => {
      stage.world.wire.set({ lookup: { status: 200, body: 'no json' } });
      login(stage);
    },
  },
  'W 1 → 1: a single socket that closes': {
    play: async (stage) => {
      stage.debug(0, 'ap_url', 'ws://127.0.0.1:8001/');
      stage.world.service.silence('login');
      login(stage);
      await stage.world.advance('1 s');
      for (const socket of stage.world.wire.sockets()) socket.close();
    },
  },
};
