// Why an item cannot be covered: a reason that anybody can check by changing that one thing.
import type { Net } from './criteria.ts';
import type { Infeasible } from './suite.ts';

/** What the reasons are derived from. */
export interface Evidence {
  readonly items: readonly string[];
  readonly untimed: Uint8Array;
  readonly timed: Uint8Array;
  /** Whether the search within the timing was complete. */
  readonly isExact: boolean;
  /** Items that steps cover if deprecated codes are on. */
  readonly withLegacy: ReadonlySet<string>;
}

/** The items that cannot be covered, each with its reason. */
export function reasonsFor(evidence: Evidence): readonly Infeasible[] {
  const { items, untimed, timed, isExact, withLegacy } = evidence;
  const covered = items.filter((_, item) => untimed[item] === 1);
  const siblings = new Set(covered.map(withoutPlace));
  return items.flatMap((item, index): readonly Infeasible[] => {
    if (timed[index] === 1) return [];
    if (untimed[index] === 1) {
      return [
        isExact
          ? {
              item,
              reason: 'timing',
              because: 'steps lead there, but no timing allows them all; other delays might',
            }
          : {
              item,
              reason: 'timing, by search',
              because: 'no timing was found for the steps that lead there',
            },
      ];
    }
    if (withLegacy.has(item)) {
      return [
        {
          item,
          reason: 'legacy',
          because: 'it is taken only if deprecated codes are on (legacy)',
        },
      ];
    }
    if (siblings.has(withoutPlace(item))) {
      return [
        {
          item,
          reason: 'guard',
          because:
            'its event comes there, but its guard is never true, or an earlier one always is',
        },
      ];
    }
    return [
      { item, reason: 'unreachable', because: 'no sequence of steps of this model leads there' },
    ];
  });
}

/** An item without the place of its last transition among those of the same event. */
const withoutPlace = (item: string): string => item.replace(/\|\d+$/, '|');

/** The items that steps of a net cover. */
export function coveredBy(net: Net): ReadonlySet<string> {
  const found = new Set<string>();
  const lists = new Set(net.list);
  for (const list of lists) {
    for (const item of net.lists[list] ?? []) found.add(net.items[item] ?? '');
  }
  return found;
}
