// The paths of the suites on the real SDK and on the double in its manner: what each client heard, when,
// and what the runner says of it.
import { onPublished, onRealSdk, published, real, runSuite, type Subject } from 'sigsim/paths';
import { describe, expect, test } from 'vitest';
import careful from '../../examples/careful-chat.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';
import { generate } from '../../src/paths/generate.ts';
import type { RealApp } from '../../src/run/real.ts';
import type { Heard } from '../../src/world/audience.ts';
import logoutLogin from '../judge/wild/logout-login.ts';
import noLogoutHandler from '../judge/wild/no-logout-handler.ts';
import parsesExtra from '../judge/wild/parses-extra.ts';
import twoSeconds from '../judge/wild/two-seconds.ts';
import { missing } from '../support/fidelity/held.ts';

/** A subject whose clients write down what they hear, each in a log of its own. */
function written(of: Subject<RealApp>): { subject: Subject<RealApp>; logs: (readonly Heard[])[] } {
  const logs: (readonly Heard[])[] = [];
  const subject: Subject<RealApp> = {
    ...of,
    create(world, options) {
      const app = of.create(world, options);
      logs.push(app.heard);
      return app;
    },
  };
  return { subject, logs };
}

/** What the runner says, without the name of who ran. */
const said = ({
  path,
  verdict,
  steps,
}: Awaited<ReturnType<typeof runSuite>>['outcomes'][number]) => [path, verdict, steps];

describe.skipIf(missing !== undefined)('suites on the real SDK and on the double', () => {
  test.each([
    ['login', 'codes'],
    ['login', 'transitions'],
    ['login', 'pairs'],
    ['client', 'codes'],
  ] as const)('%s, %s: the same is heard at the same time on every path', async (model, cover) => {
    const suite = generate({ model, cover, each: cover !== 'pairs' });
    const [wire, own] = [written(real()), written(published())];

    const [theirs, ours] = [
      await runSuite(suite, wire.subject),
      await runSuite(suite, own.subject),
    ];

    const ended = ours.outcomes.filter(({ verdict }) => verdict === 'passed').length;
    console.log(
      `${model} ${cover}: ${suite.paths.length} paths compared, none left out; ${ended} run to the end, ` +
        'the others to what 1.4.0 does otherwise than the model',
    );
    expect(own.logs).toEqual(wire.logs);
    expect(ours.outcomes.map(said)).toEqual(theirs.outcomes.map(said));
  });

  test.each([
    ['the naive chat', naive],
    ['the careful chat', careful],
    ['a page that logs out before every login', logoutLogin],
    ['a page that reads the reason of a failed call', parsesExtra],
    ['a page without onLogout', noLogoutHandler],
    ['a page that logs in again after two seconds', twoSeconds],
  ] as const)('%s does on both the same', async (_name, of) => {
    const suite = generate({ model: 'login', cover: 'transitions' });

    const [theirs, ours] = [
      await runSuite(suite, onRealSdk(of as Subject)),
      await runSuite(suite, onPublished(of as Subject)),
    ];

    expect(ours.outcomes.map(said)).toEqual(theirs.outcomes.map(said));
  });
});
