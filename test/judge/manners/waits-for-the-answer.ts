// Tells its user of a message that failed when the callback says so. In 1.4.0 none says that a message is
// lost: right as documented, wrong in the manner of 1.4.0.
import { subject } from 'sigsim/paths';
import type { Session, SignalObject } from 'sigsim/sdk';

class Waits {
  readonly told: string[] = [];
  session: Session | undefined;
  readonly signal: SignalObject;
  constructor(signal: SignalObject) {
    this.signal = signal;
  }
}

export default subject({
  name: 'waits for the answer',
  create: (world) => new Waits(world.Signal('app')),
  do: {
    login: (app, { account, token }) => {
      app.session = app.signal.login(account, token);
    },
    messageInstantSend: (app, { account, body }) => {
      app.session?.messageInstantSend(account, body, (_, info) => {
        if (info !== undefined) app.told.push('not sent');
      });
    },
  },
  told: ({ told }) => told,
});
