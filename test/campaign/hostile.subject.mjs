// A client that never returns in some runs, ends the process in others, and is right in the rest.
import { subject } from 'sigsim/paths';

class Hostile {
  constructor(Signal) {
    this.Signal = Signal;
  }

  connect(account, token) {
    const session = this.Signal('app').login(account, token);
    session.onLoginFailed = (ecode) => {
      if (ecode === 206) for (;;);
      if (ecode === 209) process.exit(3);
    };
    session.onLogout = () => {};
  }
}

export default subject({
  name: 'hostile',
  create: (world) => new Hostile(world.Signal),
  do: { login: (app, { account, token }) => app.connect(account, token) },
});
