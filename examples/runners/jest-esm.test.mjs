// jest, ES modules: node --experimental-vm-modules node_modules/jest/bin/jest.js
// In jest.config.js: export default { setupFilesAfterEnv: ['sigsim/jest'], testMatch: ['**/*.test.mjs'], transform: {} }
import { createWorld } from 'sigsim';

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

test('gets in after two failures, and backs off', async () => {
  const world = createWorld({ seed: 7 });
  world.fail('LOGIN_E_NET', { account: 'alice', times: 2 }); // any documented code, by name

  world.install(); // your client's timers run on the world's clock
  const app = new ChatApp({ Signal: world.Signal });
  app.connect('alice', '_no_need_token');
  await world.advance('5 min'); // virtual: takes a millisecond

  expect(world).toHaveSeenCode('LOGIN_E_NET', { times: 2 });
  expect(world).toHaveBackedOff({ first: '1 s', factor: 2 });
  expect(app.status).toBe('online');
});
