// What the double does otherwise than the published SDK, on purpose: each with its reason.

/** A difference that is accepted. */
interface Accepted {
  readonly what: string;
  readonly why: string;
  /** How it is known what the published SDK does. */
  readonly evidence: string;
}

/** All of them; whatever else goes apart fails a comparison. */
export const accepted: readonly Accepted[] = [
  {
    what: 'errors of handlers stand in world.errors',
    why: 'the SDK swallows them with a line on its console; a test wants to know',
    evidence: 'a handler that throws: a line "Error: …" on the console, and nothing is thrown',
  },
  {
    what: 'no login is reported',
    why: 'nobody reads the report, and it would hold the token',
    evidence: 'wire 11',
  },
  {
    what: 'which host of a list is asked first',
    why: 'it is chance; both give the same answer unless a test gives each its own',
    evidence: 'wire 2: each list is shuffled at login',
  },
  {
    what: 'no lines on a console, no fields and methods of the inside: go_login, lbs_state, alive_conn',
    why: 'no application that was looked at reads them',
    evidence: 'the fields of a session, printed',
  },
  {
    what: 'WeChat is not played: no 100 in onLoginFailed',
    why: 'the double is for browsers and tests of them; the bundle plays it with { globals: { wx } }',
    evidence: 'LC L4c; wire 1',
  },
  {
    what: 'the order of two things that are due together and were set together, 100 ms or 10 s before',
    why: 'looks at the mailbox and pings that nobody notices are passed over',
    evidence: 'found by the comparison for two sessions on one grid, where it is kept',
  },
];
