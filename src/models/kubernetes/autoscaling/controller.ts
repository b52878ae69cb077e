/**
 * The HorizontalPodAutoscaler controller (pkg/controller/podautoscaler/horizontal.go, v1.36): every autoscaler is looked at 15 s
 * after it was made and then every 15 s; a change of it hastens nothing. A pass that finds nothing new writes nothing.
 *
 * Simplified: passes of one autoscaler are exactly 15 s apart (upstream's drift by the milliseconds that a pass takes).
 */
import {
  defineWatch,
  type Command,
  type Controller,
  type Read,
  type Watch,
} from '../../../engine/model';
import { deepEqual } from '../validation/deepEqual';
import type { KubernetesObject } from '../types';
import { AUTOSCALER, type AutoscalingCommand, type RecordScalingPass } from './commands';
import {
  HISTORY,
  historyOf,
  runsAt,
  withRecommendation,
  type KnownProposals,
  type ScalingHistory,
  type ScalingPass,
} from './history';
import { decide, knownProposals, look, observe, type Observed, type Unscalable } from './pass';
import type { Reconciled } from './reconcile';
import { conditionsAfter, EMPTY_STATUS, statusAfter } from './status';
import { SYNC_PERIOD_MS } from './timings';
import type { HpaStatus } from './types';

export const autoscalerController: Controller = {
  name: AUTOSCALER,
  latencyMs: SYNC_PERIOD_MS,
  sync(key, read) {
    const hpa = read.get('kubernetes/HorizontalPodAutoscaler', key);
    if (!hpa)
      return read.has(HISTORY, key)
        ? { commands: [command({ type: 'forgetAutoscaler', autoscaler: key })] }
        : undefined;
    const result = runPass(observe(key, hpa, read), read);
    return { commands: result ? [command(result)] : [], requeueAfterMs: SYNC_PERIOD_MS };
  },
};

const command = (body: AutoscalingCommand): Command =>
  ({ model: 'kubernetes', ...body }) as unknown as Command;

/** undefined: nothing is new. */
export function runPass(observed: Observed, read: Read): RecordScalingPass | undefined {
  const known = knownProposals(observed);
  const looked = known ? unlooked(observed, read) : look(observed, read);
  const { namespace = 'default' } = observed.hpa.metadata;
  const decided = decide(looked, namespace, known ? { known } : {});
  if ('scaleError' in decided) return unscaled(observed, decided, looked, read);
  return scaled(observed, decided, looked, known, read);
}

/** A pass in which the pods are left alone. */
function unlooked({ hpa, history, scale }: Observed, read: Read): ScalingPass {
  return {
    atMs: read.nowMs,
    spec: hpa.spec,
    target: scale,
    pods: {},
    answers: [],
    history: history ? historyOf(history, read.nowMs) : null,
    selectorError: null,
    settled: true,
  };
}

function unscaled(
  { key, hpa, history }: Observed,
  { scaleError, condition }: Unscalable,
  looked: ScalingPass,
  read: Read,
): RecordScalingPass {
  const before = hpa.status ?? EMPTY_STATUS;
  const conditions = conditionsAfter(before.conditions ?? [], [condition], read.nowMs);
  return {
    type: 'recordScalingPass',
    autoscaler: key,
    status: changed(before, { ...before, conditions }),
    history: history?.open ? { ...closed(history, read.nowMs), known: null } : null,
    pass: looked,
    events: [{ type: 'Warning', reason: 'FailedGetScale', message: scaleError }],
    decided: null,
  };
}

function scaled(
  observed: Observed,
  decided: Reconciled,
  looked: ScalingPass,
  known: KnownProposals | null,
  read: Read,
): RecordScalingPass | undefined {
  const { key, hpa, scale } = observed;
  if ('error' in scale) return undefined;
  const before = hpa.status ?? EMPTY_STATUS;
  const status = changed(before, statusAfter(before, decided, scale.specReplicas, read.nowMs));
  const history = historyAfter(observed, decided, looked, known, read.nowMs);
  const { events } = decided;
  if (status === null && history === null && events.length === 0) return undefined;
  return {
    type: 'recordScalingPass',
    autoscaler: key,
    status,
    history,
    // In a pass that was not looked at, the newest one that was still has its inputs.
    pass: known && !decided.rescale ? null : passOf(observed, looked, known, read),
    events,
    decided,
  };
}

/** What is rescaled without looking is looked at after all, to be explained. */
const passOf = (
  observed: Observed,
  looked: ScalingPass,
  known: KnownProposals | null,
  read: Read,
): ScalingPass => (known ? look(observed, read) : looked);

const changed = (before: HpaStatus, after: HpaStatus): HpaStatus | null =>
  deepEqual(before, after) ? null : after;

const closed = (history: ScalingHistory, nowMs: number): ScalingHistory => ({
  ...history,
  runs: runsAt(history, nowMs),
  open: false,
});

/** null: an open run goes on, and nothing else is new. */
function historyAfter(
  { history, scale, inputs }: Observed,
  decided: Reconciled,
  { settled }: ScalingPass,
  known: KnownProposals | null,
  nowMs: number,
): ScalingHistory | null {
  if ('error' in scale) return null;
  const { recommended, proposals, rescale } = decided;
  const { specReplicas, statusReplicas } = scale;
  const now: KnownProposals | null =
    proposals.length === 0
      ? null
      : (known ?? { inputs, specReplicas, statusReplicas, settled, proposals });
  const base = history ?? firstHistory(specReplicas, nowMs);
  const last = base.runs.at(-1);
  const goesOn = recommended === null ? !base.open : base.open && last?.replicas === recommended;
  const same = history !== undefined && goesOn && !rescale;
  if (same && (now === known || deepEqual(now, history.known))) return null;
  const runs = runsAt(base, nowMs);
  return {
    ...base,
    runs: recommended === null ? runs : withRecommendation(runs, recommended, nowMs),
    open: recommended !== null,
    scaleUpEvents: decided.history.scaleUpEvents,
    scaleDownEvents: decided.history.scaleDownEvents,
    known: now,
  };
}

/** A new autoscaler remembers the present size, so that it cannot shrink before a window has passed. */
const firstHistory = (replicas: number, nowMs: number): ScalingHistory => ({
  runs: [{ replicas, fromMs: nowMs, toMs: nowMs }],
  open: false,
  scaleUpEvents: [],
  scaleDownEvents: [],
  known: null,
  kept: 0,
});

const scaledBy = (kind: string, object: KubernetesObject, read: Read): readonly string[] =>
  read.keysBy(
    'kubernetes/HorizontalPodAutoscaler',
    'target',
    `${object.metadata.namespace ?? 'default'}/${kind}/${object.metadata.name}`,
  );

const METRIC_KINDS = [
  'kube-metrics/ObjectMetric',
  'kube-metrics/PodsMetric',
  'kube-metrics/ExternalMetric',
] as const;

/** They hasten nothing: a pass is always due sooner. It is then this change that the pass cites. */
export const autoscalerWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/HorizontalPodAutoscaler',
    wakes: AUTOSCALER,
    keys: (after, before, key) => (after?.spec === before?.spec ? [] : [key]),
  }),
  ...(['Deployment', 'ReplicaSet'] as const).map((noun) =>
    defineWatch({
      kind: `kubernetes/${noun}`,
      wakes: AUTOSCALER,
      keys: (after, before, _key, read) => {
        const object = after ?? before;
        if (!object || after?.spec.replicas === before?.spec.replicas) return [];
        return scaledBy(noun, object, read);
      },
    }),
  ),
  ...METRIC_KINDS.map((kind) =>
    defineWatch({
      kind,
      wakes: AUTOSCALER,
      keys: (after, before, _key, read) => {
        const { namespace = '' } = after ?? before ?? {};
        return read.keysBy('kubernetes/HorizontalPodAutoscaler', 'namespace', namespace);
      },
    }),
  ),
];
