// A client that never lets go of what it has once held: no run of it uses up the memory, many do.
import { subject } from 'sigsim/paths';

const kept = [];

export default subject({
  name: 'leaky',
  create(world) {
    for (let part = 0; part < 8; part++) {
      kept.push(Array.from({ length: 1_000_000 }, () => part));
    }
    return world;
  },
  do: {
    login(world, { account, token }) {
      const session = world.Signal('app').login(account, token);
      session.onLogout = () => {};
      session.onLoginFailed = () => {};
    },
  },
});
