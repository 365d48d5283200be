import type { Causes } from '../causes.ts';

/** What brings about what happens to a message, or in its inbox. */
export const messageCauses: Causes = {
  'message.arrived': { tells: { account: 'bob', body: 'hello' }, peer: 'messageInstantSend' },
};
