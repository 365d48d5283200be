/** How often and how long a login is tried again, where it does not say so itself. */
export interface LoginLimits {
  readonly retryCount: number;
  readonly retrySeconds: number;
}
