// A client that uses up the memory at once, after one code: it leaks nothing.
import { subject } from 'sigsim/paths';

export default subject({
  name: 'hungry',
  create: (world) => world,
  do: {
    login(world, { account, token }) {
      const session = world.Signal('app').login(account, token);
      session.onLogout = () => {};
      session.onLoginFailed = (ecode) => {
        if (ecode !== 209) return;
        for (const kept = []; ;) kept.push(Array.from({ length: 1_000_000 }, () => kept.length));
      };
    },
  },
});
