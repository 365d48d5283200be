// Every code at every moment at which it can come: how the client gets there, and what starts the cause of
// the code. The causes themselves are those of `world.fail`.
import { byName, codes, type CodeName } from '../../machines/codes.ts';
import type { CallName } from '../run/index.ts';
import { Random } from '../world/random.ts';
import { beCalled, dial, inChannel, online, sendTwo, type Moment } from './moments.ts';
import type { Play } from './play.ts';

/** Which case it is. */
export interface CaseName {
  readonly code: CodeName;
  readonly moment: Moment;
  /**
   * Whether the cause comes once, at each attempt for ten minutes, or for two hours: only a long outage
   * shows a cap.
   */
  readonly trouble: 'once' | 'lasting' | 'long';
}

/** One thing to try with a client. */
export interface Case extends CaseName {
  /** What the client must be able to do; in a list of several, any one of them is enough. */
  readonly needs: readonly (CallName | readonly CallName[])[];
  /** Whether a person wanted it: logs out, leaves, cancels. */
  readonly isWanted?: true;
  /** Whether the client is disposed of once it is there, if its subject can do that. */
  readonly disposes?: true;
  /** Causes more trouble, once the client has been disposed of. */
  readonly afterwards?: (play: Play) => void;
  /** Whether the client must have been called. */
  readonly isCalled?: true;
  /** Does everything up to the cause. */
  readonly run: (play: Play) => Promise<void>;
}

/** How often a lasting cause comes, at most. */
const timesMax = 40;
const minuteMs = 60_000;

/** How long a cause lasts, by the kind of trouble. */
export const troubleMs: Readonly<Record<Case['trouble'], number>> = {
  once: 10 * minuteMs,
  lasting: 10 * minuteMs,
  long: 120 * minuteMs,
};

/** Makes the code come on every occasion for as long as the trouble lasts. */
function failFor(play: Play, code: CodeName, { trouble }: Pick<Case, 'trouble'>): void {
  const until = play.world.now + troubleMs[trouble];
  const often = trouble === 'once' ? { times: 1 } : { times: timesMax, until };
  play.world.fail(code, { account: play.names.account, optional: true, ...often });
}

const sends = ['messageChannelSend', 'messageInstantSend'] as const;
const requests = ['setAttr', 'queryUserStatus'] as const;

/** A login that fails: the first, or the one after a session was lost. */
const loginCases = (code: CodeName, trouble: Case['trouble']): readonly Case[] => [
  {
    code,
    trouble,
    moment: 'first login',
    needs: [],
    run: (play) => {
      failFor(play, code, { trouble });
      play.login();
      return Promise.resolve();
    },
  },
  {
    code,
    trouble: trouble === 'long' ? 'lasting' : trouble,
    moment: 'reconnect',
    needs: [],
    run: async (play) => {
      await inChannel(play);
      failFor(play, code, { trouble: trouble === 'long' ? 'lasting' : trouble });
      play.raise('LOGOUT_E_NET');
    },
  },
];

/** Where a session can be when it ends. */
const inSession: readonly (Pick<Case, 'moment' | 'needs' | 'isCalled'> & {
  readonly there: (play: Play) => Promise<void>;
})[] = [
  { moment: 'first login', needs: [], there: online },
  { moment: 'in a channel', needs: ['channelJoin'], there: inChannel },
  {
    moment: 'two messages under way',
    needs: [sends],
    there: async (play) => {
      await inChannel(play);
      sendTwo(play);
    },
  },
  {
    moment: 'calling',
    needs: ['channelInviteUser2'],
    there: async (play) => {
      await inChannel(play);
      dial(play);
      await play.pass(1_000);
    },
  },
  { moment: 'being called', needs: [], isCalled: true, there: beCalled },
];

/** The code that keeps coming after a session has ended with a code. */
const aftermath: Readonly<Partial<Record<CodeName, CodeName>>> = {
  LOGOUT_E_KICKED: 'LOGOUT_E_KICKED',
  LOGOUT_E_OLDVERSION: 'LOGIN_E_OLDVERSION',
};

/** Codes that come while the SDK authenticates again. */
const atReconnect: ReadonlySet<CodeName> = new Set([
  'LOGOUT_E_KICKED',
  'LOGOUT_E_TOKENEXPIRED',
  'LOGOUT_E_TOKENWRONG',
]);

/** A session that ends, whatever the client is doing. */
function sessionCases(code: CodeName, places = inSession): readonly Case[] {
  const after = aftermath[code];
  const end = (play: Play): void => {
    if (after !== undefined) failFor(play, after, { trouble: 'lasting' });
    if (after !== code) play.raise(code);
  };
  const reconnect: Case = {
    code,
    trouble: 'once',
    moment: 'reconnect',
    needs: [],
    run: async (play) => {
      await inChannel(play);
      const { account } = play.names;
      play.world.network.cut(account);
      await play.pass(1_500);
      end(play);
      if (!play.world.isClosed && play.world.network.isCut(account)) {
        play.world.network.restore(account);
      }
    },
  };
  return [
    ...places.map(({ there, ...place }): Case => ({
      ...place,
      code,
      trouble: 'once',
      run: async (play) => {
        await there(play);
        end(play);
      },
    })),
    ...(atReconnect.has(code) ? [reconnect] : []),
  ];
}

/** A person logs out, at every moment. */
const logoutCases: readonly Case[] = [
  ...inSession.map(({ there, moment, needs, ...more }): Case => ({
    ...more,
    code: 'LOGOUT_E_USER',
    trouble: 'once',
    moment,
    needs: [...needs, 'logout'],
    isWanted: true,
    run: async (play) => {
      await there(play);
      play.ask('logout', {});
    },
  })),
  {
    code: 'LOGOUT_E_USER',
    trouble: 'lasting',
    moment: 'waiting to try again',
    needs: ['logout'],
    isWanted: true,
    run: async (play) => {
      failFor(play, 'LOGIN_E_FAILED', { trouble: 'lasting' });
      play.login();
      await play.pass(600);
      play.ask('logout', {});
    },
  },
];

/** The client is disposed of: while it waits to try again, and while it is logged in. */
const disposeCases: readonly Case[] = [
  {
    code: 'LOGIN_E_OTHER',
    trouble: 'lasting',
    moment: 'disposed of',
    needs: [],
    disposes: true,
    run: async (play) => {
      failFor(play, 'LOGIN_E_OTHER', { trouble: 'lasting' });
      play.login();
      await play.pass(600);
    },
  },
  {
    code: 'LOGOUT_E_NET',
    trouble: 'once',
    moment: 'disposed of',
    needs: [],
    disposes: true,
    run: inChannel,
    afterwards: (play) => {
      if (play.client?.state === 'loggedIn') play.raise('LOGOUT_E_NET');
    },
  },
];

const crowd = 100;
/** The outage ends when the clients have tried again so often on average, and at the latest after `outageMs`. */
const triesEnough = 2;
const outageMs = 1.5 * minuteMs;
const spanMs = 15_000;

/** How many logins all clients have begun. */
const loginsIn = ({ world }: Play): number =>
  world.trace.entries.filter((one) => one.kind === 'call' && one.method.startsWith('login')).length;

/** A hundred clients are logged in when the service goes down. */
const crowdCase: Case = {
  code: 'LOGIN_E_NET',
  trouble: 'once',
  moment: 'a hundred clients',
  needs: [],
  run: async (play) => {
    const chance = new Random(play.world.settings.seed, 'crowd');
    play.login();
    for (let n = 2; n <= crowd; n++) {
      await play.pass(Math.floor(chance.next() * 1_000));
      const name = `${play.names.account}-${n}`;
      play.login(play.add(name), name);
    }
    await play.pass(5_000);
    if (play.world.isClosed) return;
    play.world.service.goDown();
    const before = loginsIn(play);
    for (let ms = 0; ms < outageMs && loginsIn(play) - before < crowd * triesEnough; ms += spanMs) {
      await play.pass(spanMs);
    }
    if (!play.world.isClosed) play.world.service.comeUp();
  },
};

/** Something that the client asks for is refused, for as long as it asks. */
const askedCases = (
  code: CodeName,
  needs: Case['needs'],
  ask: (play: Play) => void,
  moment: Moment = 'in a channel',
): readonly Case[] => [
  {
    code,
    moment,
    needs,
    trouble: 'lasting',
    run: async (play) => {
      await inChannel(play);
      failFor(play, code, { trouble: 'lasting' });
      ask(play);
    },
  },
];

const askForCount = (play: Play): void => {
  play.ask('channelQueryUserNum', { channel: play.names.channel });
};
const askForMore = (play: Play): void => {
  if (play.can('setAttr')) play.ask('setAttr', { name: 'mood', value: 'good' });
  else play.ask('queryUserStatus', { account: play.names.peer });
};

const joinCases: readonly Case[] = [
  {
    code: 'JOINCHANNEL_E_OTHER',
    moment: 'in a channel',
    needs: ['channelJoin'],
    trouble: 'lasting',
    run: async (play) => {
      await online(play);
      failFor(play, 'JOINCHANNEL_E_OTHER', { trouble: 'lasting' });
      play.ask('channelJoin', { channel: play.names.channel });
    },
  },
  {
    code: 'JOINCHANNEL_E_OTHER',
    moment: 'reconnect',
    needs: ['channelJoin'],
    trouble: 'lasting',
    run: async (play) => {
      await inChannel(play);
      failFor(play, 'JOINCHANNEL_E_OTHER', { trouble: 'lasting' });
      play.raise('LOGOUT_E_NET');
    },
  },
];

const callCases = (code: CodeName): readonly Case[] => [
  {
    code,
    moment: 'calling',
    needs: ['channelInviteUser2'],
    trouble: 'once',
    run: async (play) => {
      await inChannel(play);
      if (code === 'INVITE_E_REINVITE') dial(play);
      else failFor(play, code, { trouble: 'once' });
      dial(play);
    },
  },
];

const one = (
  code: CodeName,
  moment: Moment,
  needs: Case['needs'],
  run: Case['run'],
  isWanted?: true,
): readonly Case[] => [
  { code, moment, needs, run, trouble: 'once', ...(isWanted !== undefined && { isWanted }) },
];

const channelPlaces = inSession.filter(({ moment }) =>
  ['in a channel', 'two messages under way'].includes(moment),
);
const needsChannel = channelPlaces.map((place) => ({
  ...place,
  needs: [...place.needs, 'channelJoin' as const],
}));

/** How each code comes about. */
const byCode: Readonly<Record<CodeName, readonly Case[]>> = {
  SUCCESS: one('SUCCESS', 'in a channel', ['channelQueryUserNum'], async (play) => {
    await inChannel(play);
    askForCount(play);
  }),
  LOGOUT_E_OTHER: sessionCases('LOGOUT_E_OTHER'),
  LOGOUT_E_USER: logoutCases,
  LOGOUT_E_NET: [
    ...sessionCases('LOGOUT_E_NET'),
    ...disposeCases.filter(({ code }) => code === 'LOGOUT_E_NET'),
  ],
  LOGOUT_E_KICKED: sessionCases('LOGOUT_E_KICKED'),
  LOGOUT_E_PACKET: sessionCases('LOGOUT_E_PACKET'),
  LOGOUT_E_TOKENEXPIRED: sessionCases('LOGOUT_E_TOKENEXPIRED'),
  LOGOUT_E_OLDVERSION: sessionCases('LOGOUT_E_OLDVERSION'),
  LOGOUT_E_TOKENWRONG: sessionCases('LOGOUT_E_TOKENWRONG'),
  LOGOUT_E_ALREADY_LOGOUT: one('LOGOUT_E_ALREADY_LOGOUT', 'first login', [], async (play) => {
    play.world.fail('LOGOUT_E_ALREADY_LOGOUT', { optional: true });
    await online(play);
  }),
  LOGIN_E_OTHER: [
    ...loginCases('LOGIN_E_OTHER', 'lasting'),
    ...disposeCases.filter(({ code }) => code === 'LOGIN_E_OTHER'),
  ],
  LOGIN_E_NET: [...loginCases('LOGIN_E_NET', 'long'), crowdCase],
  LOGIN_E_FAILED: loginCases('LOGIN_E_FAILED', 'lasting'),
  LOGIN_E_CANCEL: one(
    'LOGIN_E_CANCEL',
    'first login',
    ['logout'],
    async (play) => {
      play.login();
      await play.pass(20);
      play.ask('logout', {});
    },
    true,
  ),
  LOGIN_E_TOKENEXPIRED: [
    ...loginCases('LOGIN_E_TOKENEXPIRED', 'once'),
    ...loginCases('LOGIN_E_TOKENEXPIRED', 'lasting'),
  ],
  LOGIN_E_OLDVERSION: loginCases('LOGIN_E_OLDVERSION', 'lasting'),
  LOGIN_E_TOKENWRONG: loginCases('LOGIN_E_TOKENWRONG', 'lasting'),
  LOGIN_E_TOKEN_KICKED: loginCases('LOGIN_E_TOKEN_KICKED', 'lasting'),
  LOGIN_E_ALREADY_LOGIN: sessionCases(
    'LOGIN_E_ALREADY_LOGIN',
    inSession.filter(({ moment }) => moment === 'first login' || moment === 'in a channel'),
  ),
  LOGIN_E_INVALID_USER: loginCases('LOGIN_E_INVALID_USER', 'lasting'),
  JOINCHANNEL_E_OTHER: joinCases,
  SENDMESSAGE_E_OTHER: askedCases(
    'SENDMESSAGE_E_OTHER',
    [sends],
    sendTwo,
    'two messages under way',
  ),
  SENDMESSAGE_E_TIMEOUT: askedCases(
    'SENDMESSAGE_E_TIMEOUT',
    [sends],
    sendTwo,
    'two messages under way',
  ),
  QUERYUSERNUM_E_OTHER: askedCases('QUERYUSERNUM_E_OTHER', ['channelQueryUserNum'], askForCount),
  QUERYUSERNUM_E_TIMEOUT: askedCases(
    'QUERYUSERNUM_E_TIMEOUT',
    ['channelQueryUserNum'],
    askForCount,
  ),
  QUERYUSERNUM_E_BYUSER: one(
    'QUERYUSERNUM_E_BYUSER',
    'in a channel',
    ['channelQueryUserNum', 'logout'],
    async (play) => {
      await inChannel(play);
      askForCount(play);
      play.ask('logout', {});
    },
    true,
  ),
  LEAVECHANNEL_E_OTHER: sessionCases('LEAVECHANNEL_E_OTHER', needsChannel),
  LEAVECHANNEL_E_KICKED: sessionCases('LEAVECHANNEL_E_KICKED', needsChannel),
  LEAVECHANNEL_E_BYUSER: one(
    'LEAVECHANNEL_E_BYUSER',
    'in a channel',
    ['channelJoin', 'channelLeave'],
    async (play) => {
      await inChannel(play);
      play.ask('channelLeave', { channel: play.names.channel });
    },
    true,
  ),
  LEAVECHANNEL_E_LOGOUT: one(
    'LEAVECHANNEL_E_LOGOUT',
    'in a channel',
    ['channelJoin', 'logout'],
    async (play) => {
      await inChannel(play);
      play.ask('logout', {});
    },
    true,
  ),
  LEAVECHANNEL_E_DISCONN: sessionCases('LEAVECHANNEL_E_DISCONN', needsChannel),
  INVITE_E_OTHER: callCases('INVITE_E_OTHER'),
  INVITE_E_REINVITE: callCases('INVITE_E_REINVITE'),
  INVITE_E_NET: callCases('INVITE_E_NET'),
  INVITE_E_PEEROFFLINE: callCases('INVITE_E_PEEROFFLINE'),
  INVITE_E_TIMEOUT: callCases('INVITE_E_TIMEOUT'),
  INVITE_E_CANTRECV: callCases('INVITE_E_CANTRECV'),
  GENERAL_E: sessionCases(
    'GENERAL_E',
    inSession.filter(({ moment }) => moment === 'first login' || moment === 'in a channel'),
  ),
  GENERAL_E_FAILED: askedCases('GENERAL_E_FAILED', [requests], askForMore),
  GENERAL_E_UNKNOWN: askedCases('GENERAL_E_UNKNOWN', [requests], askForMore),
  GENERAL_E_NOT_LOGIN: one('GENERAL_E_NOT_LOGIN', 'first login', [], (play) => {
    play.world.fail('GENERAL_E_NOT_LOGIN', { optional: true });
    play.login();
    return Promise.resolve();
  }),
  GENERAL_E_WRONG_PARAM: sessionCases(
    'GENERAL_E_WRONG_PARAM',
    inSession.filter(({ moment }) => moment === 'first login' || moment === 'in a channel'),
  ),
};

/** The cases of a code, or of all, in documented order. */
export const casesOf = (wanted?: readonly CodeName[]): readonly Case[] =>
  codes.flatMap(({ name }) => (wanted === undefined || wanted.includes(name) ? byCode[name] : []));

/** Whether a case needs a world with deprecated codes. */
export const isLegacy = ({ code }: Pick<Case, 'code'>): boolean => byName(code).deprecated;
