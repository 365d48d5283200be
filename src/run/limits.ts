import { loginTiming, retryCountDefault } from '../../machines/login/timing.ts';
import type { LoginLimits } from '../sdk/login-limits.ts';
import type { World } from '../world/world.ts';

/** How often and how long the native SDK retries a login; the models use the same values. */
export const nativeLimits = (
  { settings }: World,
  retryCount: number = retryCountDefault,
): LoginLimits => ({
  retryCount,
  retrySeconds: (settings.timing['retryWindow'] ?? loginTiming.retryWindow.ms) / 1000,
});
