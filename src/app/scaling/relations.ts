/** What belongs together among what scales, and its like on the other half. */
import type { Ref } from '../../engine/model';
import { autoscalerOf, HPA } from '../../stage/read/limits';
import { capacityOf } from '../../stage/read/capacity';
import type { View } from '../../stage/view';
import type { Found, Tell } from '../inspector/related';
import type { RecordMaps } from '../recordMaps';

const ref = (kind: Ref['kind'], key: string): Ref => ({ kind, key });

/** Boxes of a group, as the stage knows them. */
export function membersOf(about: Ref, records: RecordMaps): readonly Ref[] {
  if (about.kind === 'eks/Nodegroup') {
    const groups = records.get('eks/Nodegroup', about.key)?.resources.autoScalingGroups ?? [];
    return groups.flatMap(({ name }) => boxesOf(name, records));
  }
  return about.kind === 'autoscaling/AutoScalingGroup' ? boxesOf(about.key, records) : [];
}

function boxesOf(group: string, records: RecordMaps): Ref[] {
  const ids = new Set<string>();
  for (const [id, each] of records.all('autoscaling/AutoScalingInstance'))
    if (each.AutoScalingGroupName === group) ids.add(id);
  const found: Ref[] = [];
  for (const [key, { ec2InstanceId, status }] of records.all('ecs/ContainerInstance'))
    if (ids.has(ec2InstanceId) && status !== 'INACTIVE')
      found.push(ref('ecs/ContainerInstance', key));
  for (const [key, { spec }] of records.all('kubernetes/Node'))
    if (ids.has(/i-[0-9a-f]+$/.exec(spec.providerID ?? '')?.[0] ?? ''))
      found.push(ref('kubernetes/Node', key));
  return found;
}

const groupRelations: Tell = (key, found, records) => {
  for (const [name, { autoScalingGroupName }] of records.all('ecs/CapacityProvider'))
    if (autoScalingGroupName === key) found.scaledBy.push(ref('ecs/CapacityProvider', name));
  for (const [name, { resources }] of records.all('eks/Nodegroup'))
    if (resources.autoScalingGroups.some((each) => each.name === key))
      found.owner.push(ref('eks/Nodegroup', name));
  found.holds.push(...boxesOf(key, records));
};

function targetRelations(key: string, found: Found, records: RecordMaps): void {
  found.owner.push(ref('ecs/Service', key.replace(/^service\//, '')));
  for (const [name, { ResourceId }] of records.all('applicationautoscaling/ScalingPolicy'))
    if (ResourceId === key) found.holds.push(ref('applicationautoscaling/ScalingPolicy', name));
}

export const SCALING_RELATIONS: Readonly<Partial<Record<string, Tell>>> = {
  'autoscaling/AutoScalingGroup': groupRelations,
  'eks/Nodegroup'(key, found, records) {
    for (const { name } of records.get('eks/Nodegroup', key)?.resources.autoScalingGroups ?? [])
      found.holds.push(ref('autoscaling/AutoScalingGroup', name), ...boxesOf(name, records));
    for (const each of records.all('eks/ClusterAutoscaler').keys())
      found.scaledBy.push(ref('eks/ClusterAutoscaler', each));
  },
  'applicationautoscaling/ScalableTarget': targetRelations,
  'applicationautoscaling/ScalingPolicy'(key, found, records) {
    found.owner.push(ref('applicationautoscaling/ScalableTarget', key.slice(0, key.indexOf('|'))));
    const { Alarms = [] } = records.get('applicationautoscaling/ScalingPolicy', key) ?? {};
    found.holds.push(...Alarms.map(({ AlarmName }) => ref('cloudwatch/MetricAlarm', AlarmName)));
  },
  [HPA](key, found, records) {
    const target = records.get(HPA, key)?.spec.scaleTargetRef;
    const namespace = key.slice(0, key.indexOf('/'));
    if (target?.kind === 'Deployment')
      found.owner.push(ref('kubernetes/Deployment', `${namespace}/${target.name}`));
  },
  'ecs/CapacityProvider'(key, found, records) {
    const group = records.get('ecs/CapacityProvider', key)?.autoScalingGroupName;
    if (group !== undefined) found.holds.push(ref('autoscaling/AutoScalingGroup', group));
  },
};

/** What moves a service or a Deployment. */
export function scaledBy(about: Ref, records: RecordMaps): readonly Ref[] {
  if (about.kind === 'ecs/Service')
    return [ref('applicationautoscaling/ScalableTarget', `service/${about.key}`)];
  if (about.kind !== 'kubernetes/Deployment') return [];
  const found = autoscalerOf(records, about.key);
  return found ? [ref(HPA, found.key)] : [];
}

/** Loop to loop: scalable target and autoscaler, group and node group, capacity provider and Cluster Autoscaler. */
export function scalingCounterpart(
  about: Ref,
  { ecs, kubernetes }: View,
  records: RecordMaps,
): Ref[] {
  const limits = [ecs?.ledger.limits?.ref, kubernetes?.ledger.limits?.ref];
  const groups = [ecs, kubernetes].map((half) =>
    ((half && capacityOf(half, records))?.groups ?? []).map((group) => group.ref),
  );
  const loops = [
    [...records.all('ecs/CapacityProvider').keys()].map((key) => ref('ecs/CapacityProvider', key)),
    [...records.all('eks/ClusterAutoscaler').keys()].map((key) =>
      ref('eks/ClusterAutoscaler', key),
    ),
  ];
  for (const pair of [limits.map((each) => (each ? [each] : [])), groups, loops]) {
    const at = pair.findIndex((side) =>
      side.some((each) => each.kind === about.kind && each.key === about.key),
    );
    const [other] = at === -1 ? [] : (pair[1 - at] ?? []);
    if (other) return [other];
  }
  return [];
}
