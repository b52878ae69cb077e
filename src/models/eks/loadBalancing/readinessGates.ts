/**
 * Pod readiness gates `target-health.elbv2.k8s.aws/<target group>` (AWS Load Balancer Controller, targetgroupbinding
 * resource_manager.go): the condition is True while the pod's target is healthy, and tells the target's reason otherwise.
 * So a rollout waits for the load balancer. Key: that of the Pod.
 * Simplified: the webhook that writes gates into new pods is left out; manifests carry them.
 */
import {
  defineIndex,
  defineWatch,
  type Command,
  type Controller,
  type IndexDef,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { TargetHealth } from '../../aws/elasticloadbalancing/types';
import { setPodCondition } from '../../kubernetes/commands';
import type { Condition, Pod } from '../../kubernetes/types';
import { timings } from '../timings';

const READINESS_GATES = 'eks/readinessGates';
const PREFIX = 'target-health.elbv2.k8s.aws/';

/** Names of the target groups whose health a pod waits for. */
export const gatesOf = ({ spec }: Pod): readonly string[] =>
  (spec.readinessGates ?? [])
    .filter(({ conditionType }) => conditionType.startsWith(PREFIX))
    .map(({ conditionType }) => conditionType.slice(PREFIX.length));

export const readinessGates: Controller = {
  name: READINESS_GATES,
  latencyMs: timings.reconcileMs,
  sync(key, read) {
    const pod = read.get('kubernetes/Pod', key);
    if (!pod || pod.metadata.deletionTimestamp !== undefined) return undefined;
    const commands = gatesOf(pod).flatMap((gate) => decideGate(pod, gate, read));
    return commands.length > 0 ? { commands } : undefined;
  },
};

function decideGate(pod: Pod, gate: string, read: Read): readonly Command[] {
  const target = targetOf(pod, gate, read);
  if (!target) return [];
  const condition = conditionOf(gate, target);
  const before = pod.status.conditions?.find(({ type }) => type === condition.type);
  if (before && sameVerdict(before, condition)) return [];
  const { name, namespace = 'default' } = pod.metadata;
  const because = {
    kind: 'elasticloadbalancing/TargetHealth',
    key: `${target.TargetGroupArn}|${target.Target.Id}:${target.Target.Port}`,
  } as const;
  return [setPodCondition({ namespace, name, condition }, because)];
}

function targetOf(pod: Pod, gate: string, read: Read): TargetHealth | undefined {
  const [group] = read.by('elasticloadbalancing/TargetGroup', 'name', gate);
  const ip = pod.status.podIP;
  if (!group || ip === undefined) return undefined;
  return read
    .by('elasticloadbalancing/TargetHealth', 'target', ip)
    .find(({ TargetGroupArn }) => TargetGroupArn === group.TargetGroupArn);
}

type Verdict = Pick<Condition, 'type' | 'status' | 'reason' | 'message'>;

function conditionOf(gate: string, { TargetHealth: health }: TargetHealth): Verdict {
  return {
    type: PREFIX + gate,
    status: health.State === 'healthy' ? 'True' : 'False',
    ...(health.Reason === undefined ? {} : { reason: health.Reason }),
    ...(health.Description === undefined ? {} : { message: health.Description }),
  };
}

const sameVerdict = (a: Verdict, b: Verdict): boolean =>
  a.status === b.status && a.reason === b.reason && a.message === b.message;

export const readinessGateIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'gatedIP',
    kind: 'kubernetes/Pod',
    buckets: (pod) =>
      pod.status.podIP !== undefined && gatesOf(pod).length > 0 ? [pod.status.podIP] : [],
  }),
];

export const readinessGateWatches: readonly Watch[] = [
  defineWatch({
    kind: 'elasticloadbalancing/TargetHealth',
    wakes: READINESS_GATES,
    keys: (after, before, _key, read) =>
      after &&
      (after.TargetHealth.State !== before?.TargetHealth.State ||
        after.TargetHealth.Reason !== before.TargetHealth.Reason)
        ? read.keysBy('kubernetes/Pod', 'gatedIP', after.Target.Id)
        : [],
  }),
];
