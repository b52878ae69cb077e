/**
 * Which pods of a scale target a metric may speak for: those being deleted or failed do not count, pending ones and those
 * still starting are unready, those without a sample are missing (k/k pkg/controller/podautoscaler/replica_calculator.go,
 * groupPods, v1.36).
 */
export interface HpaPod {
  readonly name: string;
  readonly phase: string;
  readonly deleting: boolean;
  /** The Ready condition; null when it has none. */
  readonly ready: { readonly status: boolean; readonly changedAtMs: number } | null;
  /** `status.startTime`; null before the kubelet has seen the pod. */
  readonly startedAtMs: number | null;
  /** Milli-units asked by each container of one resource; null where a container asks for none. */
  readonly requestsMilli: readonly { readonly container: string; readonly milli: number | null }[];
  /** Asked by the pod as a whole, where it has pod-level requests: then those of its containers do not count; null as above. */
  readonly podRequestMilli?: number | null;
}

export interface PodSample {
  readonly valueMilli: number;
  readonly atMs: number;
  readonly windowMs: number;
}
export type PodSamples = ReadonlyMap<string, PodSample>;

export interface ReadinessPeriods {
  /** --horizontal-pod-autoscaler-cpu-initialization-period */
  readonly cpuInitializationMs: number;
  /** --horizontal-pod-autoscaler-initial-readiness-delay */
  readonly initialReadinessDelayMs: number;
}

export interface GroupedPods {
  readonly readyPodCount: number;
  readonly unready: readonly string[];
  readonly missing: readonly string[];
  readonly ignored: readonly string[];
}

/** `resource` is null for metrics that are not of the metrics API: only CPU looks at readiness. */
export function groupPods(
  pods: readonly HpaPod[],
  samples: PodSamples,
  resource: string | null,
  periods: ReadinessPeriods,
  nowMs: number,
): GroupedPods {
  const unready: string[] = [];
  const missing: string[] = [];
  const ignored: string[] = [];
  let readyPodCount = 0;
  for (const pod of pods) {
    const sample = samples.get(pod.name);
    if (pod.deleting || pod.phase === 'Failed') ignored.push(pod.name);
    else if (pod.phase === 'Pending') unready.push(pod.name);
    else if (!sample) missing.push(pod.name);
    else if (resource === 'cpu' && stillStarting(pod, sample, periods, nowMs))
      unready.push(pod.name);
    else readyPodCount += 1;
  }
  return { readyPodCount, unready, missing, ignored };
}

function stillStarting(
  { ready, startedAtMs }: HpaPod,
  sample: PodSample,
  { cpuInitializationMs, initialReadinessDelayMs }: ReadinessPeriods,
  nowMs: number,
): boolean {
  if (!ready || startedAtMs === null) return true;
  // While it may still be initialising, a sample counts once a whole window has passed since it became ready.
  if (startedAtMs + cpuInitializationMs > nowMs)
    return !ready.status || sample.atMs < ready.changedAtMs + sample.windowMs;
  // Later it is unready only if it never was ready.
  return !ready.status && startedAtMs + initialReadinessDelayMs > ready.changedAtMs;
}
