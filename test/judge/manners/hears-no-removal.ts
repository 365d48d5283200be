// Has no onChannelLeaved. As documented 601 comes by it; in 1.4.0 nobody is told of a removal: wrong as
// documented, and nothing to blame in the manner of 1.4.0.
import { subject } from 'sigsim/paths';
import type { Session, SignalObject } from 'sigsim/sdk';

const sessions = new WeakMap<SignalObject, Session>();

export default subject({
  name: 'hears no removal',
  create: (world) => world.Signal('app'),
  do: {
    login: (signal, { account, token }) => {
      sessions.set(signal, signal.login(account, token));
    },
    channelJoin: (signal, { channel }) => sessions.get(signal)?.channelJoin(channel),
  },
});
