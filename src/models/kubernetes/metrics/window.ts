/**
 * What the metrics server knows (kubernetes-sigs/metrics-server: `--metric-resolution=15s`): every kubelet is scraped each 15 s,
 * and CPU is the mean between the last two scrapes. It is worked out when somebody asks: use is constant between changes
 * (DECISIONS.md 1.14), so nothing is scraped. A container younger than both scrapes has no metrics yet.
 * Simplified: of three changes within one window the oldest is taken for what was before.
 */
import type { Read } from '../../../engine/model';
import { memoryKiBAt } from '../../workload/memoryUse';
import type { Process, UseLevel } from '../../workload/types';
import { useOf } from '../../workload/use';

export const WINDOW_MS = 15_000;
/** From the scrape until its samples can be asked for: all kubelets have answered. Chosen for teaching. */
const SCRAPE_MS = 1_000;

export interface Usage {
  readonly container: string;
  /** Millionths of a vCPU. */
  readonly cpuMicro: number;
  readonly memoryKiB: number;
}

/** The last scrape that is there to be asked for. */
export const scrapedAtMs = (nowMs: number): number => {
  const doneMs = Math.max(0, nowMs - SCRAPE_MS);
  return doneMs - (doneMs % WINDOW_MS);
};

/** null: it has not been seen twice. */
export function usageOf(processKey: string, read: Pick<Read, 'get' | 'nowMs'>): Usage | null {
  const process = read.get('workload/Process', processKey);
  const toMs = scrapedAtMs(read.nowMs);
  if (!process || !isSeenTwice(process, toMs)) return null;
  const use = useOf(read, processKey);
  return {
    container: process.container,
    cpuMicro: cpuMicroAt(use, toMs),
    memoryKiB: memoryKiBAt(process, use?.inFlightMilli ?? 0, toMs),
  };
}

export const isSeenTwice = ({ startedAtMs }: Process, toMs: number): boolean =>
  startedAtMs <= toMs - WINDOW_MS;

/** Over the window that ends with the scrape at `toMs`. */
export const cpuMicroAt = (use: UseLevel | undefined, toMs: number): number =>
  use ? meanMicro(use, toMs - WINDOW_MS, toMs) : 0;

/** Mean CPU between two instants, from what is used now and what was before. */
export function meanMicro(use: UseLevel, fromMs: number, toMs: number): number {
  const since = Math.min(toMs, Math.max(fromMs, use.sinceMs));
  const [before, now] = [since - fromMs, toMs - since];
  return Math.round((use.cpuMicroBefore * before + use.cpuMicro * now) / (toMs - fromMs));
}
