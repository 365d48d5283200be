// In closures: no class, no `this`.
import { subject } from 'sigsim/paths';
import type { Session, SignalFactory } from 'sigsim/sdk';
import { backOff, nextAfter } from './what-to-do.ts';

function createChat(Signal: SignalFactory, token: (account: string) => string) {
  let session: Session | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let status = 'off';
  let room = '';
  let tries = 0;
  let fresh = 0;

  const join = (): void => {
    const channel = room === '' ? undefined : session?.channelJoin(room);
    if (channel === undefined) return;
    let refused = 0;
    const later = (): void => {
      timer = setTimeout(join, backOff(refused++, 2_000, 60_000));
    };
    channel.onChannelJoinFailed = () => {
      tries += 1;
      timer = setTimeout(join, backOff(tries, 1_000, 60_000));
    };
    channel.onChannelLeaved = (ecode) => {
      if (ecode === 600) later();
      if (ecode !== 601) return;
      room = '';
      status = 'on, removed 601';
    };
  };
  const login = (account: string): void => {
    status = 'coming';
    const mine = Signal('app').login(account, token(account));
    mine.onLoginSuccess = () => {
      status = 'on';
      tries = 0;
      fresh = 0;
      join();
    };
    const ended = (ecode: number): void => {
      clearTimeout(timer);
      session = undefined;
      const next = nextAfter(ecode);
      if (next === 'again') {
        status = 'waiting';
        timer = setTimeout(login, backOff(tries++, 1_000, 90_000), account);
      } else if (next === 'fresh' && fresh++ === 0) {
        login(account);
      } else {
        status = next === 'over' ? 'off' : `off ${ecode}`;
      }
    };
    mine.onLoginFailed = ended;
    mine.onLogout = ended;
    session = mine;
  };
  const quit = (): void => {
    clearTimeout(timer);
    session?.logout();
    session = undefined;
    status = 'off';
  };
  return {
    login,
    quit,
    enter: (name: string) => {
      room = name;
      if (status === 'on') join();
    },
    status: () => status,
  };
}

export default subject({
  name: 'closures',
  create: (world) =>
    createChat(world.Signal, (account) => world.service.issueToken({ account, appId: 'app' })),
  do: {
    login: (chat, { account }) => chat.login(account),
    logout: (chat) => chat.quit(),
    channelJoin: (chat, { channel }) => chat.enter(channel),
  },
  state: (chat) => chat.status(),
  dispose: (chat) => chat.quit(),
});
