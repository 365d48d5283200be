// Writes a first subject for a module: what it exports, how it is made, and which of its methods look
// like the SDK's calls. Everything that is guessed says so.
import { basename } from 'node:path';
import { UsageError } from '../../base/errors.ts';
import { calls, type CallName } from '../../run/index.ts';

/** Names of methods that applications give to what the SDK's calls do. */
const looksLike: readonly (readonly [CallName, RegExp])[] = [
  ['login', /^(log_?in|sign_?in|connect|start|init|open|online)$/i],
  ['logout', /^(log_?out|sign_?out|disconnect|quit|exit)$/i],
  ['channelJoin', /^(channel_?)?(join|enter)(_?(channel|room|chat))?$/i],
  ['channelLeave', /^(channel_?)?(leave)(_?(channel|room|chat))?$/i],
  ['messageChannelSend', /^(send|say|post)(_?(channel|room|group))?(_?(message|msg|text))?$/i],
  ['messageInstantSend', /^(whisper|send_?(to|private|direct|p2p|instant).*)$/i],
  ['channelInviteUser2', /^(call|ring|dial|invite)(_?user)?$/i],
  ['channelInviteEnd', /^(hang_?up|end_?call)$/i],
  ['channelQueryUserNum', /^(count|member_?count|query_?user_?num)$/i],
];
const disposing = /^(dispose|destroy|close|end|teardown|unmount)$/i;

const methodsOf = (made: { readonly prototype?: object }): readonly string[] =>
  made.prototype === undefined
    ? []
    : Object.getOwnPropertyNames(made.prototype).filter((name) => name !== 'constructor');

/** The export that is most like a client: a class with a method that looks like a login, else a class. */
function pick(exported: Readonly<Record<string, unknown>>) {
  const functions = Object.entries(exported).filter(
    (one): one is [string, { readonly prototype?: object; readonly name: string }] =>
      typeof one[1] === 'function',
  );
  const isClient = ([, made]: (typeof functions)[number]): boolean =>
    methodsOf(made).some((name) => looksLike[0]?.[1].test(name));
  return (
    functions.find(isClient) ??
    functions.find(([, made]) => methodsOf(made).length > 0) ??
    functions[0]
  );
}

/**
 * The text of a first subject.
 *
 * @throws {UsageError} when the module exports nothing that could be a client
 */
export function firstSubject(file: string, exported: Readonly<Record<string, unknown>>): string {
  const found = pick(exported);
  if (found === undefined) {
    throw new UsageError(
      'judge.init',
      `audit: ${file} exports no class and no function. Known exports: ` +
        `${Object.keys(exported).join(', ') || 'none'}. Give the module of your client.`,
    );
  }
  const [key, made] = found;
  const name = key === 'default' ? made.name || 'createClient' : key;
  const from = `./${basename(file)}`;
  const methods = methodsOf(made);
  const isClass = methods.length > 0;
  const rest = [...methods];
  const lines = looksLike.flatMap(([call, pattern]) => {
    const method = rest.find((one) => pattern.test(one));
    if (method === undefined)
      return call === 'login'
        ? [
            '    // login: (app, { account, token }) => app.connect(account, token), // which method is it?',
          ]
        : [];
    rest.splice(rest.indexOf(method), 1);
    const args = calls[call].args.filter((arg) => !arg.endsWith('?'));
    const taken = args.length === 0 ? '(app)' : `(app, { ${args.join(', ')} })`;
    return [
      `    // A guess, by its name: does ${method} take these, in this order?`,
      `    ${call}: ${taken} => app.${method}(${args.join(', ')}),`,
    ];
  });
  const dispose = rest.find((one) => disposing.test(one));
  return [
    `// A first subject for ${basename(file)}: complete it, then run npx sigsim audit on this file.`,
    "import { subject } from 'sigsim/paths';",
    key === 'default' ? `import ${name} from '${from}';` : `import { ${name} } from '${from}';`,
    '',
    'export default subject({',
    `  name: '${name}',`,
    '  // A guess: how does your client get its Signal (web), or its AgoraAPI (native)?',
    `  create: (world) => ${isClass ? 'new ' : ''}${name}({ Signal: world.Signal, appId: 'app' }),`,
    '  do: {',
    ...lines,
    '  },',
    '  // What it shows, in its own words, where it does: the judge holds it against the session.',
    '  // state: (app) => app.status,',
    ...(dispose === undefined
      ? ['  // dispose: (app) => app.destroy(),']
      : ['  // A guess, by its name.', `  dispose: (app) => app.${dispose}(),`]),
    '});',
    '',
  ].join('\n');
}
