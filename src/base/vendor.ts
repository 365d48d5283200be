// What the world uses of other packages, besides XState. The build puts it into the package
// (src/build/inline.ts), so that a user installs these few functions and not all that comes with them.
export { md5 } from '@noble/hashes/legacy.js';
export { sha256 } from '@noble/hashes/sha2.js';
export { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
export { closestMatch } from 'leven';
export { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
