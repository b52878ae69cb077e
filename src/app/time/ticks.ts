/** Facts as ticks of the timeline: whose lane, which family, and whether what serves changed by it. */
import type { Fact } from '../../engine/model';
import type { Lane, Tick } from '../../stage/timeline';
import type { Family } from '../../stage/view';
import { plainText } from '../log/markup';
import { isFault, say } from '../sentences/say';
import type { RequestData, Sentences } from '../sentences/types';

export function tickOf(fact: Fact, sentences: Sentences): Tick | null {
  const lane = laneOf(fact);
  if (!lane) return null;
  const { family, major } = lane === 'ecs' || lane === 'kubernetes' ? lookOf(fact) : YOURS;
  // Whose it is stands at the lane's head already.
  const label = plainText(say(fact, sentences).head.replace(/^\*\*[^*]+\*\* /, ''));
  return { atMs: fact.atMs, lane, family, major, label, serial: fact.serial };
}

/** What CloudWatch, Application Auto Scaling and a capacity provider do is done for ECS. */
const ECS_LOOP: ReadonlySet<string> = new Set([
  'alarmStateChanged',
  'capacityScaled',
  'capacityKept',
]);

function laneOf(fact: Fact): Lane | null {
  if (isFault(fact)) return 'faults';
  if (ECS_LOOP.has(fact.type)) return 'ecs';
  if (fact.model === 'eks') return 'kubernetes';
  if (fact.model === 'request') return (fact.data as RequestData).by === 'learner' ? 'you' : null;
  return fact.model === 'ecs' || fact.model === 'kubernetes' ? fact.model : null;
}

interface Look {
  readonly family: Family;
  readonly major: boolean;
}
const YOURS: Look = { family: 'unknown', major: true };
const QUIET: Look = { family: 'unknown', major: false };

/** By the task status that is reached. */
const TASK: Readonly<Record<string, Family>> = {
  PROVISIONING: 'waiting',
  PENDING: 'starting',
  ACTIVATING: 'starting',
  RUNNING: 'serving',
  DEACTIVATING: 'leaving',
  STOPPING: 'leaving',
  DEPROVISIONING: 'leaving',
  STOPPED: 'done',
};

const LOOKS: Readonly<Record<string, Look>> = {
  'ecs/placementFailed': { family: 'waiting', major: true },
  'ecs/deploymentFailed': { family: 'broken', major: true },
  'ecs/deploymentCompleted': { family: 'serving', major: false },
  'ecs/agentDisconnected': { family: 'broken', major: true },
  'ecs/instanceDeregistered': { family: 'broken', major: true },
  'ecs/containerStopped': { family: 'broken', major: false },
  'ecs/containerCrashed': { family: 'broken', major: true },
  'kubernetes/podReady': { family: 'serving', major: true },
  'kubernetes/podNotReady': { family: 'broken', major: true },
  'kubernetes/podBound': { family: 'starting', major: false },
  'kubernetes/imagePulling': { family: 'starting', major: false },
  'kubernetes/containerStarted': { family: 'starting', major: false },
  'kubernetes/podUnschedulable': { family: 'waiting', major: true },
  'kubernetes/podTerminating': { family: 'leaving', major: true },
  'kubernetes/podEvictedByTaint': { family: 'leaving', major: true },
  'kubernetes/containerTerminated': { family: 'broken', major: false },
  'kubernetes/containerCrashed': { family: 'broken', major: true },
  'kubernetes/containerBackOff': { family: 'broken', major: true },
  'kubernetes/imagePullFailed': { family: 'broken', major: true },
  'kubernetes/imagePullBackOff': { family: 'broken', major: true },
  'kubernetes/nodeUnreachable': { family: 'broken', major: true },
  'kubernetes/podFailed': { family: 'failed', major: true },
  'kubernetes/rolloutComplete': { family: 'serving', major: false },
  'aws/capacityScaled': { family: 'starting', major: true },
  'ecs/managedScalingStepped': { family: 'starting', major: true },
  'kubernetes/autoscalerRescaled': { family: 'starting', major: true },
  'eks/nodeGroupScaledUp': { family: 'starting', major: true },
};

function lookOf(fact: Fact): Look {
  if (fact.model === 'ecs' && fact.type === 'taskStatusChanged') {
    const { from, to } = fact.data;
    return { family: TASK[to] ?? 'unknown', major: to === 'RUNNING' || from === 'RUNNING' };
  }
  if (fact.model === 'aws' && fact.type === 'alarmStateChanged')
    return { family: 'waiting', major: fact.data.to === 'ALARM' };
  return LOOKS[`${fact.model}/${fact.type}`] ?? QUIET;
}
