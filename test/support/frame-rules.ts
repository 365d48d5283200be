// What the frames of a story have to keep, as a list of rules (wire-protocol.md 13).
import type { Frame } from '../../src/wire/frame.ts';

/** What has passed by one socket, in order; `closed` where the service closed it. */
export interface Recorded {
  readonly frames: { readonly from: 'client' | 'service'; readonly frame: Frame }[];
  closed: boolean;
}

type Words = readonly unknown[];

/** The frames of the service on a socket, of one event. */
const said = ({ frames }: Recorded, event: string): readonly Words[] =>
  frames.flatMap(({ from, frame: [name, argument] }) =>
    from === 'service' && name === event ? [argument as Words] : [],
  );

const pushes = (socket: Recorded): readonly Words[] =>
  said(socket, 'notify').filter(([kind]) => kind === 'channel2');

/** Ids of the requests for a function that a socket has sent. */
const asked = ({ frames }: Recorded, func: string): readonly unknown[] =>
  frames.flatMap(({ from, frame: [name, argument] }) => {
    if (from !== 'client' || name !== 'call2') return [];
    const [one, id] = argument as Words;
    return one === func ? [id] : [];
  });

const isJson = (text: unknown): boolean => {
  try {
    return typeof text === 'string' && typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
};

const read = (text: unknown): Readonly<Record<string, unknown>> =>
  isJson(text) ? (JSON.parse(text as string) as Readonly<Record<string, unknown>>) : {};

/** Where something stands among the frames of a socket; behind all where it does not. */
const place = ({ frames }: Recorded, is: (frame: Frame) => boolean): number => {
  const at = frames.findIndex(({ from, frame }) => from === 'service' && is(frame));
  return at === -1 ? frames.length : at;
};

/** What the frames of a service have to keep, by name. @source wire-protocol.md 13 */
const rules: Readonly<Record<string, (socket: Recorded) => boolean>> = {
  'the reply to a join comes before what happens in the channel': (socket) => {
    const [join] = asked(socket, 'channel_join');
    const reply = place(socket, ([name, argument]) => {
      return name === 'call2-ret' && (argument as Words)[0] === join;
    });
    return (
      place(socket, ([name, argument]) => {
        return name === 'notify' && (argument as Words)[0] === 'channel2';
      }) >= reply
    );
  },
  'the ids of a channel rise from 1': (socket) =>
    pushes(socket).every(([, , id], i) => id === i + 1),
  'every reply is JSON text': (socket) =>
    said(socket, 'login_ret').every(([, text]) => isJson(text)) &&
    said(socket, 'call2-ret').every(([, , text]) => isJson(text)),
  'a fetch is answered with ver_clear and msgs': (socket) => {
    const fetches = new Set(asked(socket, 'user_getmsg'));
    return said(socket, 'call2-ret').every(([id, , text]) => {
      const { ver_clear: mark, msgs } = read(text);
      return !fetches.has(id) || (typeof mark === 'number' && Array.isArray(msgs));
    });
  },
  'a login is refused with a reason': (socket) =>
    said(socket, 'login_ret').every(([, text]) => {
      const { result, reason } = read(text);
      return result !== 'failed' || typeof reason === 'string';
    }),
  'mailboxes are by number, and messages without ids': (socket) =>
    said(socket, 'login_ret').every(([, text]) => {
      const { result, config_msg_set: mode, config_inst_msg_with_msgid: ids } = read(text);
      return result !== 'ok' || (mode === 0 && ids === 0);
    }),
};

/** What has to be kept where somebody is ousted; a line that is cut closes without a word. @source 13.4 */
const ousted = {
  'a socket of somebody who is ousted closes after a kick': (socket: Recorded): boolean =>
    !socket.closed || said(socket, 'kick').length > 0,
};

/** The names of the rules that the frames of a story break. */
export const brokenIn = (story: string, sockets: readonly Recorded[]): readonly string[] =>
  Object.entries(/kick|second login/.test(story) ? { ...rules, ...ousted } : rules).flatMap(
    ([name, keeps]) => (sockets.every(keeps) ? [] : [name]),
  );
