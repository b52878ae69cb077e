/** Application Auto Scaling: the desired count of ECS services between limits, by policies and by schedules. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, defineWatch, type Context, type Controller } from '../../../engine/model';
import { actions } from '../actions';
import type { AlarmActionOwner } from '../cloudwatch/alarmActions';
import { fulfilActivities } from './activities';
import { explainScaling } from './explain';
import { applicationAutoScalingInvariants } from './invariants';
import { applyLimits } from './limits';
import { resourceIdOf, targetOfPolicy } from './names';
import {
  deregisterScalableTarget,
  describeScalableTargets,
  registerScalableTarget,
} from './requests/scalableTargets';
import { describeScalingActivities } from './requests/scalingActivities';
import {
  deleteScalingPolicy,
  describeScalingPolicies,
  putScalingPolicy,
} from './requests/scalingPolicies';
import {
  deleteScheduledAction,
  describeScheduledActions,
  putScheduledAction,
} from './requests/scheduledActions';
import { invokeScalingPolicy, scaleTarget, targetController } from './scaleTarget';
import { runScheduledAction, scheduleController, scheduleWatches } from './scheduledActions';

export const servicePolicies: AlarmActionOwner = {
  owns: (arn) => targetOfPolicy(arn) !== undefined,
  command: (arn) => ({
    model: 'aws',
    type: 'invokeScalingPolicy',
    ResourceId: targetOfPolicy(arn) ?? '',
  }),
};

/** As many run as were asked for: the activity under way is over. */
const activityController: Controller = {
  name: 'applicationautoscaling/activity',
  latencyMs: 0,
  sync: (ResourceId, read) => {
    const open = read
      .by('applicationautoscaling/ScalingActivity', 'target', ResourceId)
      .some(({ StatusCode }) => StatusCode === 'InProgress');
    return open
      ? { commands: [{ model: 'aws', type: 'fulfilScalingActivities', ResourceId }] }
      : undefined;
  },
};

export interface FulfilScalingActivities {
  readonly type: 'fulfilScalingActivities';
  readonly ResourceId: string;
}

export const applicationAutoScalingPart: ModelPart = {
  ...actions({
    changes: {
      'application-autoscaling': {
        RegisterScalableTarget: registerScalableTarget,
        DeregisterScalableTarget: deregisterScalableTarget,
        PutScalingPolicy: putScalingPolicy,
        DeleteScalingPolicy: deleteScalingPolicy,
        PutScheduledAction: putScheduledAction,
        DeleteScheduledAction: deleteScheduledAction,
      },
    },
    queries: {
      'application-autoscaling': {
        DescribeScalableTargets: describeScalableTargets,
        DescribeScalingPolicies: describeScalingPolicies,
        DescribeScheduledActions: describeScheduledActions,
        DescribeScalingActivities: describeScalingActivities,
      },
      quayside: { explainScaling },
    },
  }),
  commands: {
    invokeScalingPolicy,
    scaleTarget,
    applyLimits,
    runScheduledAction,
    fulfilScalingActivities: ({ ResourceId }: FulfilScalingActivities, ctx: Context) =>
      fulfilActivities(ResourceId, ctx),
  },
  controllers: [targetController, scheduleController, activityController],
  watches: [
    ...scheduleWatches,
    // What a policy was held back by is forgotten when its alarm is content again.
    defineWatch({
      kind: 'cloudwatch/MetricAlarm',
      wakes: targetController.name,
      keys: (after, before) =>
        after && before && after.StateValue !== before.StateValue
          ? after.AlarmActions.flatMap((arn) => targetOfPolicy(arn) ?? [])
          : [],
    }),
    defineWatch({
      kind: 'ecs/Service',
      wakes: activityController.name,
      keys: (after, before, key, read) =>
        after &&
        after.runningCount === after.desiredCount &&
        (after.runningCount !== before?.runningCount ||
          after.desiredCount !== before.desiredCount) &&
        read.has('applicationautoscaling/ScalableTarget', resourceIdOf(key))
          ? [resourceIdOf(key)]
          : [],
    }),
  ],
  indexes: (['ScalingPolicy', 'ScheduledAction', 'ScalingActivity'] as const).map((noun) =>
    defineIndex({
      name: 'target',
      kind: `applicationautoscaling/${noun}`,
      dependsOn: ['ResourceId'],
      buckets: ({ ResourceId }) => [ResourceId],
    }),
  ),
  invariants: applicationAutoScalingInvariants,
};
