import { assert, property, string } from 'fast-check';
import { expect, test } from 'vitest';
import { LinkError, readLink, writeLink } from '../../src/scenario/link.ts';
import type { Scenario, ScenarioStep } from '../../src/scenario/index.ts';
import { scripts } from '../../src/tour/script.ts';

const scenario: Scenario = {
  sigsim: 'scenario',
  version: 1,
  seed: 7,
  network: { loss: 0.25 },
  steps: [
    { by: 'client', client: 'alice', do: 'login', args: { account: 'alice', token: 'day' } },
    { by: 'time', wait: '1 s' },
    { by: 'network', do: 'cut', args: ['alice'] },
    { by: 'service', do: 'goDown' },
  ],
};

function faultOf(link: string): string {
  try {
    readLink(link);
    return 'none';
  } catch (error) {
    if (error instanceof LinkError) return error.fault;
    throw error;
  }
}

test('link: what is written is read again, moment and all', () => {
  const link = writeLink(scenario, 12);

  expect(readLink(`#${link}`)).toEqual({ what: 'scenario', scenario, moment: 12 });
});

test('link: holds the way to every code in at most 500 characters', () => {
  for (const {
    scenario: { title: _title, ...rest },
  } of scripts) {
    const link = writeLink(rest, 0);

    expect(link.length).toBeLessThanOrEqual(500);
    expect(readLink(link)).toEqual({ what: 'scenario', scenario: rest, moment: 0 });
  }
});

test('link: any text of an application survives, whatever its script', () => {
  assert(
    property(string({ unit: 'grapheme' }), (body) => {
      const step: ScenarioStep = {
        by: 'client',
        client: body === '' ? '@service' : body,
        do: 'messageAppSend',
        args: { body },
      };
      const one: Scenario = { sigsim: 'scenario', version: 1, steps: [step] };

      expect(readLink(writeLink(one, 1))).toMatchObject({ scenario: one });
    }),
  );
});

test('link: wherever it is cut off, it says that a part is missing', () => {
  const link = writeLink(scenario, 3);

  for (let end = 5; end < link.length; end++) expect(faultOf(link.slice(0, end))).toBe('cut');
});

test('link: another version is told from nonsense', () => {
  expect(faultOf(writeLink(scenario, 3).replace(/^1/, '2'))).toBe('version');
  expect(faultOf('<script>alert(1)</script>')).toBe('wrong');
  expect(faultOf('code.NO_SUCH_CODE')).toBe('wrong');
  expect(faultOf('compare.NO_SUCH_CODE')).toBe('wrong');
  expect(faultOf('compare.LOGIN_E_NET.1')).toBe('wrong');
});

test('link: a scenario that no file may hold is no scenario of a link', () => {
  const hostile = { ...scenario, steps: [{ by: 'client', client: 'a', do: 'constructor' }] };

  expect(() => readLink(writeLink(hostile as unknown as Scenario, 1))).toThrow(
    'link: steps[0]: no "do" "constructor".',
  );
});

test('link: one that would play for days is refused', () => {
  const long: Scenario = { ...scenario, steps: [{ by: 'time', wait: '25 h' }] };

  expect(() => readLink(writeLink(long, 0))).toThrow(
    'link: its scenario has 1 steps and takes 90000 s. ' +
      'A link may have 20000 steps and take a day; play it with sigsim run.',
  );
});

test('link: a lesson and a code have short ones', () => {
  expect(readLink('#lesson.kick')).toEqual({ what: 'lesson', name: 'kick', answers: [] });
  expect(readLink('#lesson.kick.20')).toEqual({ what: 'lesson', name: 'kick', answers: [2, 0] });
  expect(readLink('#code.LOGIN_E_NET')).toEqual({ what: 'code', code: 'LOGIN_E_NET' });
  expect(readLink('#compare.LOGIN_E_NET')).toEqual({ what: 'compare', code: 'LOGIN_E_NET' });
});
