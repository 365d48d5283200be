// Stands between the service and the published SDK on a virtual wire, where a proxy stands between sockets: it
// writes every frame down, and may change those of the service.
import type { SignalingWorld } from 'sigsim';
import type { Frame } from '../../src/wire/frame.ts';
import type { Recorded } from './frame-rules.ts';

/** What goes on in the place of a frame of the service; undefined lets it pass. Each socket has its own. */
export type Change = () => (frame: Frame) => readonly Frame[] | undefined;

/** Stands on the wire of a world from now on. Gives what has passed by each socket. */
export function between(world: SignalingWorld, change?: Change): readonly Recorded[] {
  const { endpoint } = world.wire;
  const open = endpoint.open.bind(endpoint);
  const sockets: Recorded[] = [];
  endpoint.open = (peer) => {
    const recorded: Recorded = { frames: [], closed: false };
    const changed = change?.();
    const connection = open({
      ...peer,
      send: (data) => {
        const frame = JSON.parse(data as string) as Frame;
        for (const one of changed?.(frame) ?? [frame]) {
          recorded.frames.push({ from: 'service', frame: one });
          peer.send(JSON.stringify(one));
        }
      },
      close: (code, reason) => {
        recorded.closed = true;
        peer.close(code, reason);
      },
    });
    if (connection === undefined) return undefined;
    sockets.push(recorded);
    const receive = connection.receive.bind(connection);
    connection.receive = (data) => {
      recorded.frames.push({ from: 'client', frame: JSON.parse(data as string) as Frame });
      receive(data);
    };
    return connection;
  };
  return sockets;
}
