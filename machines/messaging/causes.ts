import type { Causes } from '../causes.ts';

/** The causes of the events of a message, or in its inbox. */
export const messageCauses: Causes = {
  'message.arrived': { tells: { account: 'bob', body: 'hello' }, peer: 'messageInstantSend' },
};
