/**
 * Explains a pass by making it again: the same functions on the input that the pass kept, with a recorder. Nothing of the table is
 * stored (DECISIONS.md, explanations are recomputed).
 */
import type { Admission, AnyRequest, Read, Rejection } from '../../../engine/model';
import type { Limited } from './behavior';
import { metricRows } from './explainMetrics';
import { HISTORY, historyOf, PASS, type ScalingPass } from './history';
import { decide } from './pass';
import { Recording } from './recording';
import type { Reconciled } from './reconcile';
import type { HeldBackBy, MetricRow, ScalingExplanation } from './table';
import { SYNC_PERIOD_MS } from './timings';

export function queryExplainScaling(request: AnyRequest, read: Read): Admission | undefined {
  const { api, action, input } = request as AnyRequest & { action?: unknown; input?: unknown };
  if (api !== 'quayside' || action !== 'explainScaling') return undefined;
  const {
    namespace = 'default',
    name = '',
    atMs,
  } = (input ?? {}) as { namespace?: string; name?: string; atMs?: number };
  const key = `${namespace}/${name}`;
  const hpa = read.get('kubernetes/HorizontalPodAutoscaler', key);
  if (!hpa) return notFound(`horizontalpodautoscalers.autoscaling "${name}" not found`);
  const pass = passAt(key, Math.min(atMs ?? read.nowMs, read.nowMs), read);
  if (pass) return { ok: true, output: explain(namespace, name, pass), effects: [] };
  return notFound(
    `The controller has not looked at "${name}" at this moment, or it was too long ago.`,
  );
}

const notFound = (message: string): Rejection => ({
  ok: false,
  status: 404,
  error: { name: 'NotFound', message, causes: [] },
});

/** The newest pass at or before a moment that can still be gone through. */
function passAt(key: string, atMs: number, read: Read): ScalingPass | undefined {
  const latest = read.get(PASS, `${key}/latest`);
  if (latest && latest.atMs <= atMs) return sinceThen(key, latest, atMs, read);
  return read
    .by(PASS, 'autoscaler', key)
    .filter((pass) => pass.atMs <= atMs)
    .sort((a, b) => a.atMs - b.atMs)
    .at(-1);
}

/** Passes since the newest one that was kept found nothing new: they had its inputs, and a later clock. */
function sinceThen(key: string, latest: ScalingPass, atMs: number, read: Read): ScalingPass {
  const passes = Math.floor((atMs - latest.atMs) / SYNC_PERIOD_MS);
  const history = read.get(HISTORY, key);
  if (passes === 0 || !history) return latest;
  const nowMs = latest.atMs + passes * SYNC_PERIOD_MS;
  return { ...latest, atMs: nowMs, history: historyOf(history, nowMs) };
}

export function explain(namespace: string, name: string, pass: ScalingPass): ScalingExplanation {
  const recording = new Recording();
  const decided = decide(pass, namespace, { recorder: recording });
  const { spec, target, atMs } = pass;
  const { kind, name: of } = spec.scaleTargetRef;
  const common = {
    namespace,
    name,
    atMs,
    nextAtMs: atMs + SYNC_PERIOD_MS,
    target: { kind, name: of },
    minReplicas: spec.minReplicas ?? 1,
    maxReplicas: spec.maxReplicas,
  };
  if ('scaleError' in decided || 'error' in target) {
    const { condition, scaleError: message } = decided as Extract<
      typeof decided,
      { scaleError: string }
    >;
    return { ...common, ...NOTHING, conditions: [said(condition)], events: failedToGet(message) };
  }
  const metrics = metricRows(pass, decided, recording.metrics);
  return {
    ...common,
    specReplicas: target.specReplicas,
    statusReplicas: target.statusReplicas,
    outsideBounds: outsideOf(pass, decided),
    metrics,
    recommended: decided.recommended,
    stabilization: recording.stabilization(pass, decided),
    rate: recording.rate(pass, decided),
    limit: recording.limit,
    result: decided.desiredReplicas,
    outcome: outcomeOf(decided),
    rescaleReason: decided.rescaleReason,
    heldBackBy: heldBackBy(pass, decided, metrics, recording.limit),
    conditions: decided.conditions.map(said),
    events: decided.events,
  };
}

const NOTHING = {
  specReplicas: null,
  statusReplicas: null,
  outsideBounds: null,
  metrics: [],
  recommended: null,
  stabilization: null,
  rate: null,
  limit: null,
  result: null,
  outcome: 'failed',
  rescaleReason: '',
  heldBackBy: 'scale',
} as const;

const failedToGet = (message: string): ScalingExplanation['events'] => [
  { type: 'Warning', reason: 'FailedGetScale', message },
];

const said = ({ type, status, reason = '', message = '' }: Reconciled['conditions'][number]) => ({
  type,
  status,
  reason,
  message,
});

function outcomeOf({ rescale, conditions }: Reconciled): ScalingExplanation['outcome'] {
  if (rescale) return 'rescaled';
  const active = conditions.find(({ type }) => type === 'ScalingActive');
  if (active?.status !== 'False') return 'kept';
  return active.reason === 'ScalingDisabled' ? 'disabled' : 'failed';
}

function outsideOf(
  { spec, target }: ScalingPass,
  { rescale, recommended }: Reconciled,
): ScalingExplanation['outsideBounds'] {
  if (!rescale || recommended !== null || 'error' in target) return null;
  return target.specReplicas > spec.maxReplicas ? 'aboveMax' : 'belowMin';
}

const LIMITED_BY: Readonly<Record<string, HeldBackBy>> = {
  ScaleUpLimit: 'policy',
  ScaleDownLimit: 'policy',
  TooManyReplicas: 'maxReplicas',
  TooFewReplicas: 'minReplicas',
};

function heldBackBy(
  pass: ScalingPass,
  decided: Reconciled,
  metrics: readonly MetricRow[],
  limit: Limited | null,
): HeldBackBy {
  const { recommended, stabilized, desiredReplicas: result } = decided;
  const outside = outsideOf(pass, decided);
  if (outside) return outside === 'aboveMax' ? 'maxReplicas' : 'minReplicas';
  if (outcomeOf(decided) === 'disabled') return 'disabled';
  if (pass.selectorError) return 'selector';
  if (recommended === null) return 'metric';
  if (result !== stabilized) return LIMITED_BY[limit?.reason ?? ''] ?? 'policy';
  if (stabilized !== recommended) return 'stabilization';
  if (decided.rescale) return 'nothing';
  const chosen = metrics.find((row) => row.chosen);
  const within = chosen?.withinTolerance === true || chosen?.recomputed?.kept === 'tolerance';
  return within ? 'tolerance' : 'sameSize';
}
