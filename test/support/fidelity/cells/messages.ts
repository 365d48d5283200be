// Cells about messages and queries (LC 2.3, 2.5, 2.6).
import type { Sdk } from '../../wire.ts';
import { noToken, online, inChannel, lose, frame, type Cell } from './cell.ts';

/** By name. */
export const messages: Readonly<Record<string, Cell>> = {
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
  'LC 1.1: a service that wants ids of messages': {
    play: async (stage) => {
      stage.world.wire.set({ messageIds: true });
      const session = await online(stage);
      const send = (text: string): void =>
        stage.try(() => session['messageInstantSend']?.('bob', text, stage.callback()));
      send('plain');
      send('{"msgid":"m1"}');
    },
    frames: true,
  },
  'LC silence 5: requests of every kind in flight when the line goes': {
    play: async (stage) => {
      const [session, channel] = await inChannel(stage);
      session['messageInstantSend']?.('bob', 'one', stage.callback());
      channel['messageChannelSend']?.('two', stage.callback());
      channel['channelSetAttr']?.('colour', 'red', stage.callback());
      session['invoke']?.('io.agora.signal.channel_query_num', { name: 'x' }, stage.callback());
      stage.keepCall(session['channelInviteUser2']?.('room', 'nobody') as Sdk);
      channel['channelLeave']?.();
      await lose(stage);
    },
    rest: '40 s',
  },
  'LC silence 5: requests after the end': {
    play: async (stage) => {
      const [session, channel] = await inChannel(stage);
      session['logout']?.();
      await stage.world.advance('1 s');
      session['messageInstantSend']?.('bob', 'one', stage.callback());
      channel['messageChannelSend']?.('two', stage.callback());
      session['invoke']?.('io.agora.signal.channel_query_num', { name: 'x' }, stage.callback());
      stage.keepChannel(session['channelJoin']?.('late'));
    },
  },
  'LC 2.6: a message with an id that comes again an hour later': {
    play: async (stage) => {
      await online(stage);
      const again = (): void =>
        frame(stage, 'notify', ['recvmsg_by_msgid', 'msg-v3 7 bob alice v1:E:3600 instant 1 once']);
      again();
      await stage.world.advance('1 h');
      again();
    },
  },
  'LC 2.6: a message is acknowledged a second later': {
    play: async (stage) => {
      stage.friend.login('app', 'bob', noToken);
      await online(stage);
      stage.friend.messageInstantSend('alice', 0, 'one', '');
    },
    frames: true,
  },
};
