// The SDK's objects that the client under test holds, which its handlers are on.
import type { AgoraAPI } from '../sdk/native/agora-api.ts';
import { Call } from '../sdk/web/call.ts';
import { Channel } from '../sdk/web/channel.ts';
import { Pending } from '../sdk/web/pending.ts';
import { Session } from '../sdk/web/session.ts';
import type { Delivery } from '../world/delivery.ts';

/** The objects, each once, in the order in which something came through them. */
export class Captured {
  readonly apis = new Set<AgoraAPI>();
  readonly sessions = new Set<Session>();
  readonly channels = new Set<Channel>();
  readonly calls = new Set<Call>();
  /** Callbacks that were passed with a call, by the name of their answer. */
  readonly pendings = new Map<Pending, string>();

  /** Records the object that a delivery is for. */
  note({ ref, session, name }: Delivery): void {
    for (const one of [ref, session]) {
      if (one instanceof Session) this.sessions.add(one);
      else if (one instanceof Channel) this.channels.add(one);
      else if (one instanceof Call) this.calls.add(one);
      else if (one instanceof Pending) this.pendings.set(one, name);
    }
  }

  /** The shape of the SDK that the client uses. */
  get shape(): 'web' | 'native' {
    return this.apis.size > 0 ? 'native' : 'web';
  }
}
