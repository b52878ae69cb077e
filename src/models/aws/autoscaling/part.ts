/** Amazon EC2 Auto Scaling: groups that keep a number of instances, in balance over their zones. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex } from '../../../engine/model';
import { actions } from '../actions';
import { autoScalingCommands } from './commands';
import { autoScalingControllers, autoScalingWatches } from './controllers';
import { autoScalingInvariants } from './invariants';
import { memberLifecycle } from './memberLifecycle';
import {
  deleteAutoScalingGroup,
  setDesiredCapacity,
  updateAutoScalingGroup,
} from './requests/changeGroup';
import { createAutoScalingGroup } from './requests/createGroup';
import {
  describeAutoScalingGroups,
  describeAutoScalingInstances,
  describeScalingActivities,
} from './requests/describe';
import {
  completeLifecycleActionRequest,
  deleteLifecycleHook,
  describeLifecycleHooks,
  putLifecycleHook,
  recordLifecycleActionHeartbeat,
} from './requests/lifecycleHooks';
import { resumeProcesses, suspendProcesses } from './requests/processes';
import { deleteWarmPool, describeWarmPool, putWarmPool } from './requests/warmPool';
import {
  setInstanceHealth,
  setInstanceProtection,
  terminateInstanceInAutoScalingGroup,
} from './requests/instances';

export const autoScalingPart: ModelPart = {
  ...actions({
    changes: {
      autoscaling: {
        CreateAutoScalingGroup: createAutoScalingGroup,
        UpdateAutoScalingGroup: updateAutoScalingGroup,
        DeleteAutoScalingGroup: deleteAutoScalingGroup,
        SetDesiredCapacity: setDesiredCapacity,
        SetInstanceHealth: setInstanceHealth,
        SetInstanceProtection: setInstanceProtection,
        TerminateInstanceInAutoScalingGroup: terminateInstanceInAutoScalingGroup,
        PutLifecycleHook: putLifecycleHook,
        SuspendProcesses: suspendProcesses,
        ResumeProcesses: resumeProcesses,
        PutWarmPool: putWarmPool,
        DeleteWarmPool: deleteWarmPool,
        DeleteLifecycleHook: deleteLifecycleHook,
        CompleteLifecycleAction: completeLifecycleActionRequest,
        RecordLifecycleActionHeartbeat: recordLifecycleActionHeartbeat,
      },
    },
    queries: {
      autoscaling: {
        DescribeAutoScalingGroups: describeAutoScalingGroups,
        DescribeAutoScalingInstances: describeAutoScalingInstances,
        DescribeScalingActivities: describeScalingActivities,
        DescribeLifecycleHooks: describeLifecycleHooks,
        DescribeWarmPool: describeWarmPool,
      },
    },
  }),
  commands: autoScalingCommands,
  controllers: autoScalingControllers,
  lifecycles: [memberLifecycle],
  watches: autoScalingWatches,
  indexes: [
    defineIndex({
      name: 'group',
      kind: 'autoscaling/AutoScalingInstance',
      dependsOn: ['AutoScalingGroupName'],
      buckets: ({ AutoScalingGroupName }) => [AutoScalingGroupName],
    }),
    defineIndex({
      name: 'group',
      kind: 'autoscaling/LifecycleHook',
      dependsOn: ['AutoScalingGroupName'],
      buckets: ({ AutoScalingGroupName }) => [AutoScalingGroupName],
    }),
    defineIndex({
      name: 'group',
      kind: 'autoscaling/Activity',
      dependsOn: ['AutoScalingGroupName'],
      buckets: ({ AutoScalingGroupName }) => [AutoScalingGroupName],
    }),
  ],
  invariants: autoScalingInvariants,
};
