// mocha: npx mocha chat.test.mjs
import assert from 'node:assert/strict';
import { createWorld } from 'sigsim';
import { assertCheck, backedOff, seenCode } from 'sigsim/checks';
import 'sigsim/mocha'; // closes and checks the world when its test is over

// Your client, unchanged.
class ChatApp {
  status = 'offline';
  waitMs = 1000;
  constructor({ Signal }) {
    this.Signal = Signal;
  }
  connect(account, token) {
    const session = this.Signal('my app id').login(account, token);
    session.onLoginSuccess = () => {
      this.status = 'online';
    };
    session.onLoginFailed = () => {
      setTimeout(() => this.connect(account, token), this.waitMs);
      this.waitMs *= 2; // red without this line
    };
  }
}

it('gets in after two failures, and backs off', async () => {
  const world = createWorld({ seed: 7 });
  world.fail('LOGIN_E_NET', { account: 'alice', times: 2 }); // any documented code, by name

  world.install(); // your client's timers run on the world's clock
  const app = new ChatApp({ Signal: world.Signal });
  app.connect('alice', '_no_need_token');
  await world.advance('5 min'); // virtual: takes a millisecond

  assertCheck(seenCode(world, 'LOGIN_E_NET', { times: 2 }));
  assertCheck(backedOff(world, { first: '1 s', factor: 2 }));
  assert.equal(app.status, 'online');
});
