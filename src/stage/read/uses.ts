/** What each task or pod uses of the CPU, from the records of its processes: one pass, thousandths of a vCPU. */
import type { Records } from '../records';
import type { Target } from './targets';

export type Uses = (kind: string, key: string, target: Target | undefined) => number | null;

/** Finer steps cannot be seen, and every step redraws all tiles. */
const STEP = 5;

/** Where no process is known, what its load balancer sends it must do. */
export function readUses(records: Records): Uses {
  const micros = new Map<string, number>();
  for (const { about, level } of records.all('workload/Use').values()) {
    const cpuMicro = records.get('workload/UseLevel', level)?.cpuMicro ?? 0;
    const id = `${about.kind} ${about.key}`;
    micros.set(id, (micros.get(id) ?? 0) + cpuMicro);
  }
  return (kind, key, target) => {
    const micro = micros.get(`${kind} ${key}`);
    if (micro === undefined) return target?.cpuMilli ?? null;
    return STEP * Math.round(micro / 1000 / STEP);
  };
}

/** CPU used of CPU asked, in steps of a fortieth. */
export const useOf = (usedMilli: number | null, askedMilli: number): number | null =>
  usedMilli === null || askedMilli <= 0 ? null : Math.round((40 * usedMilli) / askedMilli) / 40;
