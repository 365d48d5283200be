// What the service and the network can do in a scenario: their methods, each with its arguments by
// kind; a ? marks one that may be left out.

/** Acts of the service. */
export const serviceActs = {
  ban: ['account'],
  comeUp: [],
  destroyChannel: ['channel'],
  expireToken: ['account'],
  garble: ['operation', 'fault?'],
  goDown: [],
  heal: ['operation?'],
  kick: ['account'],
  notifyError: ['account', 'text?'],
  orderClose: ['account'],
  refuse: ['operation', 'fault?'],
  removeFromChannel: ['account', 'channel', 'removal?'],
  requireVersion: ['version'],
  rotateCertificate: [],
  silence: ['operation', 'fault?'],
  unban: ['account'],
} as const;

/** Acts of the network. */
export const networkActs = {
  corrupt: ['account'],
  cut: ['account', 'cut?'],
  partition: ['account'],
  restore: ['account'],
  set: ['network'],
} as const;

/** An act of the service by name. */
export type ServiceAct = keyof typeof serviceActs;

/** An act of the network by name. */
export type NetworkAct = keyof typeof networkActs;
