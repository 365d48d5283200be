// What the service and the network can do in a scenario: their methods, each with the kinds of its
// arguments; a ? marks an optional one.

/** Acts of the service. */
export const serviceActs = {
  ban: ['account', 'whom?'],
  comeUp: [],
  destroyChannel: ['channel'],
  expireToken: ['account', 'whom?'],
  garble: ['operation', 'fault?'],
  goDown: [],
  heal: ['operation?'],
  kick: ['account', 'whom?'],
  notifyError: ['account', 'text?', 'whom?'],
  orderClose: ['account', 'whom?'],
  refuse: ['operation', 'fault?'],
  removeFromChannel: ['account', 'channel', 'removal?'],
  requireVersion: ['version'],
  rotateCertificate: [],
  silence: ['operation', 'fault?'],
  unban: ['account', 'whom?'],
} as const;

/** Acts of the network. */
export const networkActs = {
  corrupt: ['account', 'whom?'],
  cut: ['account', 'cut?'],
  partition: ['account', 'whom?'],
  restore: ['account', 'whom?'],
  set: ['network'],
} as const;

/** An act of the service by name. */
export type ServiceAct = keyof typeof serviceActs;

/** An act of the network by name. */
export type NetworkAct = keyof typeof networkActs;
