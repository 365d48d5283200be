const { createWorld } = require('sigsim');
const { matchers } = require('sigsim/checks');
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

expect.extend(matchers);

test('jest: the checks are matchers', async () => {
  const world = createWorld({ seed: 7 });
  world.fail('LOGIN_E_OTHER');
  world.createAgoraAPI().login('my app', 'alice', '_no_need_token');
  await world.advance('10 s');

  expect(world).toHaveSeenCode('LOGIN_E_OTHER', { times: 1 });
  expect(world).not.toHaveSeenCode('LOGIN_E_NET');
  expect(() => expect(world).toBeInState('loggedIn')).toThrow(
    /^The login of alice is "loggedOut" since 60 ms, not "loggedIn"\.[^]*replay {2}npx sigsim replay /,
  );
});
