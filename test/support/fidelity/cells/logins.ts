// Cells about logging in and out (LC 2.1).
import { login, online, failing, type Cell } from './cell.ts';

/** By name. */
export const logins: Readonly<Record<string, Cell>> = {
  'LC L2: an account that is not legal': { play: (stage) => void login(stage, 'has space') },
  'LC L3: an empty token': { play: (stage) => void login(stage, 'alice', '') },
  'LC L4: the look-up hangs': {
    play: (stage) => {
      stage.world.wire.set({ lookup: 'hang' });
      login(stage);
    },
  },
  'LC L4: one host of each list hangs': {
    play: (stage) => {
      const seen = new Set<string>();
      stage.world.wire.set({
        lookup: ({ host }) => {
          const list = /lbs-[12]/.test(host) ? 'one' : 'two';
          if (seen.has(list)) return undefined;
          seen.add(list);
          return 'hang';
        },
      });
      login(stage);
    },
  },
  'LC L4b: the look-up is answered with 503': {
    play: (stage) => {
      stage.world.wire.set({ lookup: { status: 503, body: '' } });
      login(stage);
    },
  },
  'LC L5: one of two sockets breaks': {
    play: (stage) => {
      stage.fate(0, (url) => (url.includes('127-0-0-2') ? 'refuse' : 'open'));
      login(stage);
    },
  },
  'LC L5: sockets hang': {
    play: (stage) => {
      stage.fate(0, 'hang');
      login(stage);
    },
  },
  'LC L5: a slow second socket fails a login whose reply is late': {
    play: (stage) => {
      stage.world.fault('late', { on: 'login', delay: '8 s' });
      stage.fate(0, (url) => (url.includes('127-0-0-2') ? 'hang' : 'open'));
      login(stage);
    },
  },
  'LC L6: the socket breaks before the reply': {
    play: async (stage) => {
      stage.world.service.silence('login');
      login(stage);
      await stage.world.advance('1 s');
      stage.world.wire.sockets('alice')[0]?.fail();
    },
  },
  'LC L7: the login is never answered': {
    play: (stage) => {
      stage.world.service.silence('login');
      login(stage);
    },
  },
  'LC L9: a login': { play: (stage) => void login(stage), rest: '70 s' },
  'LC L10: a token that has expired': { play: failing('LOGIN_E_TOKENEXPIRED') },
  'LC L11: another token error': { play: failing('LOGIN_E_TOKENWRONG') },
  'LC L12: a newer token holds the account': { play: failing('LOGIN_E_TOKEN_KICKED') },
  'LC L13: the account is refused': { play: failing('LOGIN_E_INVALID_USER') },
  'LC L14: any other refusal': { play: failing('LOGIN_E_FAILED') },
  'LC L15: a reply that nobody can read': { play: failing('LOGIN_E_OTHER') },
  'LC 1.1: a refusal without a handler': {
    play: (stage) => {
      stage.world.fail('LOGIN_E_FAILED');
      Object.assign(login(stage), { onLoginFailed: '' });
    },
  },
  'LC L17: logout() during login, then the reply': {
    play: async (stage) => {
      const session = login(stage);
      await stage.world.advance('20 ms');
      session['logout']?.();
    },
  },
  'LC L17: logout() before anything is answered': {
    play: (stage) => void login(stage)['logout']?.(),
  },
  'LC L18, 5.1.4: a second login on one Signal': {
    play: async (stage) => {
      await online(stage);
      login(stage);
    },
  },
  'LC L19, L20: logout()': { play: async (stage) => void (await online(stage))['logout']?.() },
  'LC L22: logout() while out': {
    play: async (stage) => {
      const session = await online(stage);
      session['logout']?.();
      await stage.world.advance('1 s');
      session['logout']?.();
    },
  },
  'LC silence 4: logout() without onLogout': {
    play: async (stage) => {
      const session = await online(stage);
      Object.assign(session, { onLogout: '' });
      session['logout']?.();
    },
  },
  'LC 5.1.6: logout() and login() at once': {
    play: async (stage) => {
      (await online(stage))['logout']?.();
      login(stage);
    },
  },
  'LC 1.1: a refusal without a handler, and a socket that hangs': {
    play: (stage) => {
      stage.fate(0, (url) => (url.includes('127-0-0-2') ? 'hang' : 'open'));
      stage.world.fail('LOGIN_E_FAILED');
      Object.assign(login(stage), { onLoginFailed: '' });
    },
  },
  'LC D-39: a logout() whose answer is lost, and login() at once': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.service.silence('logout');
      session['logout']?.();
      stage.world.wire.sockets('alice')[0]?.close();
      login(stage);
    },
  },
};
