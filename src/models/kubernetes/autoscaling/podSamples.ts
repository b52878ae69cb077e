/**
 * Resource metrics of many pods at one scrape, as an autoscaler reads them: the same samples that `metrics.k8s.io` serves, without
 * making its objects.
 */
import type { Read } from '../../../engine/model';
import { memoryKiBAt } from '../../workload/memoryUse';
import type { Process, UseLevel } from '../../workload/types';
import { useOf } from '../../workload/use';
import { cpuMicroAt, isSeenTwice, scrapedAtMs, WINDOW_MS } from '../metrics/window';
import type { Running } from './targetPods';

export class PodSampler {
  readonly atMs: number;
  /** Would every pod so far be scraped as the same again and again, until somebody changes something? */
  settled = true;
  /** A pod has been scraped, and the container asked for was not among what ran in it. */
  isAbsent = false;

  constructor(
    private readonly resource: string,
    private readonly container: string | null,
    private readonly read: Read,
  ) {
    this.atMs = scrapedAtMs(read.nowMs);
  }

  /** Thousandths; null: not all that runs in it has been seen twice, or nothing runs, or not the container asked for. */
  milliOf(running: readonly Running[]): number | null {
    let sum: number | null = null;
    for (const { key, process } of running) {
      const use = useOf(this.read, key);
      this.settled &&= this.isSteady(process, use);
      if (!isSeenTwice(process, this.atMs)) return null;
      if (this.container !== null && process.container !== this.container) continue;
      const milli = this.milliOfProcess(process, use);
      if (milli === null) return null;
      sum = (sum ?? 0) + milli;
    }
    this.isAbsent ||= this.container !== null && sum === null && running.length > 0;
    return sum;
  }

  /** Each container's use is rounded up to thousandths, as MilliValue does. */
  private milliOfProcess(process: Process, use: UseLevel | undefined): number | null {
    if (this.resource === 'cpu') return Math.ceil(cpuMicroAt(use, this.atMs) / 1000);
    if (this.resource !== 'memory') return null;
    return memoryKiBAt(process, use?.inFlightMilli ?? 0, this.atMs) * 1024 * 1000;
  }

  private isSteady(process: Process, use: UseLevel | undefined): boolean {
    const fromMs = this.atMs - WINDOW_MS;
    if (process.startedAtMs > fromMs) return false;
    if (this.resource !== 'memory') return (use?.sinceMs ?? 0) <= fromMs;
    return process.leakKiBPerMinute === 0 && process.startedAtMs + process.startUpMs <= fromMs;
  }
}
