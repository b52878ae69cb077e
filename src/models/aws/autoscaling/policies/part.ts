/** What makes Auto Scaling groups follow their load: scaling policies and scheduled actions. */
import type { ModelPart } from '../../../../engine/composeModel';
import { defineIndex, defineWatch } from '../../../../engine/model';
import { actions } from '../../actions';
import type { AlarmActionOwner } from '../../cloudwatch/alarmActions';
import { groupOfPolicy } from './names';
import { policiesOf } from './observePolicies';
import {
  deleteGroupPolicy,
  describeGroupPolicies,
  groupPolicyRemoved,
  putGroupPolicy,
} from './requests';
import { groupPolicyController, invokeGroupPolicy, scaleGroup } from './scaleGroup';
import {
  deleteGroupAction,
  describeGroupActions,
  groupActionController,
  groupActionRemoved,
  groupActionWatches,
  putGroupAction,
  runGroupAction,
} from './scheduledActions';
import type { Context } from '../../../../engine/model';

export const groupPolicies: AlarmActionOwner = {
  owns: (arn) => groupOfPolicy(arn) !== undefined,
  command: (arn) => ({
    model: 'aws',
    type: 'invokeGroupPolicy',
    AutoScalingGroupName: groupOfPolicy(arn) ?? '',
  }),
};

/** A group that is gone takes its policies and scheduled actions with it. */
export interface ForgetGroupScaling {
  readonly type: 'forgetGroupScaling';
  readonly AutoScalingGroupName: string;
}

const FORGET = 'autoscaling/forgetScaling';

export const groupPoliciesPart: ModelPart = {
  ...actions({
    changes: {
      autoscaling: {
        PutScalingPolicy: putGroupPolicy,
        DeletePolicy: deleteGroupPolicy,
        PutScheduledUpdateGroupAction: putGroupAction,
        DeleteScheduledAction: deleteGroupAction,
      },
    },
    queries: {
      autoscaling: {
        DescribePolicies: describeGroupPolicies,
        DescribeScheduledActions: describeGroupActions,
      },
    },
  }),
  commands: {
    invokeGroupPolicy,
    scaleGroup,
    runGroupAction,
    forgetGroupScaling: ({ AutoScalingGroupName: group }: ForgetGroupScaling, ctx: Context) => [
      ...policiesOf(group, ctx).flatMap((policy) => groupPolicyRemoved(policy, ctx)),
      ...ctx
        .by('autoscaling/ScheduledUpdateGroupAction', 'group', group)
        .flatMap(groupActionRemoved),
      { do: 'remove', kind: 'autoscaling/ScalingDecisions', key: group },
    ],
  },
  controllers: [
    groupPolicyController,
    groupActionController,
    {
      name: FORGET,
      latencyMs: 0,
      sync: (group) => ({
        commands: [{ model: 'aws', type: 'forgetGroupScaling', AutoScalingGroupName: group }],
      }),
    },
  ],
  watches: [
    ...groupActionWatches,
    defineWatch({
      kind: 'cloudwatch/MetricAlarm',
      wakes: groupPolicyController.name,
      keys: (after, before) =>
        after && before && after.StateValue !== before.StateValue
          ? after.AlarmActions.flatMap((arn) => groupOfPolicy(arn) ?? [])
          : [],
    }),
    defineWatch({
      kind: 'autoscaling/AutoScalingGroup',
      wakes: FORGET,
      keys: (after, _before, key, read) =>
        !after &&
        (read.count('autoscaling/ScalingPolicy', 'group', key) > 0 ||
          read.count('autoscaling/ScheduledUpdateGroupAction', 'group', key) > 0)
          ? [key]
          : [],
    }),
  ],
  indexes: (['ScalingPolicy', 'ScheduledUpdateGroupAction'] as const).map((noun) =>
    defineIndex({
      name: 'group',
      kind: `autoscaling/${noun}`,
      dependsOn: ['AutoScalingGroupName'],
      buckets: ({ AutoScalingGroupName }) => [AutoScalingGroupName],
    }),
  ),
};
