// What the world uses from other packages besides XState. The build bundles it
// (src/build/inline.ts), so that a user gets these few functions without the packages around them.
export { md5 } from '@noble/hashes/legacy.js';
export { sha256 } from '@noble/hashes/sha2.js';
export { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
export { closestMatch } from 'leven';
export { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
