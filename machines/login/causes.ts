import type { Causes } from '../causes.ts';

/** The causes of the events of a session. */
export const loginCauses: Causes = {
  'reply.accepted': { tells: { membership: 'kept' } },
  'service.kicked': { act: ['kick', '$me'] },
  'service.closed': { act: ['orderClose', '$me'] },
  'service.refusedVersion': { act: ['requireVersion', '2.0.0'] },
  'service.noticed': { act: ['notifyError', '$me'] },
};

/** The causes of the events of a request. */
export const requestCauses: Causes = {
  'reply.ok': { tells: { data: { status: 1, isin: 1, value: 'good', json: '{}' } } },
};
