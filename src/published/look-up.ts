// The look-up of access points: two lists of hosts, asked at the same time (wire-protocol.md 2).
import { later, type Surroundings } from './surroundings.ts';
import { createXmlHttpRequest } from '../wire/virtual/xml-http-request.ts';

interface Request {
  readonly readyState: number;
  readonly status: number;
  readonly responseText: string;
  onload: (() => void) | null;
  onerror: (() => void) | null;
  onabort: (() => void) | null;
  open(method: string, url: string): void;
  send(): void;
  abort(): void;
}

/** The two orders of a list of two, as chance has it. */
function shuffled({ random }: Surroundings, hosts: readonly string[]): string[] {
  const left = [...hosts];
  const order: string[] = [];
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
  const { manner } = around;
  let left = lists.length;
  let isFound = false;
  const XMLHttpRequest = createXmlHttpRequest(around.net) as new () => Request;

  const ask = (hosts: readonly string[], tries: number): void => {
    const request = new XMLHttpRequest();
    const timer = later(around, manner.lookUpMs, () => request.abort());
    const over = (): void => around.net.clock.stop(timer);
    const next = (): void => {
      over();
      if (tries < manner.lookUpTries) ask(hosts, tries + 1);
      else if (--left === 0) failed();
    };
    request.onload = () => {
      over();
      if (request.status !== 200) {
        if (!manner.lookUpStatusIsLostOn) next();
      } else if (!isFound) {
        isFound = true;
        found(request.responseText);
      }
    };
    request.onerror = next;
    request.onabort = next;
    request.open('GET', `${hosts[(tries - 1) % hosts.length] ?? ''}/getaddr?vid=${String(vid)}`);
    request.send();
  };
  for (const hosts of lists) ask(shuffled(around, hosts), 1);
}

/** The address of an access point: an entry that is no pair of IP and port is the address itself. */
export function urlOf(entry: unknown): string {
  const [ip, port] = entry as readonly unknown[];
  return /^\d+\.\d+\.\d+\.\d+$/.test(String(ip))
    ? `wss://${String(ip).replaceAll('.', '-')}-sig-web.agora.io:${Number(port) + 1}/`
    : String(entry);
}
