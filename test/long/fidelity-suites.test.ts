// The paths of the suites on the real SDK and on the double in its manner, and applications on both: what
// the runner says of them.
import { onPublished, onRealSdk, runSuite, type Subject } from 'sigsim/paths';
import { describe, expect, test } from 'vitest';
import careful from '../../examples/careful-chat.subject.ts';
import naive from '../../examples/naive-chat.subject.ts';
import { generate } from '../../src/paths/generate.ts';
import logoutLogin from '../judge/wild/logout-login.ts';
import noLogoutHandler from '../judge/wild/no-logout-handler.ts';
import parsesExtra from '../judge/wild/parses-extra.ts';
import twoSeconds from '../judge/wild/two-seconds.ts';
import { compareSuite } from '../support/fidelity/follow.ts';
import { missing } from '../support/fidelity/held.ts';

/** What the runner says, without the name of who ran. */
const said = ({
  path,
  verdict,
  steps,
}: Awaited<ReturnType<typeof runSuite>>['outcomes'][number]) => [path, verdict, steps];

describe.skipIf(missing !== undefined)('suites on the real SDK and on the double', () => {
  test.each(
    (['client', 'login', 'pair'] as const).flatMap((model) =>
      (['codes', 'transitions', 'pairs'] as const).map((cover) => [model, cover] as const),
    ),
  )('%s, %s: the same at every step, and four of five paths are followed whole', async (...of) => {
    const [model, cover] = of;
    const suite = generate({ model, cover, each: true, legacy: cover === 'codes' });

    const compared = await compareSuite(suite);

    console.log(compared.text);
    expect(compared.apart).toEqual([]);
    expect(compared.share).toBeGreaterThanOrEqual(0.8);
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
