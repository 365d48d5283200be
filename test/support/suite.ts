// Suites by hand, small enough to be read.
import type { Suite, SuitePath, SuiteStep } from '../../src/paths/cover/suite.ts';

/** A step, with what most steps have. */
export const step = (
  given: Pick<SuiteStep, 'by' | 'do' | 'part'> & Partial<SuiteStep>,
): SuiteStep => ({ waitMs: 0, expect: {}, rows: [], ...given });

const world = (what: string, more: Partial<SuiteStep> = {}): SuiteStep =>
  step({ by: 'world', do: what, part: 'login', ...more });

/** Alice logs in, with whatever token. */
export const login = (token = 'none'): readonly SuiteStep[] => [
  step({
    by: 'client',
    do: 'login',
    part: 'login',
    args: { account: 'alice', token },
    expect: { state: { login: 'loggingIn.resolving' } },
    rows: ['L1'],
  }),
  world('lookup.answered', { expect: { state: { login: 'loggingIn.connecting' } }, rows: ['L1'] }),
  world('connect.succeeded', {
    expect: { state: { login: 'loggingIn.authenticating' } },
    rows: ['L1'],
  }),
];

/** The service takes her. */
export const accepted = world('reply.accepted', {
  expect: { state: { login: 'loggedIn' }, callbacks: [{ name: 'onLoginSuccess' }] },
  rows: ['L9'],
});

const expired = world('reply.tokenExpired', {
  expect: {
    state: { login: 'loggedOut' },
    callbacks: [{ name: 'onLoginFailed', code: 'LOGIN_E_TOKENEXPIRED' }],
  },
  rows: ['L10'],
});

/** The application logs out. */
export const logout = step({
  by: 'client',
  do: 'logout',
  part: 'login',
  expect: { state: { login: 'loggingOut.plain' } },
  rows: ['L19'],
});

/** The service does not acknowledge it. */
export const unacknowledged = step({
  by: 'time',
  do: 'after logoutAck',
  part: 'login',
  waitMs: 10_000,
  expect: {
    state: { login: 'loggedOut' },
    callbacks: [{ name: 'onLogout', code: 'LOGOUT_E_USER' }],
  },
  rows: ['L20b'],
});

/** An expired token, and a logout that nobody acknowledges. */
export const paths: readonly SuitePath[] = [
  {
    id: 'codes/LOGIN_E_TOKENEXPIRED',
    codes: ['LOGIN_E_TOKENEXPIRED'],
    steps: [...login('expired'), expired],
  },
  {
    id: 'codes/LOGOUT_E_USER',
    codes: ['LOGOUT_E_USER'],
    steps: [...login(), accepted, logout, unacknowledged],
  },
];

/** A suite of these paths. */
export const suiteOf = (some: readonly SuitePath[] = paths, more: Partial<Suite> = {}): Suite => ({
  version: 1,
  model: 'login',
  cover: 'codes',
  legacy: false,
  seed: 1,
  universe: 2,
  covered: 2,
  infeasible: [],
  steps: some.reduce((sum, { steps }) => sum + steps.length, some.length - 1),
  lowerBound: 1,
  boundIs: 'trivial',
  complete: true,
  paths: some,
  ...more,
});
