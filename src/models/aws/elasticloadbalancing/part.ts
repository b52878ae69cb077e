/** Elastic Load Balancing: load balancers, target groups, targets' health, and the traffic that flows through. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, defineTally, type Read } from '../../../engine/model';
import { actions } from '../actions';
import { loadInvariants } from '../load/invariants';
import { writeUse } from '../load/use';
import { elasticLoadBalancingCommands } from './commands';
import { controllers, watches } from './controllers';
import { tallied, TARGETS } from './flow';
import { loadBalancerLifecycle } from './loadBalancers';
import {
  describeListeners,
  describeLoadBalancers,
  describeTargetGroupAttributes,
  describeTargetGroups,
  describeTargetHealth,
} from './requests/describe';
import {
  createListener,
  createLoadBalancer,
  deleteListener,
  deleteLoadBalancer,
} from './requests/loadBalancers';
import {
  createTargetGroup,
  deleteTargetGroup,
  modifyTargetGroup,
  modifyTargetGroupAttributes,
} from './requests/targetGroups';
import { deregisterTargets, registerTargets } from './requests/targets';
import { targetLifecycle } from './targetLifecycle';
import { setTraffic } from './traffic';

export const elasticLoadBalancingPart: ModelPart = {
  ...actions({
    changes: {
      elasticloadbalancing: {
        CreateLoadBalancer: createLoadBalancer,
        DeleteLoadBalancer: deleteLoadBalancer,
        CreateListener: createListener,
        DeleteListener: deleteListener,
        CreateTargetGroup: createTargetGroup,
        ModifyTargetGroup: modifyTargetGroup,
        ModifyTargetGroupAttributes: modifyTargetGroupAttributes,
        DeleteTargetGroup: deleteTargetGroup,
        RegisterTargets: registerTargets,
        DeregisterTargets: deregisterTargets,
      },
      quayside: { setTraffic },
    },
    queries: {
      elasticloadbalancing: {
        DescribeLoadBalancers: describeLoadBalancers,
        DescribeListeners: describeListeners,
        DescribeTargetGroups: describeTargetGroups,
        DescribeTargetGroupAttributes: describeTargetGroupAttributes,
        DescribeTargetHealth: describeTargetHealth,
      },
    },
  }),
  commands: { ...elasticLoadBalancingCommands, writeUse },
  controllers,
  watches,
  lifecycles: [loadBalancerLifecycle, targetLifecycle],
  indexes: [
    defineIndex({
      name: 'island',
      kind: 'elasticloadbalancing/Flow',
      dependsOn: ['island'],
      buckets: ({ island }) => (island === null ? [] : [island]),
    }),
    defineIndex({
      name: 'arn',
      kind: 'elasticloadbalancing/LoadBalancer',
      buckets: ({ LoadBalancerArn }) => [LoadBalancerArn],
    }),
    defineIndex({
      name: 'targetGroup',
      kind: 'elasticloadbalancing/LoadBalancer',
      buckets: ({ forwardsTo }) => (forwardsTo === null ? [] : [forwardsTo]),
    }),
    defineIndex({
      name: 'loadBalancer',
      kind: 'elasticloadbalancing/Listener',
      buckets: ({ LoadBalancerArn }) => [LoadBalancerArn],
    }),
    defineIndex({
      name: 'targetGroup',
      kind: 'elasticloadbalancing/Listener',
      buckets: ({ DefaultActions }) => [DefaultActions[0].TargetGroupArn],
    }),
    defineIndex({
      name: 'name',
      kind: 'elasticloadbalancing/TargetGroup',
      buckets: ({ TargetGroupName }) => [TargetGroupName],
    }),
    defineIndex({
      name: 'targetGroup',
      kind: 'elasticloadbalancing/TargetHealth',
      buckets: ({ TargetGroupArn }) => [TargetGroupArn],
    }),
    defineIndex({
      name: 'target',
      kind: 'elasticloadbalancing/TargetHealth',
      buckets: ({ Target }) => [Target.Id],
    }),
    defineIndex({
      name: 'address',
      kind: 'elasticloadbalancing/TargetHealth',
      buckets: ({ address }) => [address],
    }),
    defineIndex({
      name: 'instance',
      kind: 'elasticloadbalancing/TargetHealth',
      buckets: ({ instanceId }) => (instanceId === null ? [] : [instanceId]),
    }),
  ],
  tallies: [
    defineTally({
      name: TARGETS,
      kind: 'elasticloadbalancing/TargetHealth',
      of: (target) => ({ bucket: target.TargetGroupArn, add: tallied(target) }),
    }),
  ],
  invariants: (read: Read) => [
    ...read
      .list('elasticloadbalancing/Flow')
      .filter((flow) => flow.servedRate + flow.lostRate !== flow.offeredRate)
      .map((flow) => `flow of ${flow.loadBalancer}: served and lost do not add up to offered`),
    ...loadInvariants(read),
  ],
};
