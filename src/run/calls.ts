// What a client can be asked to do: the SDK's methods by their own names, the arguments by ours.

/** The calls, each with the names of its arguments; a ? marks one that may be left out. */
export const calls = {
  login: ['account', 'token'],
  logout: [],
  channelJoin: ['channel'],
  channelLeave: ['channel'],
  channelQueryUserNum: ['channel'],
  messageInstantSend: ['account', 'body'],
  messageChannelSend: ['channel', 'body'],
  messageChannelSendForce: ['channel', 'body'],
  messageAppSend: ['body'],
  channelInviteUser2: ['channel', 'peer', 'extra?'],
  channelInviteAccept: ['channel', 'peer', 'extra?'],
  channelInviteRefuse: ['channel', 'peer', 'extra?'],
  channelInviteEnd: ['channel', 'peer', 'extra?'],
  queryUserStatus: ['account'],
  setAttr: ['name', 'value'],
} as const;

/** A call by name: `'login'`, `'channelJoin'`, ... */
export type CallName = keyof typeof calls;

/** A record of texts from a list of names, those with a ? optional. */
type Texts<Names extends readonly string[]> = {
  readonly [Name in Exclude<Names[number], `${string}?`>]: string;
} & {
  readonly [Name in Names[number] as Name extends `${infer Bare}?` ? Bare : never]?: string;
};

/** The arguments of each call, by name: `{ account: 'alice', token: '_no_need_token' }`. */
export type CallArguments = { readonly [Name in CallName]: Texts<(typeof calls)[Name]> };
