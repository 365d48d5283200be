// Cells about lines that go and come back (LC 2.1).
import { noToken, online, inChannel, lose, during, refusal, type Cell } from './cell.ts';

/** By name. */
export const lines: Readonly<Record<string, Cell>> = {
  'LC L21: the line goes before the logout is answered': {
    play: async (stage) => {
      (await online(stage))['logout']?.();
      stage.world.network.cut('alice');
      await stage.world.advance('100 ms');
      stage.world.network.restore('alice');
    },
  },
  'LC L23: a kick': {
    play: async (stage) => {
      await online(stage);
      stage.world.service.kick('alice');
    },
  },
  'LC L24, L29, C18: the line goes and comes back': {
    play: async (stage) => {
      const [, channel] = await inChannel(stage);
      await lose(stage);
      await stage.world.advance('1 s');
      channel['messageChannelSend']?.('still here', stage.callback());
    },
    rest: '70 s',
  },
  'LC L25: an ordered close': {
    play: async (stage) => {
      await online(stage);
      stage.world.service.orderClose('alice');
    },
  },
  'LC L26: a socket that breaks': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice', { cause: 'error' });
    },
  },
  'LC L26: a socket that breaks, on iOS': {
    agent: 'an iPhone',
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice', { cause: 'error' });
      await stage.world.advance('10 ms');
      stage.world.network.restore('alice');
    },
  },
  'LC L26: a socket that breaks, on Edge': {
    agent: 'Edge/44',
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice', { cause: 'error' });
      await stage.world.advance('10 ms');
      stage.world.network.restore('alice');
    },
  },
  'LC 2.1: the third break ends it on iOS, with a count of 2': {
    agent: 'an iPhone',
    play: async (stage) => {
      await online(stage, 'alice', 2);
      for (let n = 0; n < 3; n++) {
        stage.world.network.cut('alice', { cause: 'error' });
        await stage.world.advance('10 ms');
        stage.world.network.restore('alice');
        await stage.world.advance('3 s');
      }
    },
  },
  'LC L27, L28: the line does not come back': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice');
    },
  },
  'LC L28: attempts that hang': {
    play: async (stage) => {
      await online(stage);
      stage.fate(0, 'hang');
      for (const socket of stage.world.wire.sockets('alice')) socket.close();
    },
    rest: '80 s',
  },
  'LC D-21: limits of a login': {
    play: async (stage) => {
      await online(stage, 'alice', 3, 1);
      stage.world.network.cut('alice');
    },
  },
  'LC L27b: the reconnect is closed before the reply': {
    play: async (stage) => {
      await online(stage);
      stage.world.service.silence('login');
      await lose(stage);
      await stage.world.advance('1 s');
      for (const socket of stage.world.wire.sockets('alice')) socket.close();
    },
  },
  'LC L27b: the reconnect is never answered': { play: during(3, 'nothing') },
  'LC L27c: close before the reply': { play: during(3, 'close') },
  'LC L27c: kick before the reply': { play: during(3, 'kick') },
  'LC L30: the token has expired meanwhile': {
    play: async (stage) => {
      await online(stage);
      stage.world.service.expireToken('alice');
      await lose(stage);
    },
  },
  'LC L32: a reconnect that is refused as kicked': {
    play: during(3, 'login_ret', refusal('kick')),
  },
  'LC L33: logout() while reconnecting': {
    play: async (stage) => {
      const session = await online(stage);
      stage.world.network.cut('alice');
      await stage.world.advance('100 ms');
      session['logout']?.();
      await stage.world.advance('1 s');
      stage.world.network.restore('alice');
    },
  },
  'LC L35: a frame that nobody can read': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.corrupt('alice');
    },
  },
  'LC silence 7: a half-open line': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.partition('alice');
      await stage.world.advance('2 min');
      stage.world.network.restore('alice');
    },
    rest: '70 s',
  },
  'LC 5.1.5: reconnecting while another logs in': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.cut('alice', { device: 'phone' });
      stage.login(1, 'alice', noToken);
      await stage.world.advance('500 ms');
      stage.world.network.restore('alice', { device: 'phone' });
    },
  },
  'LC 2.1: clean closes are counted anew, with a count of 2': {
    play: async (stage) => {
      await online(stage, 'alice', 2);
      for (let n = 0; n < 4; n++) {
        await lose(stage);
        await stage.world.advance('3 s');
      }
    },
  },
  'LC silence 7: a half-open line, for an hour': {
    play: async (stage) => {
      await online(stage);
      stage.world.network.partition('alice');
    },
    rest: '1 h',
  },
};
