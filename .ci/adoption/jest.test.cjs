const { createWorld } = require('sigsim');
const Signal = require('agora-signaling-sdk'); // As an application does that requires the SDK.

test('jest: an application runs on the double', async () => {
  const world = createWorld();
  let isIn = false;

  Signal('my app').login('alice', '_no_need_token').onLoginSuccess = () => {
    isIn = true;
  };
  await world.advance('10 s');

  expect(isIn).toBe(true);
});
