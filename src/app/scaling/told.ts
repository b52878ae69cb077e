/** Asked and true of what scales: groups, scalable targets, autoscalers, capacity providers, queues, alarms. */
import { figure } from '../../stage/clock';
import { HPA } from '../../stage/read/limits';
import type { Tell } from '../inspector/recordThing';
import type { RecordMaps } from '../recordMaps';
import { num } from './numbers';

const NOTHING = { asked: '', truth: '', belongs: [], state: null };

/** `3 InService + 1 Pending` */
function members(group: string, records: RecordMaps): string {
  const counts = new Map<string, number>();
  for (const each of records.all('autoscaling/AutoScalingInstance').values())
    if (each.AutoScalingGroupName === group)
      counts.set(each.LifecycleState, (counts.get(each.LifecycleState) ?? 0) + 1);
  const first = counts.get('InService') ?? 0;
  counts.delete('InService');
  const rest = [...counts].map(([state, count]) => ` + ${count} ${state}`).join('');
  return `${first} InService${rest}`;
}

const tellGroup: Tell = (key, records) => {
  const group = records.get('autoscaling/AutoScalingGroup', key);
  if (!group) return NOTHING;
  const { MinSize, MaxSize, DesiredCapacity, AvailabilityZones, WarmPoolConfiguration } = group;
  return {
    state: group.Status ?? null,
    belongs: [
      `${MinSize}–${MaxSize}`,
      AvailabilityZones.join(', '),
      ...(WarmPoolConfiguration ? [`warm pool ${WarmPoolConfiguration.MinSize}`] : []),
    ],
    asked: `${DesiredCapacity} DesiredCapacity`,
    truth: members(key, records),
  };
};

const tellNodegroup: Tell = (key, records) => {
  const nodegroup = records.get('eks/Nodegroup', key);
  if (!nodegroup) return NOTHING;
  const { scalingConfig, capacityType, instanceTypes, status, resources } = nodegroup;
  const [group] = resources.autoScalingGroups;
  return {
    state: status,
    belongs: [
      `${scalingConfig.minSize}–${scalingConfig.maxSize}`,
      capacityType,
      instanceTypes.join(', '),
    ],
    asked: `${scalingConfig.desiredSize} desiredSize`,
    truth: group ? members(group.name, records) : status,
  };
};

const tellTarget: Tell = (key, records) => {
  const target = records.get('applicationautoscaling/ScalableTarget', key);
  if (!target) return NOTHING;
  const service = records.get('ecs/Service', key.replace(/^service\//, ''));
  const { DynamicScalingInSuspended, DynamicScalingOutSuspended } = target.SuspendedState;
  const suspended = [
    ...(DynamicScalingInSuspended ? ['DynamicScalingInSuspended'] : []),
    ...(DynamicScalingOutSuspended ? ['DynamicScalingOutSuspended'] : []),
  ];
  return {
    state: null,
    belongs: [target.ScalableDimension, ...suspended],
    asked: `${target.MinCapacity}–${target.MaxCapacity}`,
    truth: service ? `${service.desiredCount} desiredCount` : '–',
  };
};

const tellAutoscaler: Tell = (key, records) => {
  const found = records.get(HPA, key);
  if (!found) return NOTHING;
  const { spec, status } = found;
  const { scaleTargetRef, minReplicas = 1, maxReplicas } = spec;
  const active = status?.conditions?.find(({ type }) => type === 'ScalingActive');
  return {
    state: active && active.status !== 'True' ? (active.reason ?? null) : null,
    belongs: [`${scaleTargetRef.kind} ${scaleTargetRef.name}`],
    asked: `${minReplicas}–${maxReplicas}`,
    truth: status ? `${status.currentReplicas ?? 0} → ${status.desiredReplicas}` : '–',
  };
};

export const SCALING_TOLD: Readonly<Partial<Record<string, Tell>>> = {
  'autoscaling/AutoScalingGroup': tellGroup,
  'eks/Nodegroup': tellNodegroup,
  'applicationautoscaling/ScalableTarget': tellTarget,
  'applicationautoscaling/ScalingPolicy'(key, records) {
    const policy = records.get('applicationautoscaling/ScalingPolicy', key);
    if (!policy) return NOTHING;
    const { TargetTrackingScalingPolicyConfiguration: tracking } = policy;
    const value = tracking ? num(tracking.TargetValue) : '–';
    return { state: null, belongs: [policy.PolicyType], asked: value, truth: '' };
  },
  [HPA]: tellAutoscaler,
  'ecs/CapacityProvider'(key, records) {
    const provider = records.get('ecs/CapacityProvider', key);
    if (!provider) return NOTHING;
    const [scaling] = [...records.all('ecs/ManagedScaling').values()].filter(
      ({ capacityProvider }) => capacityProvider === key,
    );
    const { managedScaling } = provider.autoScalingGroupProvider;
    const reservation = scaling?.reservation;
    return {
      state: provider.status,
      belongs: [provider.autoScalingGroupName, `managedScaling ${managedScaling.status}`],
      asked: `${managedScaling.targetCapacity}% targetCapacity`,
      truth: reservation == null ? '–' : `${num(reservation)}%`,
    };
  },
  'sqs/Queue'(key, records) {
    const queue = records.get('sqs/Queue', key);
    if (!queue) return NOTHING;
    const inFlight = queue.held.length + queue.abandoned.reduce((sum, { count }) => sum + count, 0);
    return {
      state: null,
      belongs: [`VisibilityTimeout ${queue.attributes.VisibilityTimeout}`],
      asked: `${num(queue.rate / 1000)} /s`,
      truth: `${figure(queue.visibleCount)} + ${figure(inFlight)}`,
    };
  },
  'cloudwatch/MetricAlarm'(key, records) {
    const alarm = records.get('cloudwatch/MetricAlarm', key);
    if (!alarm) return NOTHING;
    const { StateValue, Threshold, DatapointsToAlarm, EvaluationPeriods } = alarm;
    return {
      state: StateValue,
      belongs: [alarm.MetricName ?? '', `${DatapointsToAlarm} / ${EvaluationPeriods}`],
      asked: Threshold === undefined ? '' : num(Threshold),
      truth: StateValue,
    };
  },
};
