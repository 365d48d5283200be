// The look-up of access points: two lists of hosts, asked at the same time (wire-protocol.md 2).
import { later, type Surroundings } from './surroundings.ts';

/** A list in some order, as chance has it. */
export function shuffled<One>({ random }: Surroundings, list: readonly One[]): One[] {
  const left = [...list];
  const order: One[] = [];
  while (left.length > 0) order.push(...left.splice(Math.floor(random.next() * left.length), 1));
  return order;
}

/**
 * Asks every list for access points; the first good answer counts.
 *
 * @param found hears the answer, as it came
 * @param failed every list is used up
 */
export function lookUp(
  around: Surroundings,
  lists: readonly (readonly string[])[],
  vid: unknown,
  { found, failed }: { readonly found: (answer: string) => void; readonly failed: () => void },
): void {
  const { manner, net } = around;
  // Which list has failed is known by the list itself: one for both never fails twice [B7, B8].
  const done = new Set<number>();
  let isFound = false;
  const ask = (list: readonly string[], hosts: readonly string[], tries: number): void => {
    if (isFound) return;
    let isOver = false;
    const next = (): void => {
      isOver = true;
      net.clock.stop(timer);
      if (tries < manner.lookUpTries) ask(list, hosts, tries + 1);
      else if (done.add(lists.indexOf(list)).size === lists.length) failed();
    };
    const timer = later(around, manner.lookUpMs, next);
    const host = hosts[(tries - 1) % hosts.length] ?? '';
    const answer = net.http('GET', `${host}/getaddr?vid=${String(vid)}`, undefined);
    if (answer === 'hang') return;
    net.soon('request', () => {
      if (isOver) return;
      if (answer === 'refuse' || (answer.status !== 200 && !manner.lookUpStatusIsLostOn)) next();
      else {
        net.clock.stop(timer);
        if (answer.status !== 200 || isFound) return;
        isFound = true;
        found(answer.body);
      }
    });
  };
  for (const list of lists) ask(list, shuffled(around, list), 1);
}

/** The last answer of a look-up, and its access points: it is nearly always the same. */
let last: { readonly answer: string; readonly web: readonly unknown[] } | undefined;

/** The access points in the answer of a look-up. */
export function entriesIn(answer: string): readonly unknown[] {
  if (last?.answer !== answer) {
    const { web } = JSON.parse(answer) as { readonly web: readonly unknown[] };
    last = { answer, web };
  }
  return last.web;
}

/** The addresses of entries that were asked for before. */
const urls = new WeakMap<readonly unknown[], string>();

/** The address of an access point: an entry that is no pair of IP and port is the address itself. */
export function urlOf(entry: unknown): string {
  const known = Array.isArray(entry) ? urls.get(entry) : undefined;
  if (known !== undefined) return known;
  const [ip, port] = entry as readonly unknown[];
  const url = /^\d+\.\d+\.\d+\.\d+$/.test(String(ip))
    ? `wss://${String(ip).replaceAll('.', '-')}-sig-web.agora.io:${Number(port) + 1}/`
    : String(entry);
  if (Array.isArray(entry)) urls.set(entry, url);
  return url;
}
