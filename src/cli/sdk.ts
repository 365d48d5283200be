// Which SDK a command uses: a shape of the double (as documented or as published), or the published
// SDK.
import type { Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import type { Subject } from '../run/index.ts';

/** The SDKs that a command can use; `1.4.0` is the web-shaped double that behaves like 1.4.0. */
export type Sdk = 'native' | 'web' | 'real' | '1.4.0';

/** The options as typed. */
export interface SdkOptions {
  readonly sdk?: Exclude<Sdk, '1.4.0'>;
  readonly web?: 'documented' | '1.4.0';
}

/**
 * Adds the options to a command; `real` needs the package agora-signaling-sdk. Threads load this file, too, and
 * need no commander: the command makes the options.
 */
export const addSdkOptions = (command: Command): Command =>
  command
    .addOption(
      command
        .createOption(
          '--sdk <shape>',
          'the double, or the published Web SDK on the virtual wire (npm install agora-signaling-sdk)',
        )
        .choices(['native', 'web', 'real']),
    )
    .addOption(
      command
        .createOption(
          '--web <manner>',
          'how the web shape behaves: as documented, or as 1.4.0 does',
        )
        .choices(['documented', '1.4.0']),
    );

/**
 * The SDK that was asked for; undefined if none was. @throws {UsageError} if the two options
 * contradict each other
 */
export function sdkOf(command: string, { sdk, web }: SdkOptions): Sdk | undefined {
  if (web === undefined) return sdk;
  if (sdk !== undefined && sdk !== 'web') {
    throw new UsageError(
      'cli.web',
      `${command}: --web ${web} is only for the web shape, but --sdk is ${sdk}. Leave one of them out.`,
    );
  }
  return web === '1.4.0' ? web : (sdk ?? 'web');
}

/** A client that is nothing but the SDK. @throws {UsageError} if the published one is not installed */
export async function bareClient(sdk: Sdk = 'native'): Promise<Subject> {
  const { native, published, real, web } = await import('../run/index.ts');
  if (sdk === 'real') return real() as Subject;
  if (sdk === '1.4.0') return published() as Subject;
  return (sdk === 'web' ? web : native) as Subject;
}

/**
 * The user's client on the SDK that was asked for; the client itself decides which double it uses.
 *
 * @throws {UsageError} if the published one is not installed
 */
export async function onSdk(subject: Subject, sdk: Sdk | undefined): Promise<Subject> {
  if (sdk !== 'real' && sdk !== '1.4.0') return subject;
  const { onPublished, onRealSdk } = await import('../run/index.ts');
  return sdk === 'real' ? onRealSdk(subject) : onPublished(subject);
}
