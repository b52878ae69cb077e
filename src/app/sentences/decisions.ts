/** The Why of each half: the newest fact that decided something about what runs, with its numbers. */
import type { Fact } from '../../engine/model';
import type { Platform, Why } from '../../stage/view';
import { say } from './say';
import type { Sentences } from './types';

/** How far back to look; further back the last decision has been answered by what is true. */
const LOOK_BACK = 5_000;

/** Facts about how many run, and where; others only report. */
const DECIDES: ReadonlySet<string> = new Set([
  'ecs/serviceEvent',
  'ecs/placementFailed',
  'ecs/deploymentFailed',
  'ecs/deploymentCompleted',
  'ecs/launchesThrottled',
  'ecs/agentDisconnected',
  'ecs/instanceDeregistered',
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

export function decisions(
  facts: readonly Fact[],
  sentences: Sentences,
  fromMs: number,
): Readonly<Partial<Record<Platform, Why>>> {
  const found: Partial<Record<Platform, Why>> = {};
  const last = Math.max(0, facts.length - LOOK_BACK);
  for (let i = facts.length - 1; i >= last; i--) {
    const fact = facts[i] as Fact;
    if (fact.atMs < fromMs) break;
    if ((fact.model !== 'ecs' && fact.model !== 'kubernetes') || found[fact.model]) continue;
    if (!decides(fact)) continue;
    found[fact.model] = { text: textOf(fact, sentences), atMs: fact.atMs, serial: fact.serial };
    if (found.ecs && found.kubernetes) break;
  }
  return found;
}

function decides(fact: Fact): boolean {
  if (!DECIDES.has(`${fact.model}/${fact.type}`)) return false;
  // A first start follows from the decision to create the pod; a restart is one of its own.
  return fact.type !== 'containerStarted' || restarts(fact) > 0;
}

const restarts = (fact: Fact): number =>
  (fact.data as { readonly restartCount?: number }).restartCount ?? 0;

function textOf(fact: Fact, sentences: Sentences): string {
  const { head, why } = say(fact, sentences);
  return why === undefined ? head : `${head.replace(/[.]$/, '')}. ${why}`;
}
