/** Carries the line of a client whose application brings its own sockets. */
export interface Dialer {
  /** A rule wanted a call that only the application can make. */
  onRuleCall(method: string): void;
  /** The client wants its line back; `go` opens it, when the application's own socket is there. */
  redial(go: () => void): void;
  /** What the client hears about its line instead; undefined for nothing. */
  hearLine(type: string): string | undefined;
  /** An answer has come that nobody can read; `ref` came with the request. */
  hearGarbled(ref: unknown): void;
}
