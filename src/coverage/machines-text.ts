// What was taken of the users' own machines, for a terminal.
import type { Text } from '../../machines/codes.ts';
import { machineMeasures } from '../paths/xstate/machine-coverage.ts';
import { machineTotal, notTaken, type MachineMiss } from './machines.ts';
import { lacksMachines, machineMissesOf, shardOf, type CoverageReport } from './report.ts';
import { part } from './total.ts';

/** The name of each measure. */
export const machineWords = {
  states: { en: 'states', zh: '状态' },
  transitions: { en: 'transitions', zh: '转移' },
  pairs: { en: 'pairs', zh: '转移对' },
} as const satisfies Readonly<Record<string, Text>>;

const texts = {
  heading: { en: 'Coverage of machines{shard}', zh: '状态机覆盖率{shard}' },
  machine: { en: '  {machine}: {parts} by {actors}', zh: '  {machine}：{parts}，{actors}' },
  actor: { en: '1 actor', zh: '1 个 actor' },
  actors: { en: '{count} actors', zh: '{count} 个 actor' },
  open: { en: '    {measure} not taken: {items}', zh: '    未经过的{measure}：{items}' },
  more: { en: '… {count} more', zh: '… 还有 {count} 个' },
  miss: {
    en: '{machine}: {measure}: {percent} % of {all}, below the threshold of {threshold} %',
    zh: '{machine}：{measure}：{all} 个中的 {percent} %，低于阈值 {threshold} %',
  },
  none: {
    en:
      'thresholds for machines are set, but no machine was counted. ' +
      'Give your actors an inspector: createActor(machine, { inspect: inspectMachines(machine) })',
    zh:
      '设置了状态机的阈值，但没有统计到任何状态机。' +
      '给 actor 加上检查器：createActor(machine, { inspect: inspectMachines(machine) })',
  },
} as const satisfies Readonly<Record<string, Text>>;

/** The most items not taken that are listed by name. */
const namedMax = 5;

const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => String(values[key] ?? whole));

/** A threshold that a machine misses, as a sentence. */
export const machineMissText = (
  { machine, measure, total, percent, threshold }: MachineMiss,
  language: keyof Text = 'en',
): string =>
  filled(texts.miss[language], {
    machine,
    measure: machineWords[measure][language],
    percent,
    all: total.universe,
    threshold,
  });

/** Everything about machines that is below the thresholds, as sentences. */
export const machineMissTexts = (
  report: CoverageReport,
  language: keyof Text = 'en',
): readonly string[] =>
  lacksMachines(report)
    ? [texts.none[language]]
    : machineMissesOf(report).map((miss) => machineMissText(miss, language));

/** The lines of the report; none if there are neither machines nor thresholds for them. */
export function machinesText(report: CoverageReport, language: keyof Text): readonly string[] {
  const misses = machineMissTexts(report, language).map((text) => `✗ ${text}`);
  if (report.machines.length === 0) return misses.length === 0 ? [] : [...misses, ''];
  const comma = language === 'zh' ? '，' : ', ';
  const lines = report.machines.flatMap((counts) => {
    const { machine, actors } = counts;
    const parts = machineMeasures
      .map((one) => `${part(machineTotal(counts, one))} ${machineWords[one][language]}`)
      .join(comma);
    const by = filled(texts[actors === 1 ? 'actor' : 'actors'][language], { count: actors });
    const open = (['states', 'transitions'] as const).flatMap((measure) => {
      const items = notTaken(counts, measure);
      if (items.length === 0) return [];
      const rest = filled(texts.more[language], { count: items.length - namedMax });
      const named = [...items.slice(0, namedMax), ...(items.length > namedMax ? [rest] : [])];
      return filled(texts.open[language], {
        measure: machineWords[measure][language],
        items: named.join(', '),
      });
    });
    return [filled(texts.machine[language], { machine, parts, actors: by }), ...open];
  });
  return [filled(texts.heading[language], { shard: shardOf(report) }), ...lines, ...misses, ''];
}
