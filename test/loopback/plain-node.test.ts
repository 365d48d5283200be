// The published SDK as `require` gives it in plain Node, with nothing of sigsim in its process: the two lines
// of wire-protocol.md 14 A point it at `sigsim serve`.
import { execFile, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const main = fileURLToPath(new URL('../../dist/src/cli/main.js', import.meta.url));

/** What somebody writes who has Node, the SDK and `ws`. */
const program = (port: string): string => `
const say = (...words) => process.stdout.write(words.join(' ') + '\\n');
globalThis.window = globalThis;
globalThis.WebSocket = require('ws').WebSocket;
globalThis.navigator ??= { userAgent: 'Node' };
globalThis.XMLHttpRequest = class {
  open(method, url) { say(method, url); }
  setRequestHeader() {}
  send() {}
};
const Signal = require('agora-signaling-sdk');

const signal = Signal('app');
signal.setup_debugging('ap_url', 'ws://127.0.0.1:${port}/');
signal.rp_url = 'http://127.0.0.1:${port}/telemetry';

const session = signal.login('alice', '_no_need_token');
session.onLoginSuccess = (uid) => {
  say('onLoginSuccess', uid);
  const channel = session.channelJoin('lobby');
  channel.onChannelJoined = () => {
    say('onChannelJoined');
    channel.messageChannelSend('hello');
  };
  channel.onMessageChannelReceive = (account, uid, text) => {
    say('onMessageChannelReceive', account, uid, text);
    session.logout();
  };
};
session.onLogout = (ecode) => {
  say('onLogout', ecode);
  process.exit(0);
};
`;

test('A: required in plain Node, with two lines, the SDK logs in, joins, sends and logs out', async () => {
  const serving = spawn(process.execPath, [main, 'serve', '--port', '0']);
  try {
    const port = await new Promise<string>((resolve) => {
      let out = '';
      serving.stdout.on('data', (part: Buffer) => {
        out += part.toString();
        const [, found] = /^listening on ws:\/\/127\.0\.0\.1:(\d+)\/\n/.exec(out) ?? [];
        if (found !== undefined) resolve(found);
      });
    });

    const { stdout } = await promisify(execFile)(process.execPath, ['-e', program(port)], {
      cwd: root,
      timeout: 30_000,
    });

    const said = /^(?:POST|on)/;
    expect(stdout.split('\n').filter((line) => said.test(line))).toEqual([
      'onLoginSuccess 1001',
      `POST http://127.0.0.1:${port}/telemetry`, // The token goes nowhere else.
      'onChannelJoined',
      'onMessageChannelReceive alice 1001 hello',
      'onLogout 101',
    ]);
  } finally {
    serving.kill('SIGTERM');
  }
});
