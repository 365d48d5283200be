// The careful examples, each with one wrong reaction: what stood there, what stands there now, and the
// rule of the judge that must see it. Made before the rules were.

/** A careful example with a change, each text of which stands in it once. */
export interface Mutant {
  readonly name: string;
  readonly of: 'web' | 'native';
  /** The rule that must find it. */
  readonly rule: string;
  readonly changes: readonly (readonly [stood: string, stands: string])[];
}

const web = (rule: string, name: string, ...changes: Mutant['changes']): Mutant => ({
  name,
  of: 'web',
  rule,
  changes,
});
const native = (rule: string, name: string, ...changes: Mutant['changes']): Mutant => ({
  name,
  of: 'native',
  rule,
  changes,
});

const atFailure = '    this.#end();\n    const text = isForPeople.get(ecode);';
/** With it, a client finds out by itself what it does not hear: nothing would be wrong for long. */
const watches = '    this.#watch(session);\n';
const asToken = 'const token = await this.#options.getToken(this.#account).catch(() => undefined);';
const letsGo =
  '    this.#session = undefined; // Whatever comes of it now is no reason to come back.\n';
const dispose = '  dispose(): void {\n    this.disconnect();';

/** The broken clients. */
export const mutants: readonly Mutant[] = [
  web('kick-war', 'takes a kick for a loss', [
    "  [103, 'Your account logged in elsewhere.'],\n",
    '',
  ]),
  web('kick-war', 'takes the account back after a minute', [
    "      this.status = 'stopped';\n      this.#tell(text);",
    "      this.status = 'stopped';\n      this.#tell(text);\n      if (ecode === 103) this.#after(60_000, () => void this.#login());",
  ]),
  web('retries-refused', 'retries a newer token elsewhere', [
    "  [207, 'Your account is in use elsewhere.'],\n",
    '',
  ]),
  web('retries-refused', 'retries a wrong token', ["  [206, 'The token is wrong.'],\n", '']),
  web('retries-refused', 'retries a name that may not log in', [
    "  [209, 'This name may not log in.'],\n",
    '',
  ]),
  web('retries-refused', 'retries with an old version', [
    "  [205, 'This version is too old.'],\n",
    '',
  ]),
  web('retries-refused', 'comes back with an old version', [
    "  [106, 'This version is too old.'],\n",
    '',
  ]),
  web('rejoins-after-removal', 'goes back where it was removed', [
    "        this.#room = '';\n        this.#tell('You were removed from the room.');",
    '        this.#later(1, () => this.#join());',
  ]),
  web(
    'same-token-again',
    'comes with the token that has run out, after 204',
    [asToken, `const token = (this.#kept ??= await this.#options.getToken(this.#account));`],
    ['  #turn = 0;', '  #turn = 0;\n  #kept: string | undefined;'],
    [atFailure, `${atFailure}\n    if (ecode !== 204) this.#kept = undefined;`],
  ),
  web(
    'same-token-again',
    'comes with the token that has run out, after 105',
    [asToken, `const token = (this.#kept ??= await this.#options.getToken(this.#account));`],
    ['  #turn = 0;', '  #turn = 0;\n  #kept: string | undefined;'],
    [atFailure, `${atFailure}\n    if (ecode !== 105) this.#kept = undefined;`],
  ),
  web('retries-at-once', 'tries twice at once before it waits', [
    'const ms = Math.min(',
    'if (tries < 2) return 0;\n    const ms = Math.min(',
  ]),
  web('hot-loop', 'never waits', ['this.#delayMs(this.#failed++);', '0;']),
  web('hot-loop', 'joins again at once', ['else this.#joinLater();', 'else this.#join();']),
  web('waits-never-grow', 'waits a second each time', [
    'backOffMs.first * 2 ** tries',
    'backOffMs.first',
  ]),
  web('waits-never-grow', 'waits five seconds each time', [
    'backOffMs.first * 2 ** tries',
    '5_000',
  ]),
  web('waits-never-grow', 'grows up to four seconds only', ['cap: 60_000', 'cap: 4_000']),
  web('waits-never-grow', 'joins again every two seconds', [
    'else this.#joinLater();',
    'else this.#later(1, () => this.#join());',
  ]),
  web('waits-never-grow', 'asks for the count every second', [
    'this.#later(tries, () => this.count(tries + 1));',
    'this.#later(0, () => this.count());',
  ]),
  web('waits-never-grow', 'sets the topic every second', [
    'this.#later(tries, () => this.describe(topic, tries + 1));',
    'this.#later(0, () => this.describe(topic));',
  ]),
  web('lockstep', 'has no jitter', [
    'return ms / 2 + (ms / 2) * random();',
    'return ms + 0 * random();',
  ]),
  web('no-cap', 'doubles for ever', [
    'Math.min(backOffMs.first * 2 ** tries, backOffMs.cap)',
    'backOffMs.first * 2 ** tries',
  ]),
  web('never-ends', 'fetches tokens for ever', ['this.#refreshes++ > 0', 'this.#refreshes < 0']),
  web('gives-up', 'does nothing after 201', [
    atFailure,
    `${atFailure}\n    if (ecode === 201) return;`,
  ]),
  web('gives-up', 'does nothing after 200', [
    atFailure,
    `${atFailure}\n    if (ecode === 200) return;`,
  ]),
  web('gives-up', 'does nothing after 202', [
    atFailure,
    `${atFailure}\n    if (ecode === 202) return;`,
  ]),
  web('gives-up', 'waits for nothing after 102', [
    atFailure,
    `${atFailure}\n    if (ecode === 102) {\n      this.status = 'connecting';\n      return;\n    }`,
  ]),
  web('gives-up', 'waits for nothing after 100', [
    atFailure,
    `${atFailure}\n    if (ecode === 100) {\n      this.status = 'connecting';\n      return;\n    }`,
  ]),
  web('gives-up', 'leaves it at a join that failed', ['else this.#joinLater();', '']),
  web('room-lost', 'comes back, but not into its room', [
    "      if (this.#room !== '') this.#join();\n    };\n    session.onLoginFailed",
    "      if (this.#room !== '' && this.#turn === 2) this.#join();\n    };\n    session.onLoginFailed",
  ]),
  web('room-lost', 'stays out of a room that was closed', [
    "if (code === 600 && this.#room !== '') this.#joinLater();",
    '',
  ]),
  web('no-refresh', 'waits for a token that nobody fetches, after 204', [
    atFailure,
    `${atFailure}\n    if (ecode === 204) return;`,
  ]),
  web('no-refresh', 'waits for a token that nobody fetches, after 105', [
    atFailure,
    `${atFailure}\n    if (ecode === 105) {\n      this.status = 'connecting';\n      return;\n    }`,
  ]),
  web('many-refreshes', 'fetches four tokens for one', [
    'const atOnce = isStale.has(ecode);',
    'const atOnce = isStale.has(ecode);\n      if (atOnce) for (let i = 0; i < 3; i++) void this.#options.getToken(this.#account);',
  ]),
  web('offline-at-end', 'tries three times and then waits for nothing', [
    "      this.status = 'waiting';\n      const atOnce",
    "      this.status = 'connecting';\n      if (this.#failed > 2) return;\n      const atOnce",
  ]),
  web('state-lies', 'says online after a kick', [
    "      this.status = 'stopped';\n      this.#tell(text);",
    '      this.#tell(text);',
  ]),
  web(
    'state-lies',
    'says connecting though it is back',
    [
      "      this.status = 'online';\n      this.#failed = 0;",
      "      if (this.#failed === 0) this.status = 'online';\n      this.#failed = 0;",
    ],
    ["if (this.status !== 'online') return;\n      if (this.#refused", 'if (this.#refused'],
    ["if (this.status !== 'online' || channel", 'if (channel'],
  ),
  web('kicks-itself', 'logs in anew every minute, to be sure', [
    '    this.#session = session;\n  }',
    `    this.#session = session;
    this.#after(60_000, () => {
      this.#options.Signal(this.#options.appId).login(this.#account, token);
    });
  }`,
  ]),
  web('parallel-logins', 'logs in twice, to be sure', [
    'const session = this.#signal.login(this.#account, token);',
    'const session = this.#signal.login(this.#account, token);\n    this.#signal.login(this.#account, token);',
  ]),
  web(
    'calls-dead-session',
    'asks a session that is over, every twenty seconds',
    [
      '    this.#session = session;\n  }',
      `    this.#session = session;
    this.#beats.push(setInterval(() => session.invoke('io.agora.signal.user_query_user_status', { account: this.#account }), 20_000));
  }`,
    ],
    ['  #turn = 0;', '  #turn = 0;\n  readonly #beats: ReturnType<typeof setInterval>[] = [];'],
    [
      dispose,
      '  dispose(): void {\n    for (const beat of this.#beats) clearInterval(beat);\n    this.disconnect();',
    ],
  ),
  web('calls-dead-session', 'logs out of what is over', [
    '    this.#end();\n    const text',
    '    if (ecode !== 108 && ecode !== 101) this.#session?.logout();\n    this.#end();\n    const text',
  ]),
  web('message-lost', 'takes every answer for a yes', [
    '        isTaken = info === undefined;\n        if (info === undefined || !isFirst()) return;',
    '        isTaken = true;\n        if (isFirst() || info === undefined) return;',
  ]),
  web('message-lost', 'lets a message go without a word', [
    "      this.#tell('A message could not be sent.');\n      return;",
    '      return;',
  ]),
  web('redials', 'calls again by itself', [
    '      if (info?.value !== 701) this.#tell(',
    '      if (info?.value !== 701) this.#after(5_000, () => this.ring(peer));\n      if (info?.value !== 701) this.#tell(',
  ]),
  web('redials', 'calls again who did not answer', [
    '      if (info?.value !== 701) this.#tell(',
    '      if (info?.value === 704) this.#after(20_000, () => this.ring(peer));\n      if (info?.value !== 701) this.#tell(',
  ]),
  web(
    'never-settles',
    'promises a login, and leaves it there',
    [
      '  connect(account: string): void {',
      '  connect(account: string): Promise<void> | undefined {',
    ],
    [
      '    void this.#login();\n  }',
      '    void this.#login();\n    return new Promise((resolve) => {\n      this.#settle = resolve;\n    });\n  }',
    ],
    ['  #turn = 0;', '  #turn = 0;\n  #settle = (): void => undefined;'],
    [
      "      this.status = 'online';\n      this.#failed = 0;",
      "      this.#settle();\n      this.status = 'online';\n      this.#failed = 0;",
    ],
  ),
  web('throws-in-handler', 'takes every extra for JSON', [
    "fieldOf(extra, 'reason') ?? extra",
    '(JSON.parse(extra) as { reason: string }).reason.trim()',
  ]),
  web('throws-in-handler', 'takes it that there is always an info', [
    'const code = info?.value ?? ecode;',
    'const code = (info as Info).value ?? ecode;',
  ]),
  web('throws-in-handler', 'takes every message for one of its own', [
    "const id = fieldOf(body, 'id');",
    'const id = (JSON.parse(body) as { id?: string }).id;',
  ]),
  web(
    'no-handler',
    'hears no onLogout',
    ['    session.onLogout = (ecode) => this.#onEnd(ecode, session);\n', ''],
    [watches, ''],
  ),
  web(
    'no-handler',
    'hears no onLoginFailed',
    ['    session.onLoginFailed = (ecode) => this.#onEnd(ecode, session);\n', ''],
    [watches, ''],
  ),
  web('no-handler', 'hears no onInviteFailed', ['    call.onInviteFailed =', '    const unused =']),
  web('no-handler', 'hears no onChannelJoinFailed', [
    '    channel.onChannelJoinFailed =',
    '    const unused =',
  ]),
  web('no-handler', 'hears no onChannelLeaved', [
    '    channel.onChannelLeaved = (ecode, info?: Info)',
    '    const unused = (ecode: number, info?: Info)',
  ]),
  web(
    'works-after-logout',
    'comes back after its own logout',
    ['new Set([101, 108, 203, 208])', 'new Set([108, 203, 208])'],
    [letsGo, ''],
  ),
  web(
    'works-after-logout',
    'comes back after a login that was called off',
    ['new Set([101, 108, 203, 208])', 'new Set([101, 108, 208])'],
    [letsGo, ''],
  ),
  web(
    'works-after-logout',
    'goes on trying after a logout',
    ['    this.#forget();\n    this.#unsent = [];', '    this.#unsent = [];'],
    [dispose, '  dispose(): void {\n    this.#forget();\n    this.disconnect();'],
  ),
  web('leaves-timers', 'leaves its timer when it is disposed of', [
    dispose,
    "  dispose(): void {\n    this.status = 'offline';\n    this.#session?.logout();",
  ]),
  native('kick-war', 'takes a kick for a loss', ['      case 103:\n', '']),
  native('retries-refused', 'retries a wrong token', ['      case 206:\n', '      case 1206:\n']),
  native('retries-refused', 'retries a name that may not log in', [
    '      case 209:\n',
    '      case 1209:\n',
  ]),
  native(
    'same-token-again',
    'keeps its token',
    [asToken, 'const token = (this.#kept ??= await this.#options.getToken(this.#account));'],
    ['  #turn = 0;', '  #turn = 0;\n  #kept: string | undefined;'],
  ),
  native('hot-loop', 'never waits', [
    'this.#wait(this.#delayMs(this.#failed++));',
    'this.#wait(0);',
  ]),
  native('waits-never-grow', 'waits three seconds each time', ['firstMs * 2 ** tries', '3_000']),
  native('lockstep', 'has no jitter', ['return ms / 2 + (ms / 2) * Math.random();', 'return ms;']),
  native('no-cap', 'doubles for ever', [
    'Math.min(firstMs * 2 ** tries, capMs)',
    'firstMs * 2 ** tries + 0 * capMs',
  ]),
  native('room-lost', 'comes back, but not into its room', [
    '      this.#refreshes = 0;\n      this.#join();',
    '      this.#refreshes = 0;\n      if (this.#turn === 2) this.#join();',
  ]),
  native(
    'new-id-after-timeout',
    'sends again under a new id',
    [
      'this.#api.messageChannelSend(this.#room, message.body, id);',
      'this.#api.messageChannelSend(this.#room, message.body, `${id}.${message.resends}`);',
    ],
    [
      'api.onMessageSendSuccess = (id) => void this.#unsent.delete(id);',
      "api.onMessageSendSuccess = (id) => void this.#unsent.delete(id.split('.')[0] ?? '');",
    ],
    [
      'api.onMessageSendError = (id, ecode) => {',
      "api.onMessageSendError = (sent, ecode) => {\n      const id = sent.split('.')[0] ?? '';",
    ],
  ),
  native('message-lost', 'forgets a message that failed', [
    '      this.#note(ecode);\n      const message = this.#unsent.get(id);',
    '      this.#note(ecode);\n      this.#unsent.delete(id);\n      const message = this.#unsent.get(id);',
  ]),
  native('redials', 'calls again by itself', [
    "if (ecode !== 701) this.#tell('No call.');",
    'if (ecode !== 701) this.#after(10_000, () => this.ring(_peer));',
  ]),
  native('throws-in-handler', 'takes every extra for JSON', [
    '    api.onInviteFailed = (_channel, _peer, _uid, ecode) => {\n      this.#note(ecode);',
    '    api.onInviteFailed = (_channel, _peer, _uid, ecode, extra) => {\n      this.#note(ecode);\n      this.#tell((JSON.parse(extra) as { reason: string }).reason);',
  ]),
  native('no-handler', 'hears no onLogout', [
    '    api.onLogout = (ecode) => this.#onEnd(ecode);\n',
    '',
  ]),
  native('works-after-logout', 'comes back after its own logout', ['      case 101:\n', '']),
  native('state-lies', 'says online after a kick', [
    "        this.#stop('Your account is in use elsewhere.');\n        return;",
    "        this.#tell('Your account is in use elsewhere.');\n        return;",
  ]),
];
