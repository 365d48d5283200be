// A web client in both manners at once: as documented, and in that of 1.4.0, each in a thread of its own.
import { UsageError } from '../../base/errors.ts';
import { unionOf, type AuditAbout, type AuditReport, type Unjudged } from '../../judge/index.ts';
import type { WebManner } from '../../run/index.ts';
import { auditFile, type Contained, type WorkerOptions } from './contained.ts';

/** A report, or why there is none. */
type Settled = { readonly report: AuditReport } | { readonly error: unknown };

const settle = (report: Promise<AuditReport>): Promise<Settled> =>
  report.then(
    (one) => ({ report: one }),
    (error: unknown) => ({ error }),
  );

/** Whether a client that could not be judged could be in another manner: it loads, and did not get in. */
const isOfManner = (error: unknown): error is UsageError =>
  error instanceof UsageError && error.id === 'judge.login';

const unjudged = (manner: WebManner, { message }: UsageError): Unjudged => ({
  manner,
  why: message.replace(/^audit: /, ''),
});

/** Whether there is another manner to judge a client in. */
const hasTwo = ({ shape, sdk, web }: AuditAbout): boolean =>
  shape === 'web' && sdk === undefined && web === undefined;

/**
 * Audits the client in a file; a web client in both manners, unless its subject says otherwise.
 *
 * @throws {UsageError} as `auditFile` does, where it cannot be judged in any manner
 */
export async function auditManners(
  file: string,
  options: WorkerOptions,
  contained: Contained,
): Promise<AuditReport> {
  const counts = { documented: [0, 0], published: [0, 0] };
  const onProgress =
    (which: keyof typeof counts) =>
    (done: number, all: number): void => {
      counts[which] = [done, all];
      const { documented, published } = counts;
      const [dones, alls] = [0, 1].map((at) => (documented[at] ?? 0) + (published[at] ?? 0));
      contained.onProgress?.(dones ?? 0, alls ?? 0);
    };
  const judgeThere = (more: WorkerOptions = {}, signal?: AbortSignal): Promise<Settled> =>
    settle(
      auditFile(
        file,
        { ...options, ...more },
        {
          ...contained,
          sdk: '1.4.0',
          onProgress: onProgress('published'),
          ...(signal !== undefined && { signal }),
        },
      ),
    );
  // Both are begun at once, before it is known whether there is a second manner: loading takes its time, too.
  // What is another the second time is so in any manner: it is enough to see it in one.
  const extra = new AbortController();
  const second = judgeThere({ twice: false }, extra.signal);
  const documented = await settle(
    auditFile(file, options, {
      ...contained,
      onProgress: onProgress('documented'),
      onReady: (about) => {
        if (!hasTwo(about)) extra.abort();
      },
    }),
  );
  if ('error' in documented) {
    const { error } = documented;
    extra.abort();
    const there = isOfManner(error) ? await judgeThere() : undefined;
    if (!isOfManner(error) || there === undefined || 'error' in there) throw error;
    return { ...there.report, unjudged: unjudged('documented', error) };
  }
  if (extra.signal.aborted) return documented.report;
  const there = await second;
  if ('report' in there) return unionOf(documented.report, there.report);
  const { error } = there;
  if (!(error instanceof UsageError)) throw error;
  return { ...documented.report, unjudged: unjudged('1.4.0', error) };
}
