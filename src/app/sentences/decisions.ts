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
    if ((fact.model !== 'ecs' && fact.model !== 'kubernetes') || found[fact.model]) continue;
    if (!decides(fact)) continue;
    found[fact.model] = {
      text: textOf(fact, source, sentences),
      atMs: fact.atMs,
      serial: fact.serial,
    };
    if (found.ecs && found.kubernetes) break;
  }
  return found;
}

function decides(fact: Fact): boolean {
  if (!DECIDES.has(`${fact.model}/${fact.type}`)) return false;
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
  return joined([say(occasion, sentences).head, because ? `${head} (${because})` : head]);
}

const joined = (parts: readonly (string | undefined)[]): string =>
  parts.flatMap((part) => part?.replace(/[.]$/, '') ?? []).join('. ');

function occasionOf(fact: Fact, source: FactSource): Fact | undefined {
  let cause = fact.cause;
  for (let step = 0; cause !== null && step < CHAIN; step++) {
    const found = source.fact(cause);
    if (!found) return undefined;
    if (OCCASIONS.has(`${found.model}/${found.type}`)) return found;
    cause = found.cause;
  }
  return undefined;
}
