import type { Walkable } from '../../src/paths/time/timing.ts';

/** The postman's problem for HiGHS: every step once at least, restarts, an end anywhere. */
export function postmanProgram({ first, to, size }: Walkable): string {
  const rows: string[][] = Array.from({ length: size }, () => []);
  const names: string[] = [];
  const least: string[] = [];
  let loops = 0;
  for (let node = 0; node < size; node++) {
    const counts = new Map<number, number>();
    for (let step = first[node] ?? 0; step < (first[node + 1] ?? 0); step++) {
      const target = to[step] ?? 0;
      if (target === node) loops += 1;
      else counts.set(target, (counts.get(target) ?? 0) + 1);
    }
    for (const [target, count] of counts) {
      const name = `x${names.length}`;
      names.push(name);
      least.push(` ${name} >= ${count}`);
      rows[node]?.push(`- ${name}`);
      rows[target]?.push(`+ ${name}`);
    }
  }
  const others = Array.from({ length: size - 1 }, (_, i) => i + 1);
  for (const node of others) {
    rows[node]?.push(`- r${node} - e${node}`);
    rows[0]?.push(`+ r${node} + e${node}`);
  }
  return [
    'Minimize',
    ` cost: ${[...names, ...others.map((node) => `r${node}`)].join(' + ')} + ${loops} once`,
    'Subject To',
    ...rows.map((row, node) => ` n${node}: ${row.join(' ')} = 0`),
    ` end: ${others.map((node) => `e${node}`).join(' + ')} <= 1`,
    'Bounds',
    ...least,
    ' once = 1',
    'End',
    '',
  ].join('\n');
}
