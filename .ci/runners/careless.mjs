// Run by .ci/first-minute in each runner: a test that fails half-way breaks neither its own message nor
// the next test, and a rule that never fires fails the test that made it.
import { createWorld } from 'sigsim';

/** Makes the tests with the `test` of a runner. */
export function careless(test) {
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
}
