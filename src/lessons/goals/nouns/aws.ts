/** The ground that both halves stand on: instances and zones, load balancers, their targets and what flows through them. */
import type { Read } from '../../../engine/model';
import type { Flow, TargetHealth } from '../../../models/aws/elasticloadbalancing/types';
import type { Half } from '../../types';
import { byName, lastPart, noun, type Noun } from './noun';

const instances = noun({
  kind: 'ec2/Instance',
  half: null,
  key: byName,
  joins: { group: ['autoscaling/AutoScalingInstance'] },
  fields: {
    id: ({ InstanceId }) => InstanceId,
    group: ({ InstanceId }, { read }) =>
      read.get('autoscaling/AutoScalingInstance', InstanceId)?.AutoScalingGroupName,
    state: ({ State }) => State.Name,
    zone: ({ Placement }) => Placement.AvailabilityZone,
    type: ({ InstanceType }) => InstanceType,
    cluster: ({ bootstrap }) => bootstrap?.cluster,
    half: ({ bootstrap }): Half | undefined =>
      bootstrap ? (bootstrap.as === 'eks-node' ? 'kubernetes' : 'ecs') : undefined,
  },
});

const zones = noun({
  kind: 'ec2/AvailabilityZone',
  half: null,
  key: byName,
  fields: { name: ({ ZoneName }) => ZoneName },
});

const loadBalancers = noun({
  kind: 'elasticloadbalancing/Flow',
  half: null,
  key: byName,
  counters: {
    lost: {
      total: (flow, at) => integral(flow.lostMilli, flow.lostRemainder, flow.lostRate, flow, at),
      perUnit: 1000,
      unit: 'requests',
      rises: ({ lostRate }) => lostRate > 0,
    },
    served: {
      total: (flow, at) =>
        integral(flow.servedMilli, flow.servedRemainder, flow.servedRate, flow, at),
      perUnit: 1000,
      unit: 'requests',
      rises: ({ servedRate }) => servedRate > 0,
    },
  },
  fields: {
    lostRate: ({ lostRate }) => lostRate / 1000,
    servedRate: ({ servedRate }) => servedRate / 1000,
    offeredRate: ({ offeredRate }) => offeredRate / 1000,
  },
});

/** Milli-requests up to now, as the model's types.ts says. */
function integral(
  milli: number,
  remainder: number,
  rate: number,
  { sinceMs }: Flow,
  { read }: { readonly read: Read },
): number {
  return milli + Math.floor((remainder + rate * (read.nowMs - sinceMs)) / 1000);
}

const targets = noun({
  kind: 'elasticloadbalancing/TargetHealth',
  half: null,
  key: byName,
  joins: {
    targetGroup: ['elasticloadbalancing/TargetGroup'],
    loadBalancer: ['elasticloadbalancing/Listener'],
    half: ['workload/Listener'],
  },
  fields: {
    state: ({ TargetHealth }) => TargetHealth.State,
    zone: ({ Target }) => Target.AvailabilityZone,
    targetGroup: ({ TargetGroupArn }, { read }) =>
      read.get('elasticloadbalancing/TargetGroup', TargetGroupArn)?.TargetGroupName,
    loadBalancer: loadBalancerOf,
    half: ({ address }, { read }) =>
      read.get('workload/Listener', address)?.about.kind.split('/')[0],
    serving: ({ TargetHealth, answers }) =>
      TargetHealth.State === 'healthy' && answers === 'accepting',
  },
});

function loadBalancerOf({ TargetGroupArn }: TargetHealth, { read }: { readonly read: Read }) {
  const [listener] = read.by('elasticloadbalancing/Listener', 'targetGroup', TargetGroupArn);
  if (!listener) return undefined;
  // arn:aws:elasticloadbalancing:<region>:<account>:loadbalancer/app/<name>/<id>
  return lastPart(listener.LoadBalancerArn.replace(/\/[^/]+$/, ''));
}

export const awsNouns: Readonly<Record<string, Noun>> = {
  'ec2/instance': instances,
  'ec2/instances': instances,
  'ec2/zone': zones,
  'ec2/zones': zones,
  'elasticloadbalancing/loadBalancer': loadBalancers,
  'elasticloadbalancing/loadBalancers': loadBalancers,
  'elasticloadbalancing/target': targets,
  'elasticloadbalancing/targets': targets,
};
