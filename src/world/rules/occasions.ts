// Where a rule may begin: at a call of the application, or when it has got in somewhere.

/** A call by what it asks for, or a state that was reached. */
export type Occasion =
  | 'login'
  | 'channelJoin'
  | 'message'
  | 'channelQueryUserNum'
  | 'invite'
  | 'request'
  | 'loggedIn'
  | 'joined';

const byMethod: Readonly<Record<string, Occasion>> = {
  login: 'login',
  login2: 'login',
  channelJoin: 'channelJoin',
  channelQueryUserNum: 'channelQueryUserNum',
  messageInstantSend: 'message',
  messageInstantSend2: 'message',
  messageChannelSend: 'message',
  messageChannelSendForce: 'message',
  messageAppSend: 'message',
  channelInviteUser: 'invite',
  channelInviteUser2: 'invite',
};

/** The occasion that a call of this method is, if it asks for something that has a code of its own. */
export const occasionOf = (method: string): Occasion | undefined =>
  Object.hasOwn(byMethod, method) ? byMethod[method] : undefined;

/** What each occasion is called in a sentence. */
export const occasionWords: Readonly<Record<Occasion, string>> = {
  login: 'login()',
  channelJoin: 'channelJoin()',
  message: 'message',
  channelQueryUserNum: 'channelQueryUserNum()',
  invite: 'invitation',
  request: 'request for attributes, status or membership',
  loggedIn: 'successful login',
  joined: 'channel joined',
};
