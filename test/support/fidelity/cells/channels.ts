// Cells about channels (LC 2.2).
import type { Sdk } from '../../wire.ts';
import { frame, noToken, login, online, inChannel, lose, type Cell } from './cell.ts';

/** By name. */
export const channels: Readonly<Record<string, Cell>> = {
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
  'LC 1.1: attributes that are refused': {
    play: async (stage) => {
      const [, channel] = await inChannel(stage);
      stage.world.service.refuse('attribute');
      channel['channelSetAttr']?.('colour', 'red', stage.callback());
      channel['channelDelAttr']?.('colour', stage.callback());
      channel['channelClearAttr']?.(stage.callback());
    },
  },
  'LC 5.5: logout() in a channel': {
    play: async (stage) => void (await inChannel(stage))[0]['logout']?.(),
  },
  'LC C20: a line that is lost for good in a channel': {
    play: async (stage) => {
      await inChannel(stage);
      stage.world.network.cut('alice');
    },
  },
  'LC 5.8: answers to joins reach the newest channel': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.service.silence('join');
      stage.keepChannel(session['channelJoin']?.('one'));
      stage.keepChannel(session['channelJoin']?.('two'));
      await stage.world.advance('100 ms');
      frame(stage, 'call2-ret', [2, '', '{"result":"ok","list":[],"attrs":{}}']);
      await stage.world.advance('100 ms');
      frame(stage, 'call2-ret', [3, 'full', '']);
    },
  },
};
