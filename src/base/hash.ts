// SHA-256: on Node, Node's own, which is many times faster; elsewhere, a package's.
import { bytesToHex, sha256, utf8ToBytes } from './vendor.ts';

interface Hash {
  update(text: string): Hash;
  digest(as: 'hex'): string;
}
interface Host {
  readonly process?: {
    readonly getBuiltinModule?: (
      name: 'node:crypto',
    ) => { readonly createHash?: (name: 'sha256') => Hash } | undefined;
  };
}

const { process: host } = globalThis as unknown as Host;

/** The SHA-256 of a text as UTF-8, in hex. */
export const sha256Of = (text: string): string =>
  host?.getBuiltinModule?.('node:crypto')?.createHash?.('sha256').update(text).digest('hex') ??
  bytesToHex(sha256(utf8ToBytes(text)));
