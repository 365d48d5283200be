import { voice, type Callbacks, type Said } from '../callbacks.ts';

const channelOf = ({ context }: Said) => ({ channel: context['channel'] });
const member = (said: Said) => ({ ...channelOf(said), account: said.event['account'] });
const before = ({ before: channel }: Said) => ({ channel });

/** What a client hears of channels. @source LC 1.2, 3 */
export const channelCallbacks = {
  onChannelJoined: { answers: 'channelJoin', details: channelOf },
  onChannelUserList: {
    details: (said) => ({ ...channelOf(said), users: said.event['users'] ?? [] }),
  },
  // The attributes that follow a join come one by one.
  onChannelAttrUpdated: {
    details: (said) => {
      const { event } = said;
      const channel = channelOf(said);
      if (event.type !== 'reply.ok') {
        return { ...channel, name: event['name'], value: event['value'], kind: event['kind'] };
      }
      return Object.entries(event['attributes'] ?? {}).map(([name, value]: [string, unknown]) => ({
        ...channel,
        name,
        value,
        kind: 'update',
      }));
    },
  },
  onChannelUserJoined: { details: member },
  onChannelUserLeaved: { details: member },
  onMessageChannelReceive: { details: (said) => ({ ...member(said), body: said.event['body'] }) },
  onChannelJoinFailed: { codes: ['join'], answers: 'channelJoin', details: before },
  onChannelLeaved: {
    codes: ['leave'],
    answers: 'channelJoin',
    details: (said) => {
      const { code, event } = said;
      if (code !== 'LEAVECHANNEL_E_BYUSER') return before(said);
      // D-5: one code with two meanings; the reason tells them apart.
      return event.type === 'channelLeave'
        ? { channel: event['channel'], reason: 'not-in-channel' }
        : { ...before(said), reason: 'left-by-user' };
    },
  },
  onChannelQueryUserNumResult: {
    codes: ['query', 'success'],
    answers: 'channelQueryUserNum',
    details: ({ address, event }) => ({ channel: address['channel'], count: event['count'] ?? 0 }),
  },
} as const satisfies Callbacks;

/** Emits a callback of the channel lifecycle. */
export const say = voice(channelCallbacks);
