/** The Why of each half: the newest fact that decided something about what runs, with its numbers. */
import type { Fact } from '../../engine/model';
import type { Platform, Why } from '../../stage/view';
import { say } from './say';
import type { Sentences } from './types';

/** How far back to look; further back the last decision has been answered by what is true. */
const LOOK_BACK = 5_000;

/** Facts about how many run, and where; others only report. */
const DECIDES: ReadonlySet<string> = new Set([
  'ecs/containerStopped',
  'ecs/serviceEvent',
  'ecs/placementFailed',
  'ecs/deploymentFailed',
  'ecs/deploymentCompleted',
  'ecs/launchesThrottled',
  'ecs/agentDisconnected',
  'ecs/instanceDeregistered',
  'kubernetes/containerTerminated',
  'kubernetes/podCreated',
  'kubernetes/podCreationRefused',
  'kubernetes/podChosenForDeletion',
  'kubernetes/replicaSetScaled',
  'kubernetes/rolloutComplete',
  'kubernetes/progressDeadlineExceeded',
  'kubernetes/podUnschedulable',
  'kubernetes/containerStarted',
  'kubernetes/containerBackOff',
  'kubernetes/imagePullBackOff',
  'kubernetes/nodeUnreachable',
  'kubernetes/podEvictionScheduled',
  'kubernetes/podEvictedByTaint',
  'kubernetes/podOrphaned',
  'kubernetes/autoscalerRescaled',
  'kubernetes/autoscalerConditionChanged',
  'aws/capacityScaled',
  'aws/capacityKept',
  'ecs/managedScalingStepped',
  'eks/nodeGroupScaledUp',
  'eks/nodeGroupBackedOff',
  'eks/scaleUpNotTriggered',
  'eks/scaleDownBlocked',
  'eks/nodeUnneeded',
  'eks/nodeScaleDownBegun',
  'eks/nodeClaimCreated',
  'eks/nodeClaimFailed',
  'eks/nodeClaimDisrupted',
  'eks/podsNotProvisioned',
  'eks/disruptionBlocked',
]);

/** A loop has decided how many there are to be: its arithmetic is worth more than the change that it made. */
const LOOPS: ReadonlySet<string> = new Set([
  'aws/capacityScaled',
  'kubernetes/autoscalerRescaled',
  'eks/nodeGroupScaledUp',
  'eks/nodeScaleDownBegun',
  'eks/nodeClaimCreated',
  'eks/nodeClaimDisrupted',
]);

/** Done by somebody or something: behind these there may stand a loop. */
const CARRIED_OUT: ReadonlySet<string> = new Set([
  'ecs/serviceUpdated',
  'aws/targetHealthChanged',
  'kubernetes/objectUpdated',
  'kubernetes/objectScaled',
  'kubernetes/objectDeleting',
]);

/** They say that something waits, and are out of date once it has its place or its metric. */
const WAITS: ReadonlySet<string> = new Set([
  'kubernetes/podUnschedulable',
  'eks/scaleUpNotTriggered',
  'eks/podsNotProvisioned',
  'kubernetes/autoscalerConditionChanged',
]);

/** It has its place, or needs none any more. */
const PLACED: ReadonlySet<string> = new Set(['podBound', 'podAssigned', 'objectDeleted']);

/** What a decision answered: the nearest of these up its chain of causes is said before it. */
const OCCASIONS: ReadonlySet<string> = new Set([
  'ecs/containerStopped',
  'ecs/containerHealthChanged',
  'ecs/serviceUpdated',
  'ecs/serviceCreated',
  'ecs/instanceDeregistered',
  'aws/targetHealthChanged',
  'kubernetes/containerTerminated',
  'kubernetes/objectUpdated',
  'kubernetes/objectScaled',
  'kubernetes/objectDeleting',
  'kubernetes/nodeUnreachable',
  'kubernetes/podEvictedByTaint',
]);
/** How far up to look for one. */
const CHAIN = 12;

export interface FactSource {
  readonly facts: readonly Fact[];
  fact(serial: number): Fact | undefined;
}

export function decisions(
  source: FactSource,
  sentences: Sentences,
  fromMs: number,
): Readonly<Partial<Record<Platform, Why>>> {
  const found: Partial<Record<Platform, Why>> = {};
  const { facts } = source;
  const last = Math.max(0, facts.length - LOOK_BACK);
  const settled = new Set<string>();
  for (let i = facts.length - 1; i >= last; i--) {
    const fact = facts[i] as Fact;
    if (fact.atMs < fromMs) break;
    if (settles(fact)) settled.add(keyOf(fact));
    if (!decides(fact) || (WAITS.has(nameOf(fact)) && settled.has(keyOf(fact)))) continue;
    const half = halfOf(fact);
    if (found[half]) continue;
    found[half] = {
      text: textOf(fact, source, sentences),
      atMs: fact.atMs,
      serial: fact.serial,
    };
    if (found.ecs && found.kubernetes) break;
  }
  return found;
}

const settles = (fact: Fact): boolean =>
  fact.type === 'autoscalerConditionChanged'
    ? fact.data.condition === 'ScalingActive' && fact.data.status === 'True'
    : PLACED.has(fact.type);

const keyOf = ({ about: { kind, key } }: Fact): string => `${kind} ${key}`;

/** AWS scales services, EKS and the Cluster Autoscaler nodes. */
const halfOf = ({ model }: Fact): Platform =>
  model === 'kubernetes' || model === 'eks' ? 'kubernetes' : 'ecs';

function decides(fact: Fact): boolean {
  if (!DECIDES.has(nameOf(fact))) return false;
  if (fact.type === 'serviceEvent')
    return /has (started|stopped)|unable|unhealthy|failed|roll/.test(fact.data.message);
  // That it cannot read its metric, and no more: the other conditions come with every step.
  if (fact.type === 'autoscalerConditionChanged')
    return fact.data.condition === 'ScalingActive' && fact.data.status === 'False';
  // A first start follows from the decision to create the pod; a restart is one of its own.
  return (
    !(fact.model === 'kubernetes' && fact.type === 'containerStarted') || fact.data.restartCount > 0
  );
}

/** The occasion and the answer, each in one breath; without an occasion there is room for the arithmetic. */
function textOf(fact: Fact, source: FactSource, sentences: Sentences): string {
  const occasion = occasionOf(fact, source);
  if (!occasion) return wholeOf(fact, sentences);
  const { head, because } = say(fact, sentences);
  const told = say(occasion, sentences);
  const answer = because ? `${head} (${because})` : head;
  if (!LOOPS.has(nameOf(occasion))) return joined([told.head, answer]);
  return told.why === undefined ? joined([told.head, answer]) : wholeOf(occasion, sentences);
}

/** AWS gives the cause in words and the numbers apart from it; Kubernetes has its numbers in the cause. */
function wholeOf(fact: Fact, sentences: Sentences): string {
  const { head, why, because } = say(fact, sentences);
  const numbers = fact.model === 'aws' && LOOPS.has(nameOf(fact)) && because !== undefined;
  return joined([numbers ? `${head} (${because})` : head, why]);
}

const nameOf = ({ model, type }: Fact): string => `${model}/${type}`;

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.flatMap((part) => part?.replace(/[.]$/, '') ?? []).join('. ');

/** The loop that something was done for, else the nearest occasion. */
function occasionOf(fact: Fact, source: FactSource): Fact | undefined {
  let nearest: Fact | undefined;
  let { cause } = fact;
  for (let step = 0; cause !== null && step < CHAIN; step++) {
    const found = source.fact(cause);
    if (!found || LOOPS.has(nameOf(found))) return found ?? nearest;
    if (OCCASIONS.has(nameOf(found))) {
      if (!CARRIED_OUT.has(nameOf(found))) return nearest ?? found;
      nearest ??= found;
    }
    cause = found.cause;
  }
  return nearest;
}
