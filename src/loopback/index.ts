/** `sigsim/loopback`: the wire over real sockets of this machine. Node only. */
export { pointAtSimulator } from './point.ts';
export { redirectToSimulator } from './redirect.ts';
export { serve, type LoopbackServer, type ServeOptions } from './server.ts';
export type { Room, RoomOptions, RoomTime } from './room.ts';
