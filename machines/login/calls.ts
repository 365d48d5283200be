import type { Calls } from '../calls.ts';

/**
 * What a client can ask for about its session, and requests that fail only through onError. @source
 * LC 1.1, 1.2
 */
export const loginCalls = {
  login: {
    args: ['account', 'token'],
    part: 'login',
    address: 'one',
    asks: 'login',
    tries: 'login',
    about: [],
    also: ['login2'],
    sample: { account: '$me', token: 'day' },
  },
  logout: { args: [], part: 'login', address: 'one', asks: 'logout', sample: {} },
  queryUserStatus: {
    args: ['account'],
    part: 'request',
    address: 'each',
    event: 'request',
    asks: 'status',
    sample: { account: '$peer' },
  },
  setAttr: {
    args: ['name', 'value'],
    part: 'request',
    address: 'each',
    event: 'request',
    asks: 'attribute',
    sample: { name: 'mood', value: 'good' },
  },
} as const satisfies Calls;
