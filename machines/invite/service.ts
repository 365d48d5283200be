import { readInviteOptions } from '../arguments.ts';
import { text, type Asking, type Office, type Sender, type ServiceHalf } from '../service.ts';
import { passedOn, type CallEnd } from './relay.ts';

interface Address {
  readonly channel: string;
  readonly peer: string;
}

/** What the service is asked about calls. */
export type InviteErrand =
  | ({ readonly op: 'invite'; readonly extra: string } & Address)
  | ({ readonly op: 'withdraw' } & Address)
  | ({ readonly op: 'acknowledge' } & Address)
  | ({ readonly op: 'end'; readonly role: CallEnd; readonly extra: string } & Address)
  | ({ readonly op: 'accept' | 'refuse' | 'dtmf'; readonly extra: string } & Address);

const names = ['account', 'peer', 'channel'] as const;
const operations = {
  invite: {
    noun: 'invitation',
    deed: 'invited somebody',
    names,
    waits: ['pending.inviting'],
  },
  accept: { noun: 'channelInviteAccept()', deed: 'accepted a call', names, isRequest: true },
  refuse: { noun: 'channelInviteRefuse()', deed: 'refused a call', names, isRequest: true },
  dtmf: { noun: 'channelInviteDTMF()', deed: 'sent key presses', names, isRequest: true },
} as const;

// The machines never send anything whose address is not text.
const addressOf = ({ address }: Asking): Address => ({
  channel: address['channel'] as string,
  peer: address['peer'] as string,
});

/** If a rule changes the invitation that is checked, the peer still gets what the application gave. */
const extraOf = ({ event }: Asking) => ({
  extra: text('given' in event ? event['given'] : event['extra']),
});

/** Passes an event from one end of a call to the other, if it is online. */
function relay<From extends Sender>(
  { find, invitations }: Office<From>,
  { appId, account }: From,
  end: CallEnd,
  { op, channel, peer, extra = '' }: Address & { readonly op: string; readonly extra?: string },
): void {
  const other = find(appId, peer);
  const type = passedOn(end, op);
  if (other === undefined || type === undefined) return;
  if (end === 'callee') invitations.tellCaller(other, { channel, callee: account }, type, extra);
  else invitations.tellCallee(other, { channel, caller: account }, type, extra);
}

/** The service's half of the invite lifecycle. */
export const inviteService: ServiceHalf<InviteErrand, typeof operations> = {
  operations,
  asks: {
    invite: (asking) => ({ op: 'invite', ...addressOf(asking), ...extraOf(asking) }),
    withdraw: (asking) => ({ op: 'withdraw', ...addressOf(asking) }),
    acknowledge: (asking) => ({ op: 'acknowledge', ...addressOf(asking) }),
    end: (asking) => ({
      op: 'end',
      role: asking.part === 'caller' ? 'caller' : 'callee',
      ...addressOf(asking),
      ...extraOf(asking),
    }),
    accept: (asking) => ({ op: 'accept', ...addressOf(asking), ...extraOf(asking) }),
    refuse: (asking) => ({ op: 'refuse', ...addressOf(asking), ...extraOf(asking) }),
  },
  serves(office) {
    const { find, push, invitations } = office;
    return {
      invite({ channel, peer: callee, extra }, from, answer) {
        if (!from.hasLine) return; // Without a connection, the caller has given the call up (I10).
        const { appId, account: caller } = from;
        const isOffline = find(appId, callee) === undefined;
        if (isOffline && readInviteOptions(extra).requirePeerOnline) {
          answer({ type: 'peer.offline' });
        } else if (!invitations.invite({ appId, channel, caller, callee, extra })) {
          answer({ type: 'peer.unable' });
        }
      },
      withdraw({ channel, peer: callee }, { appId, account: caller }) {
        invitations.withdraw({ appId, channel, caller, callee });
      },
      acknowledge(errand, from) {
        relay(office, from, 'callee', errand);
      },
      end(errand, from) {
        const { role, channel, peer: callee } = errand;
        const { appId, account: caller } = from;
        if (role === 'caller') invitations.hangUp({ appId, channel, caller, callee });
        relay(office, from, role, errand);
      },
      accept(errand, from, answer) {
        relay(office, from, 'callee', errand);
        answer({ type: 'reply.ok' });
      },
      refuse(errand, from, answer) {
        relay(office, from, 'callee', errand);
        answer({ type: 'reply.ok' });
      },
      dtmf({ channel, peer, extra }, { appId, account }, answer) {
        const to = find(appId, peer);
        const event = { type: 'dtmf.arrived', extra };
        if (to !== undefined) push(to, { part: 'data', channel, peer: account, event });
        answer({ type: 'reply.ok' });
      },
    };
  },
};
