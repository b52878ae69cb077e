/** Pods and samples of the autoscaler suites as the calculator takes them. */
import type { HpaPod, PodSamples } from '../../models/kubernetes/autoscaling/groupPods';
import { milliValue } from '../../models/kubernetes/quantity';

export const NOW_MS = 1_000_000_000;
const WINDOW_MS = 60_000;

export interface PodCase {
  readonly name: string;
  readonly phase: string;
  readonly ready: boolean;
  readonly deleting?: boolean;
  readonly startedSecondsAgo: number;
  readonly requests?: Readonly<Record<string, string>>;
}

export function hpaPod(pod: PodCase): HpaPod {
  const startedAtMs = NOW_MS - pod.startedSecondsAgo * 1000;
  return {
    name: pod.name,
    phase: pod.phase,
    deleting: pod.deleting ?? false,
    ready: { status: pod.ready, changedAtMs: startedAtMs },
    startedAtMs,
    requestsMilli: Object.entries(pod.requests ?? {}).map(([container, amount]) => ({
      container,
      milli: milliValue(amount),
    })),
  };
}

export function samplesOf(values: readonly (readonly [string, number])[]): PodSamples {
  return new Map(
    values.map(([name, valueMilli]) => [name, { valueMilli, atMs: NOW_MS, windowMs: WINDOW_MS }]),
  );
}
