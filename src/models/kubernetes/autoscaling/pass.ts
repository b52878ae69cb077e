/**
 * One look of the controller at one autoscaler: what it sees, and what follows from it. Everything that decides is in
 * `reconcile.ts`; here is what upstream does around it (horizontal.go, reconcileAutoscaler, v1.36): reading the scale, checking
 * the selector, and leaving the pods alone where nothing that they could say has changed.
 */
import type { Read } from '../../../engine/model';
import { objectKey } from '../naming';
import { requirementsPredicate } from '../selector';
import type { Condition, Pod } from '../types';
import { answer, sourceOf } from './answers';
import { DEFAULT_METRICS } from './defaults';
import type { HpaPod } from './groupPods';
import {
  HISTORY,
  historyOf,
  type KnownProposals,
  type ScaleRead,
  type ScalingHistory,
  type ScalingPass,
} from './history';
import { reconcileAutoscaler, type Reconciled, type ScalingRecorder } from './reconcile';
import { readScale } from './scaleTarget';
import { scalingInputs } from './scalingInputs';
import { podsOfSelector, requirementsOf, type TargetPods } from './targetPods';
import { READINESS_PERIODS, TOLERANCE } from './timings';
import type { HorizontalPodAutoscaler, MetricSpec } from './types';

export interface Observed {
  readonly key: string;
  readonly hpa: HorizontalPodAutoscaler;
  readonly history: ScalingHistory | undefined;
  readonly scale: ScaleRead;
  /** `scalingInputs` now. */
  readonly inputs: number;
}

export function observe(key: string, hpa: HorizontalPodAutoscaler, read: Read): Observed {
  return {
    key,
    hpa,
    history: read.get(HISTORY, key),
    scale: readScale(hpa, read),
    inputs: scalingInputs(read),
  };
}

/** Nothing that the metrics say can have changed since they were asked. */
export function knownProposals({ history, scale, inputs }: Observed): KnownProposals | null {
  const known = history?.known;
  if (!known?.settled || known.inputs !== inputs || 'error' in scale) return null;
  const same =
    known.specReplicas === scale.specReplicas && known.statusReplicas === scale.statusReplicas;
  return same ? known : null;
}

const metricsOf = ({ spec }: { readonly spec: ScalingPass['spec'] }): readonly MetricSpec[] =>
  spec.metrics ?? DEFAULT_METRICS;

/** Looks at the pods and asks the metrics APIs. */
export function look({ hpa, history, scale }: Observed, read: Read): ScalingPass {
  const metrics = metricsOf(hpa);
  const { namespace = 'default' } = hpa.metadata;
  const found =
    'error' in scale || scale.selector === ''
      ? NO_PODS
      : podsOfSelector(read, namespace, scale.selector);
  const { pods } = found;
  const selectorError = 'error' in scale ? null : selectorErrorOf(hpa, scale.selector, pods, read);
  const answers = selectorError
    ? []
    : metrics.map((metric) => answer({ metric, namespace, target: found }, read));
  const byResource = Object.fromEntries(
    metrics.map(resourceOf).map((resource) => [resource, found.of(resource)]),
  );
  return {
    atMs: read.nowMs,
    spec: hpa.spec,
    target: scale,
    pods: byResource,
    answers,
    history: history ? historyOf(history, read.nowMs) : null,
    selectorError,
    settled: isSettled(answers, byResource, read.nowMs),
  };
}

const NO_PODS: TargetPods = { pods: [], of: () => [], running: [] };

const resourceOf = ({ resource, containerResource }: MetricSpec): string =>
  (resource ?? containerResource)?.name ?? '';

function isSettled(
  answers: ScalingPass['answers'],
  pods: ScalingPass['pods'],
  nowMs: number,
): boolean {
  if (!answers.every((given) => 'settled' in given && given.settled)) return false;
  const sampledAtMs = answers.reduce((at, given) => ('milli' in given ? given.atMs : at), nowMs);
  return (pods['cpu'] ?? []).every((pod) => readinessStands(pod, sampledAtMs, nowMs));
}

/** Whether the pod counts as started moves with time while it is young. */
function readinessStands(pod: HpaPod, sampledAtMs: number, nowMs: number): boolean {
  const { phase, deleting, ready, startedAtMs } = pod;
  if (deleting || phase !== 'Running') return true;
  if (!ready || startedAtMs === null) return false;
  const young = startedAtMs + READINESS_PERIODS.cpuInitializationMs > nowMs;
  return !young || (ready.status && sampledAtMs >= ready.changedAtMs + WINDOW_OF_A_SAMPLE_MS);
}
const WINDOW_OF_A_SAMPLE_MS = 15_000;

/** No selector, or one whose pods another autoscaler scales too (hpaSelectors, v1.27 and later). */
function selectorErrorOf(
  hpa: HorizontalPodAutoscaler,
  selector: string,
  pods: readonly Pod[],
  read: Read,
): ScalingPass['selectorError'] {
  if (selector === '')
    return {
      reason: 'InvalidSelector',
      message: "the HPA target's scale is missing a selector",
    };
  const { namespace = 'default' } = hpa.metadata;
  const keys = read.keysBy('kubernetes/HorizontalPodAutoscaler', 'namespace', namespace);
  if (keys.length < 2 || pods.length === 0) return null;
  const own = objectKey({ namespace, name: hpa.metadata.name });
  const selecting = keys.filter((key) => key === own || selectsAnyOf(key, pods, read)).sort();
  if (selecting.length < 2) return null;
  return {
    reason: 'AmbiguousSelector',
    message: `pods by selector ${selector} are controlled by multiple HPAs: [${selecting.join(' ')}]`,
  };
}

function selectsAnyOf(key: string, pods: readonly Pod[], read: Read): boolean {
  const other = read.get('kubernetes/HorizontalPodAutoscaler', key);
  const scale = other && readScale(other, read);
  if (!scale || 'error' in scale || scale.selector === '') return false;
  const matches = requirementsPredicate(requirementsOf(scale.selector));
  return pods.some(({ metadata }) => matches(metadata.labels));
}

/** Goes through a pass. With `known` no metric is asked. */
export function decide(
  pass: ScalingPass,
  namespace: string,
  options: {
    readonly known?: KnownProposals | undefined;
    readonly recorder?: ScalingRecorder | undefined;
  } = {},
): Reconciled | Unscalable {
  const { target, spec, selectorError } = pass;
  if ('error' in target) return unscalable(target.error);
  const { known, recorder } = options;
  const { specReplicas, statusReplicas } = target;
  const decided = reconcileAutoscaler({
    spec,
    specReplicas,
    statusReplicas,
    namespace,
    podsFor: (resource) => pass.pods[resource ?? ''] ?? anyOf(pass.pods),
    source: sourceOf(pass.answers, metricsOf(pass), anyOf(pass.pods)),
    history: pass.history,
    tolerance: TOLERANCE,
    periods: READINESS_PERIODS,
    nowMs: pass.atMs,
    known: known?.proposals,
    selectorError,
    recorder,
  });
  return decided;
}

const anyOf = (pods: ScalingPass['pods']): readonly HpaPod[] => Object.values(pods)[0] ?? [];

/** The scale could not be read: nothing else of the autoscaler changes. */
export interface Unscalable {
  readonly scaleError: string;
  readonly condition: Omit<Condition, 'lastTransitionTime'>;
}

const unscalable = (error: string): Unscalable => ({
  scaleError: error,
  condition: {
    type: 'AbleToScale',
    status: 'False',
    reason: 'FailedGetScale',
    message: `the HPA controller was unable to get the target's current scale: ${error}`,
  },
});
