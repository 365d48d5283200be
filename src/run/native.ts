import { callNames, calls, type CallName } from '../../machines/lifecycles.ts';
import type { AgoraAPI } from '../sdk/native/agora-api.ts';
import { callbackNames, codePlace } from '../sdk/native/callbacks.ts';
import { methodArguments } from '../sdk/native/methods.ts';
import type { Heard } from '../world/audience.ts';
import { subject } from './subject.ts';

const appId = 'app';

/** The native-shaped double with every callback set. */
export interface NativeApp {
  readonly api: AgoraAPI;
  readonly heard: Heard[];
}

/** Makes a call of the double, its arguments in the order of the SDK's method. */
const doing =
  (name: CallName) =>
  ({ api }: NativeApp, args: Readonly<Record<string, string>>): void => {
    const given: Readonly<Record<string, string>> = { ...args, appId };
    const order = methodArguments[name] ?? calls[name].args.map((arg) => arg.replace('?', ''));
    const method = api[name] as (...all: readonly unknown[]) => void;
    Reflect.apply(
      method,
      api,
      order.map((arg) => (arg === 0 ? 0 : given[arg])),
    );
  };

/** The native-shaped double, driven like any other client. */
export const native = subject<NativeApp>({
  name: 'native double',
  create(world, options) {
    const api = world.createAgoraAPI(options);
    const heard: Heard[] = [];
    for (const callback of callbackNames) {
      const place = codePlace(callback);
      Object.assign(api, {
        [callback]: (...args: readonly unknown[]) => {
          heard.push({ callback, value: place === -1 ? undefined : Number(args[place]) });
        },
      });
    }
    return { api, heard };
  },
  do: Object.fromEntries(callNames.map((name) => [name, doing(name)])),
  state: ({ api }) => api.client.state,
  heard: ({ heard }) => heard,
  client: ({ api }) => api.client,
});
