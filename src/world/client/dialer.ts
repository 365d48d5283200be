/** Whoever carries the line of a client whose application brings sockets of its own. */
export interface Dialer {
  /** A rule wanted a call of the application, which the application alone can make. */
  onRuleCall(method: string): void;
  /** The client wants its line back; `go` opens it, when the application's own socket is there. */
  redial(go: () => void): void;
  /** What the client is to hear of its line instead; undefined: nothing. */
  hearLine(type: string): string | undefined;
  /** An answer has come that nobody can read; `ref` came with the request. */
  hearGarbled(ref: unknown): void;
}
