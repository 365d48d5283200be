import { expect, test } from 'vitest';
import { checkWhom, nobody, type Addressed, type Whom } from '../../src/world/whom.ts';

const where = 'service.kick';
const check = (whom: Whom): void => checkWhom('service.whom', where, whom);

const client = (appId: string, device: string): Addressed => ({ appId, account: 'alice', device });

/** What is said if an act fits none of these. */
const saidOf = (whom: Whom, clients: readonly Addressed[]): string =>
  nobody('service.account', where, 'online account', 'alice', whom, clients).message;

test('whom: an App ID and a device are names, and may be left out', () => {
  expect(() => check({})).not.toThrow();
  expect(() => check({ appId: 'app', device: 'phone' })).not.toThrow();
  for (const [device, shown] of [
    ['', '""'],
    [5, '5'],
  ]) {
    expect(() => check({ device } as Whom)).toThrow(
      `service.kick: device is ${shown}. Give a name, or leave it out.`,
    );
  }
});

test('whom: nothing else is known', () => {
  expect(() => check({ appID: 'app' } as Whom)).toThrow(
    'service.kick: no option "appID". Known: appId, device. Did you mean "appId"?',
  );
});

test('whom: where one of several App IDs fits, it is the device that does not, and no device has no name', () => {
  const clients = [client('app', 'phone'), client('app', ''), client('other', 'laptop')];

  expect(saidOf({ appId: 'app', device: 'phones' }, clients)).toBe(
    'service.kick: no device of "alice" "phones". Known: phone, laptop. Did you mean "phone"?',
  );
  expect(saidOf({ appId: 'apps', device: 'phone' }, clients)).toBe(
    'service.kick: no App ID of "alice" "apps". Known: app, other. Did you mean "app"?',
  );
});
