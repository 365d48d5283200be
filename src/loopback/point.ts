import { UsageError } from '../base/errors.ts';

/** What of a `Signal(appId)` of the real SDK is set. */
interface RealSignal {
  setup_debugging?: (kind: string, value: unknown) => void;
  lbs_url1?: unknown;
  lbs_url2?: unknown;
  rp_url?: unknown;
}

/**
 * Points a `Signal(appId)` of the real SDK at a server on this machine, its report of logins included:
 * that carries the token, and would leave the machine otherwise.
 *
 * @param signal what `Signal(appId)` gives, before its first login
 * @param port the server's
 * @param options `world`: one of several on the server; `lookup`: go through the look-up of access
 * points, so that its failures can be played, instead of straight to the socket
 * @throws {UsageError} if it is not a `Signal(appId)`, or the port or an option is wrong
 * @source wire 14, ways A and B
 * @example
 * pointAtSimulator(signal, server.port);
 */
export function pointAtSimulator<S extends object>(
  signal: S,
  port: number,
  options: { readonly world?: string; readonly lookup?: boolean; readonly host?: string } = {},
): S {
  const { world = '', lookup = false, host = '127.0.0.1' } = options ?? {};
  const real = signal as RealSignal;
  // Tests of web pages send this function to the page as text, so the checks name nothing else from outside.
  const unknown = Object.keys(options ?? {}).find(
    (key) => !['world', 'lookup', 'host'].includes(key),
  );
  const wrong = [
    typeof real?.setup_debugging !== 'function' &&
      'this is no Signal(appId) of the SDK: it has no setup_debugging. Give what Signal(appId) returns, not Signal itself.',
    !(Number.isInteger(port) && port > 0 && port < 65_536) &&
      `${String(port)} is not a port. Give the server's: server.port.`,
    options === null && 'null is not an options object. Pass one, or leave it out.',
    unknown !== undefined && `no option "${unknown}". Known: world, lookup, host.`,
    typeof lookup !== 'boolean' && `lookup is ${JSON.stringify(lookup)}. Pass true or false.`,
    !/^[A-Za-z0-9_-]*$/.test(world) &&
      `world is "${world}". Give the name of a world of the server: letters, digits, _ and -.`,
  ].find((why) => why !== false);
  if (wrong !== undefined) throw new UsageError('loopback.point', `pointAtSimulator: ${wrong}`);
  const place = world === '' ? `${host}:${port}` : `${host}:${port}/w/${world}`;
  real.rp_url = `http://${place}/telemetry`;
  if (lookup) {
    // Two lists: one shared array makes a failed look-up hang instead of 201 (B7, B8).
    real.lbs_url1 = [`http://${place}`];
    real.lbs_url2 = [`http://${place}`];
  } else real.setup_debugging?.('ap_url', `ws://${place}/`);
  return signal;
}
