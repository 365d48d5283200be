// The machines of the benchmark: written for it, after what is public of machines for XState.
import { business } from './business.ts';
import { devices } from './devices.ts';
import { families } from './families.ts';
import { forms } from './forms.ts';
import { games } from './games.ts';
import { media } from './media.ts';
import { network } from './network.ts';
import type { Sample } from './sample.ts';

export { tree } from './families.ts';

/** All machines, from a toggle on. */
export const samples: readonly Sample[] = [
  ...devices,
  ...forms,
  ...network,
  ...business,
  ...media,
  ...games,
  ...families,
];
