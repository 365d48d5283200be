import { loginTiming, retryCountDefault } from '../../machines/login/timing.ts';
import type { LoginLimits } from '../sdk/web/signal.ts';
import type { World } from '../world/world.ts';

/** How often and how long the native SDK tries a login again, which is how the models have it. */
export const nativeLimits = ({ settings }: World): LoginLimits => ({
  retryCount: retryCountDefault,
  retrySeconds: (settings.timing['retryWindow'] ?? loginTiming.retryWindow.ms) / 1000,
});
