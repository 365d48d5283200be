// Cells about calls (LC 2.4).
import type { Sdk } from '../../wire.ts';
import { frame, noToken, online, calling, lose, type Cell } from './cell.ts';

/** A step of a call, as a line of the mailbox. */
const step = (type: string, extra: string): string =>
  `msg-v2 bob alice v1:E:3600 ${type} 1 ${JSON.stringify({ channel: 'room', peer: 'bob', extra })}`;

/** By name. */
export const calls: Readonly<Record<string, Cell>> = {
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
  'LC I17: nobody answers': { play: async (stage) => void (await calling(stage)), rest: '2 min' },
  'LC I20, Q29: answers after the end': {
    play: async (stage) => {
      await calling(stage);
      stage.calls[0]?.['channelInviteEnd']?.('bye');
      await stage.world.advance('1 s');
      frame(stage, 'notify', ['recvmsg', JSON.stringify([2, step('voip_invite_accept', 'late')])]);
      frame(stage, 'notify', ['recvmsg', JSON.stringify([3, step('voip_invite_refuse', 'later')])]);
    },
  },
  'LC 5.2: the same channel from both ends': {
    play: async (stage) => {
      await calling(stage);
      stage.friend.channelInviteUser('room', 'alice', 0);
      await stage.world.advance('1 s');
      stage.friend.channelInviteEnd('room', 'alice', 0);
    },
  },
  'LC silence 6: the peer of a call vanishes': {
    play: async (stage) => {
      await calling(stage);
      stage.friend.channelInviteAccept('room', 'alice', 0, 'yes');
      await stage.world.advance('1 s');
      stage.world.network.cut('bob');
    },
    rest: '5 min',
  },
};
