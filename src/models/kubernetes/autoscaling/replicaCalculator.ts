/**
 * How many replicas one metric asks for (k/k pkg/controller/podautoscaler/replica_calculator.go and metrics/utilization.go,
 * v1.36). Missing and unready pods are counted against the direction of the change, so that what is not known never makes
 * it larger. Ratios are IEEE doubles in the upstream's order of operations, as exact here as there.
 */
import {
  groupPods,
  type GroupedPods,
  type HpaPod,
  type PodSample,
  type PodSamples,
  type ReadinessPeriods,
} from './groupPods';

export interface Tolerances {
  readonly up: number;
  readonly down: number;
}

/** Hears every step of one metric's arithmetic; nothing depends on it. */
export interface CalculationRecorder {
  requests(milli: ReadonlyMap<string, number>): void;
  grouped(pods: GroupedPods, samples: PodSamples): void;
  /** `times`: the proposal is ceil(ratio x times); null where the present size is kept. */
  compared(withinTolerance: boolean, times: number | null): void;
  recomputed(again: Again): void;
}
/** The second ratio, with missing and unready pods counted against the direction. */
export interface Again {
  readonly ratio: number;
  readonly counted: number;
  /** Which way the first ratio pointed. */
  readonly up: boolean;
  readonly missing: boolean;
  readonly unready: boolean;
  readonly kept: 'tolerance' | 'turned' | 'contradicts' | null;
}

export interface CalculationInput {
  readonly currentReplicas: number;
  /** `status.replicas` of the target, which totals are shared out among; absent: as many as asked. */
  readonly statusReplicas?: number;
  readonly tolerances: Tolerances;
  readonly pods: readonly HpaPod[];
  readonly periods: ReadinessPeriods;
  readonly nowMs: number;
  readonly recorder?: CalculationRecorder | undefined;
}

export interface Proposal {
  readonly replicas: number;
  /** Percent of the requests, where the target is a utilisation. */
  readonly utilization?: number;
  /** Average (or total) of the metric, in thousandths. */
  readonly usageMilli: number;
  /** Usage over target, before and after missing and unready pods are counted in. */
  readonly ratio: number;
  readonly recomputedRatio?: number;
  readonly readyPodCount: number;
}
/** The upstream's own text. */
export type Calculated = Proposal | CalculationError;
export interface CalculationError {
  readonly error: string;
}

export const isError = (calculated: Calculated): calculated is CalculationError =>
  'error' in calculated;

export const NO_SAMPLES = 'did not receive metrics for targeted pods (pods might be unready)';

export const NO_PODS = 'no pods returned by selector while calculating replica count';

export function isWithinTolerance(ratio: number, { up, down }: Tolerances): boolean {
  return 1 - down <= ratio && ratio <= 1 + up;
}

/** Resource and ContainerResource metrics with a target in percent of the requests. */
export function getResourceReplicas(
  input: CalculationInput,
  samples: PodSamples,
  resource: string,
  targetUtilization: number,
  container: string | null,
): Calculated {
  const requests = calculatePodRequests(input.pods, resource, container);
  if ('error' in requests) return requests;
  input.recorder?.requests(requests.milli);
  const ratioOf = (values: PodSamples) =>
    utilizationRatio(values, requests.milli, targetUtilization);
  const fallback = (name: string) =>
    Math.trunc(((requests.milli.get(name) ?? 0) * Math.max(100, targetUtilization)) / 100);
  return calculate(input, samples, resource, ratioOf, fallback);
}

/** Pods metrics, and resource metrics with an AverageValue: an average against a target, in thousandths. */
export function calcPlainMetricReplicas(
  input: CalculationInput,
  samples: PodSamples,
  resource: string | null,
  targetMilli: number,
): Calculated {
  const ratioOf = (values: PodSamples) => {
    let total = 0;
    for (const { valueMilli } of values.values()) total += valueMilli;
    const usageMilli = Math.trunc(total / values.size);
    return { ratio: usageMilli / targetMilli, usageMilli };
  };
  return calculate(input, samples, resource, ratioOf, () => targetMilli);
}

interface Ratio {
  readonly ratio: number;
  readonly usageMilli: number;
  readonly utilization?: number;
}
type RatioOf = (samples: PodSamples) => Ratio | { readonly error: string };

function calculate(
  input: CalculationInput,
  samples: PodSamples,
  resource: string | null,
  ratioOf: RatioOf,
  /** What a pod without a sample counts as when the others point down. */
  fallback: (name: string) => number,
): Calculated {
  const { currentReplicas, tolerances, pods, periods, nowMs, recorder } = input;
  if (pods.length === 0) return { error: NO_PODS };
  const grouped = groupPods(pods, samples, resource, periods, nowMs);
  recorder?.grouped(grouped, samples);
  const counted = new Map(samples);
  for (const name of [...grouped.ignored, ...grouped.unready]) counted.delete(name);
  if (counted.size === 0) return { error: NO_SAMPLES };
  const first = ratioOf(counted);
  if ('error' in first) return first;
  const { ratio, usageMilli, utilization } = first;
  const common = {
    usageMilli,
    ratio,
    readyPodCount: grouped.readyPodCount,
    ...(utilization === undefined ? {} : { utilization }),
  };
  const withUnready = grouped.unready.length > 0 && ratio > 1;
  if (!withUnready && grouped.missing.length === 0) {
    const within = isWithinTolerance(ratio, tolerances);
    recorder?.compared(within, within ? null : grouped.readyPodCount);
    if (within) return { replicas: currentReplicas, ...common };
    return { replicas: Math.ceil(ratio * grouped.readyPodCount), ...common };
  }
  countAgainst(counted, grouped, ratio, withUnready, fallback);
  const second = ratioOf(counted);
  if ('error' in second) return second;
  const recomputedRatio = second.ratio;
  const { replicas, kept } = afterRecomputation(input, ratio, recomputedRatio, counted.size);
  recorder?.recomputed({
    ratio: recomputedRatio,
    counted: counted.size,
    up: ratio > 1,
    missing: grouped.missing.length > 0 && ratio !== 1,
    unready: withUnready,
    kept,
  });
  return { replicas, recomputedRatio, ...common };
}

function countAgainst(
  counted: Map<string, PodSample>,
  { missing, unready }: GroupedPods,
  ratio: number,
  withUnready: boolean,
  fallback: (name: string) => number,
): void {
  const sample = (valueMilli: number): PodSample => ({ valueMilli, atMs: 0, windowMs: 0 });
  if (ratio < 1) for (const name of missing) counted.set(name, sample(fallback(name)));
  else if (ratio > 1) for (const name of missing) counted.set(name, sample(0));
  if (withUnready) for (const name of unready) counted.set(name, sample(0));
}

/** A change of direction, or a count that contradicts it, means: stay. */
function afterRecomputation(
  { currentReplicas, tolerances }: CalculationInput,
  ratio: number,
  again: number,
  count: number,
): { readonly replicas: number; readonly kept: Again['kept'] } {
  const stay = (kept: Again['kept']) => ({ replicas: currentReplicas, kept });
  if (isWithinTolerance(again, tolerances)) return stay('tolerance');
  if ((ratio < 1 && again > 1) || (ratio > 1 && again < 1)) return stay('turned');
  const replicas = Math.ceil(again * count);
  const contradicts =
    (again < 1 && replicas > currentReplicas) || (again > 1 && replicas < currentReplicas);
  return contradicts ? stay('contradicts') : { replicas, kept: null };
}

/** calculateRequests: of one container, of the pod as a whole where it says so, else of all its containers. */
function calculatePodRequests(
  pods: readonly HpaPod[],
  resource: string,
  container: string | null,
): { readonly milli: ReadonlyMap<string, number> } | CalculationError {
  const milli = new Map<string, number>();
  for (const pod of pods) {
    const request =
      container === null && pod.podRequestMilli !== undefined
        ? (pod.podRequestMilli ?? {
            error: `missing pod-level request for ${resource} in Pod ${pod.name}`,
          })
        : requestOfContainers(pod, resource, container);
    if (typeof request !== 'number') return request;
    milli.set(pod.name, request);
  }
  return { milli };
}

function requestOfContainers(
  { name, requestsMilli }: HpaPod,
  resource: string,
  container: string | null,
): number | CalculationError {
  let sum = 0;
  for (const request of requestsMilli) {
    if (container !== null && request.container !== container) continue;
    if (request.milli === null)
      return {
        error: `missing request for ${resource} in container ${request.container} of Pod ${name}`,
      };
    sum += request.milli;
  }
  return sum;
}

function utilizationRatio(
  samples: PodSamples,
  requestsMilli: ReadonlyMap<string, number>,
  targetUtilization: number,
): Ratio | { readonly error: string } {
  let usage = 0;
  let requests = 0;
  let entries = 0;
  for (const [name, { valueMilli }] of samples) {
    const request = requestsMilli.get(name);
    // A sample of a pod that the selector does not match (any more).
    if (request === undefined) continue;
    usage += valueMilli;
    requests += request;
    entries += 1;
  }
  if (requests === 0) return { error: 'no metrics returned matched known pods' };
  const utilization = Math.trunc((usage * 100) / requests);
  return {
    ratio: utilization / targetUtilization,
    utilization,
    usageMilli: Math.trunc(usage / entries),
  };
}

/** Object and External metrics with a Value: the whole against the target, times the pods that are ready. */
export function getUsageRatioReplicas(
  { currentReplicas, tolerances, pods, recorder }: CalculationInput,
  usageMilli: number,
  targetMilli: number,
): Proposal {
  const ratio = usageMilli / targetMilli;
  const readyPodCount = pods.filter((pod) => pod.phase === 'Running' && pod.ready?.status).length;
  const common = { usageMilli, ratio, readyPodCount };
  if (currentReplicas === 0) return { replicas: Math.ceil(ratio), ...common };
  const within = isWithinTolerance(ratio, tolerances);
  recorder?.compared(within, within ? null : readyPodCount);
  if (within) return { replicas: currentReplicas, ...common };
  return { replicas: Math.ceil(ratio * readyPodCount), ...common };
}

/** Object and External metrics with an AverageValue: the whole shared out at the target. */
export function getPerPodReplicas(
  { currentReplicas, statusReplicas = currentReplicas, tolerances, recorder }: CalculationInput,
  usageMilli: number,
  targetAverageMilli: number,
): Proposal {
  const ratio = usageMilli / (targetAverageMilli * statusReplicas);
  const within = isWithinTolerance(ratio, tolerances);
  recorder?.compared(within, within ? null : statusReplicas);
  const replicas = within ? statusReplicas : Math.ceil(usageMilli / targetAverageMilli);
  const average = statusReplicas === 0 ? usageMilli : Math.ceil(usageMilli / statusReplicas);
  return { replicas, usageMilli: average, ratio, readyPodCount: statusReplicas };
}
