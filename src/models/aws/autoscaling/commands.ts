/**
 * What the loops of Auto Scaling, and controllers of either platform, ask of it. Records are read again when a command is
 * carried out; one that names something unknown does nothing.
 */
import type { Context, Effect } from '../../../engine/model';
import { createGroundGroup, type GroundGroup } from './ground';
import { setDesired } from './desiredCapacity';
import { launchGroupInstances, populateGroup, type LaunchGroupInstances } from './launch';
import { deleteManagedPolicy, putManagedPolicy, type ManagedPolicy } from './managedPolicy';
import { followInstance } from './followInstance';
import {
  completeLifecycleAction,
  hookKey,
  recordHeartbeat,
  type CompleteLifecycleAction,
} from './lifecycleHooks';
import { removeHook, storeHook } from './requests/lifecycleHooks';
import type { LifecycleHook } from './types';
import { scaleInGroup, terminateGroupInstance, type TerminateGroupInstance } from './terminate';

interface OfGroup {
  readonly AutoScalingGroupName: string;
}

export type AutoScalingCommand =
  | ({ readonly type: 'launchGroupInstances' } & LaunchGroupInstances)
  /** ECS keeps a policy on the group of a capacity provider. */
  | ({ readonly type: 'putManagedPolicy' } & ManagedPolicy)
  | ({ readonly type: 'deleteManagedPolicy'; readonly policyName: string } & OfGroup)
  | { readonly type: 'createGroundGroup'; readonly group: GroundGroup }
  | ({ readonly type: 'populateGroup' } & OfGroup)
  | ({ readonly type: 'scaleInGroup' } & OfGroup)
  | ({ readonly type: 'terminateGroupInstance' } & TerminateGroupInstance)
  /** EC2 says that it runs, or that it is gone. */
  | {
      readonly type: 'followInstance';
      readonly InstanceId: string;
      readonly event: 'running' | 'terminated';
    }
  | ({ readonly type: 'completeLifecycleAction' } & CompleteLifecycleAction)
  | {
      readonly type: 'recordHeartbeat';
      readonly InstanceId: string;
      readonly LifecycleHookName: string;
    }
  | { readonly type: 'putLifecycleHook'; readonly hook: LifecycleHook }
  | ({ readonly type: 'deleteLifecycleHook'; readonly LifecycleHookName: string } & OfGroup)
  | ({ readonly type: 'forgetGroup' } & OfGroup)
  /** A scaling policy or a capacity provider speaking; held within the group's bounds. `text` is the Cause. */
  | ({
      readonly type: 'setGroupDesiredCapacity';
      readonly DesiredCapacity: number;
      readonly text: string;
    } & OfGroup)
  | {
      readonly type: 'protectFromScaleIn';
      readonly InstanceId: string;
      readonly isProtected: boolean;
    };

type Of<T extends AutoScalingCommand['type']> = Extract<AutoScalingCommand, { readonly type: T }>;
type Handlers = {
  readonly [T in AutoScalingCommand['type']]: (command: Of<T>, ctx: Context) => readonly Effect[];
};

export const autoScalingCommands: Handlers = {
  launchGroupInstances,
  putManagedPolicy,
  deleteManagedPolicy,
  createGroundGroup,
  populateGroup,
  scaleInGroup,
  terminateGroupInstance,
  followInstance,
  completeLifecycleAction,
  recordHeartbeat,
  putLifecycleHook: ({ hook }) => storeHook(hook),
  deleteLifecycleHook({ AutoScalingGroupName, LifecycleHookName }, ctx) {
    const key = hookKey(AutoScalingGroupName, LifecycleHookName);
    const hook = ctx.get('autoscaling/LifecycleHook', key);
    return hook ? removeHook(hook) : [];
  },
  forgetGroup({ AutoScalingGroupName: key }, ctx) {
    if (!ctx.has('autoscaling/AutoScalingGroup', key)) return [];
    const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
    const activities = ctx.keysBy('autoscaling/Activity', 'group', key);
    return [
      { do: 'note', fact: { model: 'aws', type: 'autoScalingGroupDeleted', data: {}, about } },
      { do: 'remove', ...about },
      ...activities.map((id): Effect => ({ do: 'remove', kind: 'autoscaling/Activity', key: id })),
      ...ctx
        .keysBy('autoscaling/LifecycleHook', 'group', key)
        .map((id): Effect => ({ do: 'remove', kind: 'autoscaling/LifecycleHook', key: id })),
    ];
  },
  setGroupDesiredCapacity({ AutoScalingGroupName, DesiredCapacity, text }, ctx) {
    const group = ctx.get('autoscaling/AutoScalingGroup', AutoScalingGroupName);
    if (!group) return [];
    const within = Math.max(group.MinSize, Math.min(group.MaxSize, DesiredCapacity));
    return setDesired(group, within, text, ctx);
  },
  protectFromScaleIn({ InstanceId: key, isProtected }, ctx) {
    const member = ctx.get('autoscaling/AutoScalingInstance', key);
    if (!member || member.ProtectedFromScaleIn === isProtected) return [];
    const value = { ...member, ProtectedFromScaleIn: isProtected };
    const group = {
      kind: 'autoscaling/AutoScalingGroup',
      key: member.AutoScalingGroupName,
    } as const;
    const data = { InstanceId: key, isProtected };
    return [
      { do: 'put', kind: 'autoscaling/AutoScalingInstance', key, value },
      { do: 'note', fact: { model: 'aws', type: 'instanceProtectionSet', data, about: group } },
    ];
  },
};
