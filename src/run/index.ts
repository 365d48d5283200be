export { calls, type CallArguments, type CallName } from './calls.ts';
export { native, type NativeApp } from './native.ts';
export { subject, type Heard, type Subject } from './subject.ts';
export { tokenFor, tokenWords, type TokenWord } from './token.ts';
export { web } from './web.ts';
