// Joins before onLoginSuccess: as documented a call like any other, in 1.4.0 a TypeError.
import { subject } from 'sigsim/paths';

export default subject({
  name: 'joins at once',
  create: (world) => world.Signal('app'),
  do: {
    login: (signal, { account, token }) => {
      const session = signal.login(account, token);
      session.onLogout = () => undefined;
      session.channelJoin('lobby');
    },
  },
});
