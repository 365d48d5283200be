import type { Causes } from '../causes.ts';

/** What brings about what happens to a session. */
export const loginCauses: Causes = {
  'reply.accepted': { tells: { membership: 'kept' } },
  'service.kicked': { act: ['kick', '$me'] },
  'service.closed': { act: ['orderClose', '$me'] },
  'service.refusedVersion': { act: ['requireVersion', '2.0.0'] },
  'service.noticed': { act: ['notifyError', '$me'] },
};

/** What brings about what happens to a request. */
export const requestCauses: Causes = {
  'reply.ok': { tells: { data: { status: 1, isin: 1, value: 'good', json: '{}' } } },
};
