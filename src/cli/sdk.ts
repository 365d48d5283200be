// Which SDK plays: the shapes of the double, or the published one.
import { Option } from 'commander';
import type { Subject } from '../run/index.ts';

/** The shapes in which a command can play. */
export type Sdk = 'native' | 'web' | 'real';

/** The option of a command that plays; `real` needs the package agora-signaling-sdk. */
export const sdkOption = (): Option =>
  new Option(
    '--sdk <shape>',
    'the double, or the published Web SDK on the virtual wire (npm install agora-signaling-sdk)',
  ).choices(['native', 'web', 'real']);

/** A client that is nothing but the SDK. @throws {UsageError} when the published one is not there */
export async function bareClient(sdk: Sdk = 'native'): Promise<Subject> {
  const { native, real, web } = await import('../run/index.ts');
  if (sdk === 'real') return real() as Subject;
  return (sdk === 'web' ? web : native) as Subject;
}

/**
 * A client of the user's on the SDK that was asked for; which double it uses, it says itself.
 *
 * @throws {UsageError} when the published one is not there
 */
export async function onSdk(subject: Subject, sdk: Sdk | undefined): Promise<Subject> {
  if (sdk !== 'real') return subject;
  const { onRealSdk } = await import('../run/index.ts');
  return onRealSdk(subject);
}
