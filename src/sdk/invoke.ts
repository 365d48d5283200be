// `invoke`: the SDK's raw door to the service, by function name (LC 1.1).
import { asText as text } from './text.ts';
import type { DataErrand } from '../../machines/login/service.ts';

/** What every function name begins with. */
const prefix = 'io.agora.signal.';

/** How many members to list; the SDK's own number where none is given. @source LC 1.1 */
const countOf = (value: unknown): number => (typeof value === 'number' ? value : 1_000_000);

/**
 * Reads a call of `invoke`.
 *
 * @source LC 1.1, "invoke function names"
 * @source choice: a name that the service does not know is refused like any bad request, with or
 * without the prefix. W140 drops one without it in silence; but here nothing hangs (decisions.md C).
 */
export function readInvoke(name: unknown, args: Readonly<Record<string, unknown>>): DataErrand {
  const unknown: DataErrand = { op: 'unknown', name: text(name) };
  if (typeof name !== 'string' || !name.startsWith(prefix)) return unknown;
  const channel = text(args['channel'] ?? args['name']);
  const account = text(args['account']);
  const attribute = text(args['name']);
  switch (name.slice(prefix.length)) {
    case 'user_query_user_status':
      return { op: 'status', account };
    case 'user_set_attr':
      return { op: 'attribute', of: 'own', name: attribute, value: text(args['value']) };
    case 'user_get_attr':
      return { op: 'attribute', of: 'user', account, name: attribute };
    case 'user_get_attr_all':
      return { op: 'attribute', of: 'user', account, name: undefined };
    case 'channel_query_num':
      return { op: 'membership', channel, most: 0 };
    case 'channel_query_user_isin':
      return { op: 'membership', channel, account };
    case 'channel_query_userlist':
      return { op: 'membership', channel, most: 200 };
    case 'channel_query_userlist_all':
      return { op: 'membership', channel, most: countOf(args['num']) };
    case 'channel_set_attr':
      return {
        op: 'attribute',
        of: 'channel',
        channel,
        name: attribute,
        value: text(args['value']),
      };
    case 'channel_del_attr':
      return { op: 'attribute', of: 'channel', channel, name: attribute, value: undefined };
    case 'channel_clear_attr':
      return { op: 'attribute', of: 'channel', channel, name: undefined, value: undefined };
    default:
      return unknown;
  }
}
