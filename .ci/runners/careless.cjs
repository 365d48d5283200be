// As careless.mjs, required: .ci/first-minute runs it in jest.
const { createWorld } = require('sigsim');

test('fails half-way', () => {
  const world = createWorld();
  world.fail('LOGIN_E_NET');
  world.install();
  setTimeout(() => {}, 1000);
  throw new Error('an error of its own');
});
test('comes next', async () => {
  const world = createWorld();
  world.install();
  world.createAgoraAPI().login('app', 'alice', '_no_need_token');
  await world.advance('1 min');
});
test('has a rule that never fires', () => {
  createWorld().fail('LOGIN_E_NET');
});
test('uses a world', () => {
  const world = createWorld();
  world.install();
  world[Symbol.dispose](); // as `using` does
});
