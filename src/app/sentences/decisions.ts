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
  'aws/capacityScaled',
  'aws/capacityKept',
  'ecs/managedScalingStepped',
  'eks/nodeGroupScaledUp',
  'eks/scaleUpNotTriggered',
]);

/** A loop has decided how many there are to be: its arithmetic is worth more than the change that it made. */
const LOOPS: ReadonlySet<string> = new Set([
  'aws/capacityScaled',
  'kubernetes/autoscalerRescaled',
  'eks/nodeGroupScaledUp',
]);

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
  for (let i = facts.length - 1; i >= last; i--) {
    const fact = facts[i] as Fact;
    if (fact.atMs < fromMs) break;
    if (!decides(fact)) continue;
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

/** AWS scales services, EKS and the Cluster Autoscaler nodes. */
const halfOf = ({ model }: Fact): Platform =>
  model === 'kubernetes' || model === 'eks' ? 'kubernetes' : 'ecs';

function decides(fact: Fact): boolean {
  if (!DECIDES.has(nameOf(fact))) return false;
  if (fact.type === 'serviceEvent')
    return /has (started|stopped)|unable|unhealthy|failed|roll/.test(fact.data.message);
  // A first start follows from the decision to create the pod; a restart is one of its own.
  return (
    !(fact.model === 'kubernetes' && fact.type === 'containerStarted') || fact.data.restartCount > 0
  );
}

/** The occasion and the answer, each in one breath; without an occasion there is room for the arithmetic. */
function textOf(fact: Fact, source: FactSource, sentences: Sentences): string {
  const { head, why, because } = say(fact, sentences);
  const occasion = occasionOf(fact, source);
  if (!occasion) return joined([head, why]);
  const told = say(occasion, sentences);
  const answer = because ? `${head} (${because})` : head;
  if (!LOOPS.has(nameOf(occasion))) return joined([told.head, answer]);
  return joined([told.head, told.why ?? answer]);
}

/** What asked for it, where that was a loop. */
function loopBehind({ cause }: Fact, source: FactSource): Fact | undefined {
  const behind = cause === null ? undefined : source.fact(cause);
  return behind && LOOPS.has(nameOf(behind)) ? behind : undefined;
}

const nameOf = ({ model, type }: Fact): string => `${model}/${type}`;

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.flatMap((part) => part?.replace(/[.]$/, '') ?? []).join('. ');

function occasionOf(fact: Fact, source: FactSource): Fact | undefined {
  let cause = fact.cause;
  for (let step = 0; cause !== null && step < CHAIN; step++) {
    const found = source.fact(cause);
    if (!found) return undefined;
    if (LOOPS.has(nameOf(found))) return found;
    if (OCCASIONS.has(nameOf(found))) return loopBehind(found, source) ?? found;
    cause = found.cause;
  }
  return undefined;
}
