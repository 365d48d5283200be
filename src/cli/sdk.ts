// Which SDK plays: the shapes of the double, and in which manner, or the published one.
import { Option, type Command } from 'commander';
import { UsageError } from '../base/errors.ts';
import type { Subject } from '../run/index.ts';

/** The shapes in which a command can play; `1.4.0` is the web-shaped double in that manner. */
export type Sdk = 'native' | 'web' | 'real' | '1.4.0';

/** What was typed. */
export interface SdkOptions {
  readonly sdk?: Exclude<Sdk, '1.4.0'>;
  readonly web?: 'documented' | '1.4.0';
}

/** Gives a command the options; `real` needs the package agora-signaling-sdk. */
export const addSdkOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--sdk <shape>',
        'the double, or the published Web SDK on the virtual wire (npm install agora-signaling-sdk)',
      ).choices(['native', 'web', 'real']),
    )
    .addOption(
      new Option(
        '--web <manner>',
        'the manner of the web shape: what is written, or what 1.4.0 does',
      ).choices(['documented', '1.4.0']),
    );

/** The shape that was asked for; undefined where none was. @throws {UsageError} where the two do not fit */
export function sdkOf(command: string, { sdk, web }: SdkOptions): Sdk | undefined {
  if (web === undefined) return sdk;
  if (sdk !== undefined && sdk !== 'web') {
    throw new UsageError(
      'cli.web',
      `${command}: --web ${web} is a manner of the web shape, and --sdk is ${sdk}. Leave one of them out.`,
    );
  }
  return web === '1.4.0' ? web : (sdk ?? 'web');
}

/** A client that is nothing but the SDK. @throws {UsageError} when the published one is not there */
export async function bareClient(sdk: Sdk = 'native'): Promise<Subject> {
  const { native, published, real, web } = await import('../run/index.ts');
  if (sdk === 'real') return real() as Subject;
  if (sdk === '1.4.0') return published() as Subject;
  return (sdk === 'web' ? web : native) as Subject;
}

/**
 * A client of the user's on the SDK that was asked for; which double it uses, it says itself.
 *
 * @throws {UsageError} when the published one is not there
 */
export async function onSdk(subject: Subject, sdk: Sdk | undefined): Promise<Subject> {
  if (sdk !== 'real' && sdk !== '1.4.0') return subject;
  const { onPublished, onRealSdk } = await import('../run/index.ts');
  return sdk === 'real' ? onRealSdk(subject) : onPublished(subject);
}
