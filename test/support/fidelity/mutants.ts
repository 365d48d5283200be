// The double with one thing changed, each of which a comparison with the real SDK must notice.
import { published, type Manner } from '../../../src/published/quirks.ts';

/** Other values: what is documented, or near to it. */
const others: { readonly [Name in keyof Manner]: readonly unknown[] } = {
  methodsComeWithSocket: [false],
  lookUpMs: [4000],
  lookUpTries: [1, 3],
  lookUpStatusIsLostOn: [false],
  socketsRaced: [1],
  openMs: [5000],
  loginReplyMs: [10_000],
  loginReasons: published.loginReasons.map((one) =>
    published.loginReasons.filter((other) => other !== one),
  ),
  otherReason: [202],
  failsWithoutHandler: [true],
  secondSession: [false],
  risesAgain: [false],
  uid: ['zero'],
  logoutWantsHandler: [false],
  logoutEcode: [108],
  logoutWhileReconnecting: ['obeyed'],
  endsAfterHandler: [false],
  logoutKeepsLine: [false],
  closeEcode: [100],
  kickEcode: [102],
  errorEcode: [100],
  errorReconnectsOn: [/never/, /./],
  retryMs: [100],
  retryMsMax: [1600],
  retryCount: [3],
  retryTimeMs: [30_000],
  reconnectSays: ['nothing'],
  refusedReconnectSays: ['onLogout'],
  closedReconnect: ['tried again'],
  pingMs: [11_000],
  oldLoopsGoOn: [false],
  requestMs: [10_000],
  repliesRepeat: [false],
  channelErrors: ['told'],
  instantUid: [1001],
  otherPrefix: ['refused'],
  joinOutside: [null],
  newestChannelHearsAll: [false],
  leaveEcode: [602],
  leaveCallbackAlone: [false],
  channelIdsRise: [false],
  callsByJoinedName: [false],
  newestCallHearsAll: [false],
  endSays: ['once'],
  reconnectForgetsCalls: [false],
  mailboxTickMs: [200],
  ackMs: [500],
  pollMs: [30_000],
  pageMax: [20],
  ackByIdMs: [1000],
  fetchLost: ['asked again'],
  idsAreRemembered: [false],
};

/** Every mutant, by what is changed in it. */
export const mutants: ReadonlyMap<string, Manner> = new Map(
  Object.entries(others).flatMap(([name, values]) =>
    values.map((value, index) => {
      const which = values.length === 1 ? name : `${name} ${index + 1}`;
      return [which, { ...published, [name]: value }] as const;
    }),
  ),
);
