import { voice, type Callbacks } from '../callbacks.ts';

/** What a client hears of its session. @source LC 1.2, 3 */
export const loginCallbacks = {
  onLoginSuccess: { answers: 'login', details: () => ({}) },
  onLoginFailed: { codes: ['login'], answers: 'login', details: () => ({}) },
  onLogout: { codes: ['logout'], answers: 'login', details: () => ({}) },
  onReconnecting: { details: ({ context }) => ({ attempt: context['attempt'] }) },
  onReconnected: { details: () => ({}) },
} as const satisfies Callbacks;

/** Emits a callback of the login lifecycle. */
export const say = voice(loginCallbacks);
