/**
 * The disruption controller (pkg/controller/disruption/disruption.go, v1.34): keeps `status` of every PodDisruptionBudget.
 * It looks when a selected pod changes or when the budget does; a change of scale alone it learns from the pods that follow.
 *
 * Simplified: its events are recorded when the status changes, not at every look.
 */
import type { ModelPart } from '../../../../engine/composeModel';
import {
  defineWatch,
  type Command,
  type Context,
  type Effect,
  type Read,
} from '../../../../engine/model';
import { isPodReady, podsWithLabels } from '../../api/indexes';
import { recordEvent } from '../../api/recordEvent';
import { conditionsWith } from '../../kubelet/podStatus';
import { objectKey } from '../../naming';
import { selectorPredicate, selectorText } from '../../selector';
import { CONTROLLER_LATENCY_MS, DISRUPTED_POD_TIMEOUT_MS } from '../../timings';
import type { Condition, Pod, PodDisruptionBudget, Time } from '../../types';
import {
  budgetAt,
  budgetKeysOf,
  BUDGETS,
  countsScale,
  desiredHealthy,
  disruptionsAllowed,
  type BudgetSpec,
  type BudgetStatus,
} from './budget';
import { expectedScale } from './expectedPods';

const CONTROLLER = 'kubernetes/disruption';

export type DisruptionCommand = {
  readonly type: 'updateBudgetStatus';
  readonly budget: string;
  readonly status: BudgetStatus;
  readonly tell: Telling | null;
  /** Names of pods that were to go and did not. */
  readonly lingering: readonly string[];
};
interface Telling {
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

interface Observed {
  readonly budget: PodDisruptionBudget;
  readonly pods: readonly Pod[];
  readonly nowMs: number;
}

function observeBudget(key: string, read: Read): Observed | undefined {
  const budget = budgetAt(read, key);
  if (!budget) return undefined;
  const { selector } = budget.spec ?? {};
  const { namespace = 'default' } = budget.metadata;
  const pods = selector
    ? podsWithLabels(read, namespace, selector.matchLabels ?? {}, selectorPredicate(selector))
    : [];
  return { budget, pods, nowMs: read.nowMs };
}

function syncBudget(key: string, read: Read) {
  const observed = observeBudget(key, read);
  if (!observed) return undefined;
  const granted = grantsThatHold(observed);
  const { status, tell } = statusOf(observed, granted.holding, read);
  const { status: before } = observed.budget;
  const same = before !== undefined && sameStatus(before, status);
  const command: DisruptionCommand = {
    type: 'updateBudgetStatus',
    budget: key,
    status,
    tell,
    lingering: granted.lingering,
  };
  return {
    commands: same ? [] : [{ model: 'kubernetes', ...command } as unknown as Command],
    ...(granted.nextMs === undefined ? {} : { requeueAfterMs: granted.nextMs - read.nowMs }),
  };
}

/** Grants whose pod is still there and not yet being deleted; after two minutes nobody believes in them any more. */
function grantsThatHold({ budget, pods, nowMs }: Observed) {
  const holding: Record<string, Time> = {};
  const lingering: string[] = [];
  let nextMs: number | undefined;
  for (const { metadata } of pods) {
    const grantedAt = budget.status?.disruptedPods?.[metadata.name];
    if (grantedAt === undefined || metadata.deletionTimestamp !== undefined) continue;
    const untilMs = grantedAt + DISRUPTED_POD_TIMEOUT_MS;
    if (untilMs <= nowMs) lingering.push(metadata.name);
    else {
      holding[metadata.name] = grantedAt;
      nextMs = Math.min(nextMs ?? Infinity, untilMs);
    }
  }
  return { holding, lingering, nextMs };
}

function statusOf(
  { budget, pods, nowMs }: Observed,
  disruptedPods: Readonly<Record<string, Time>>,
  read: Read,
): { readonly status: BudgetStatus; readonly tell: Telling | null } {
  const { spec = {}, metadata, status: before } = budget;
  const scale = countsScale(spec)
    ? expectedScale(read, pods)
    : { expected: spec.minAvailable === undefined ? 0 : pods.length, unmanaged: [] };
  const observedGeneration = metadata.generation ?? 1;
  if ('error' in scale) {
    const failed = syncFailed(before, scale.error, nowMs);
    const message = `Failed to calculate the number of expected pods: ${scale.error}`;
    const tell = { type: 'Warning', reason: 'CalculateExpectedPodCountFailed', message } as const;
    return { status: { ...failed, observedGeneration }, tell };
  }
  const counts = {
    expectedPods: scale.expected,
    currentHealthy: pods.filter((pod) => isHealthy(pod, disruptedPods)).length,
    desiredHealthy: desiredHealthy(spec, scale.expected),
  };
  const allowed = disruptionsAllowed(counts);
  const status: BudgetStatus = {
    observedGeneration,
    ...(Object.keys(disruptedPods).length > 0 ? { disruptedPods } : {}),
    ...counts,
    disruptionsAllowed: allowed,
    conditions: disruptionAllowedCondition(before?.conditions, allowed, observedGeneration, nowMs),
  };
  return { status, tell: remark(spec, pods, scale.unmanaged) };
}

const isHealthy = (pod: Pod, disrupted: Readonly<Record<string, Time>>): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  disrupted[pod.metadata.name] === undefined &&
  isPodReady(pod);

/** Without trustworthy counts nothing may go. */
function syncFailed(
  before: BudgetStatus | undefined,
  message: string,
  nowMs: number,
): BudgetStatus {
  const failed = { type: ALLOWED, status: 'False', reason: 'SyncFailed', message } as const;
  const { currentHealthy = 0, desiredHealthy: desired = 0, expectedPods = 0 } = before ?? {};
  return {
    currentHealthy,
    desiredHealthy: desired,
    expectedPods,
    disruptionsAllowed: 0,
    conditions: conditionsWith(before?.conditions ?? [], [failed], nowMs),
  };
}

const ALLOWED = 'DisruptionAllowed';

export function disruptionAllowedCondition(
  before: readonly Condition[] | undefined,
  allowed: number,
  observedGeneration: number,
  nowMs: number,
): readonly Condition[] {
  const verdict =
    allowed > 0
      ? ({ type: ALLOWED, status: 'True', reason: 'SufficientPods', message: '' } as const)
      : ({ type: ALLOWED, status: 'False', reason: 'InsufficientPods', message: '' } as const);
  return conditionsWith(before ?? [], [{ ...verdict, observedGeneration }], nowMs);
}

function remark(
  spec: BudgetSpec,
  pods: readonly Pod[],
  unmanaged: readonly string[],
): Telling | null {
  if (pods.length === 0)
    return { type: 'Normal', reason: 'NoPods', message: 'No matching pods found' };
  if (unmanaged.length === 0) return null;
  const message = `Pods selected by this PodDisruptionBudget (selector: ${selectorText(spec.selector)}) were found to be unmanaged. As a result, the status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these pods please set ".spec.minAvailable" field of the PDB to an integer value.`;
  return { type: 'Warning', reason: 'UnmanagedPods', message };
}

const COUNTED = [
  'disruptionsAllowed',
  'currentHealthy',
  'desiredHealthy',
  'expectedPods',
  'observedGeneration',
] as const;

function sameStatus(a: BudgetStatus, b: BudgetStatus): boolean {
  const [grantsA, grantsB] = [
    Object.keys(a.disruptedPods ?? {}),
    Object.keys(b.disruptedPods ?? {}),
  ];
  return (
    COUNTED.every((field) => a[field] === b[field]) &&
    a.conditions === b.conditions &&
    grantsA.length === grantsB.length &&
    grantsA.every((name) => a.disruptedPods?.[name] === b.disruptedPods?.[name])
  );
}

function updateBudgetStatus(
  { budget: key, status, tell, lingering }: DisruptionCommand,
  ctx: Context,
): readonly Effect[] {
  const budget = budgetAt(ctx, key);
  if (!budget) return [];
  const { currentHealthy, desiredHealthy: desired, expectedPods } = status;
  const about = { kind: 'kubernetes/Object', key } as const;
  const data = {
    disruptionsAllowed: status.disruptionsAllowed,
    currentHealthy,
    desiredHealthy: desired,
    expectedPods,
  };
  // Of the counts, what a reader of the log wants to hear: how many may go, and how many must stay.
  const moved =
    budget.status?.disruptionsAllowed !== status.disruptionsAllowed ||
    budget.status.desiredHealthy !== desired;
  return [
    { do: 'put', ...about, value: { ...budget, status } },
    ...(moved
      ? [
          {
            do: 'note' as const,
            fact: {
              model: 'kubernetes' as const,
              type: 'disruptionBudgetChanged' as const,
              about,
              data,
            },
          },
        ]
      : []),
    ...(tell ? recordEvent(ctx, budget, { ...tell, component: COMPONENT }) : []),
    ...lingering.flatMap((name) => notDeleted(ctx, budget, name)),
  ];
}

const COMPONENT = 'controllermanager';

function notDeleted(ctx: Context, budget: PodDisruptionBudget, name: string): readonly Effect[] {
  const { namespace = 'default' } = budget.metadata;
  const pod = ctx.get('kubernetes/Pod', objectKey({ namespace, name }));
  if (!pod) return [];
  return recordEvent(ctx, pod, {
    type: 'Warning',
    reason: 'NotDeleted',
    message: `Pod was expected by PDB ${namespace}/${budget.metadata.name} to be deleted but it wasn't`,
    component: COMPONENT,
  });
}

/** The counts move only with these. */
const countsTheSame = (a: Pod, b: Pod): boolean =>
  isPodReady(a) === isPodReady(b) &&
  a.metadata.deletionTimestamp === b.metadata.deletionTimestamp &&
  a.metadata.labels === b.metadata.labels &&
  a.metadata.ownerReferences === b.metadata.ownerReferences;

export const disruptionPart: ModelPart = {
  controllers: [{ name: CONTROLLER, latencyMs: CONTROLLER_LATENCY_MS, sync: syncBudget }],
  commands: { updateBudgetStatus },
  watches: [
    defineWatch({
      kind: 'kubernetes/Object',
      wakes: CONTROLLER,
      keys: (after, before, key) =>
        after && key.startsWith(`${BUDGETS}/`) && after['spec'] !== before?.['spec'] ? [key] : [],
    }),
    defineWatch({
      kind: 'kubernetes/Pod',
      wakes: CONTROLLER,
      keys: (after, before, _, read) => {
        if (read.count('kubernetes/Object', 'resource', BUDGETS) === 0) return [];
        if (after && before && countsTheSame(after, before)) return [];
        const now = after ? budgetKeysOf(read, after) : [];
        const then =
          before && before.metadata.labels !== after?.metadata.labels
            ? budgetKeysOf(read, before)
            : [];
        return [...new Set([...now, ...then])];
      },
    }),
  ],
};
