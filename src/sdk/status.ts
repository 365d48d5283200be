const statuses: Readonly<Record<string, 0 | 1 | 2 | 3>> = {
  loggedOut: 0,
  loggingIn: 1,
  loggedIn: 2,
  reconnecting: 3,
  loggingOut: 2,
};

/**
 * The number of a state of the login lifecycle: 0 logged out, 1 logging in, 2 logged in (on the way
 * out, too), 3 reconnecting.
 *
 * @source LC 1.2, 2.1; D-31
 */
export const statusOf = (state: string): 0 | 1 | 2 | 3 =>
  statuses[state.split('.', 1)[0] ?? ''] ?? 0;
