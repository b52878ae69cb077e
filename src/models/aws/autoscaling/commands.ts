/**
 * What the loops of Auto Scaling, and controllers of either platform, ask of it. Records are read again when a command is
 * carried out; one that names something unknown does nothing.
 */
import type { Context, Effect } from '../../../engine/model';
import { createGroundGroup, type GroundGroup } from './ground';
import { setDesired } from './desiredCapacity';
import { launchGroupInstances, populateGroup, type LaunchGroupInstances } from './launch';
import { deleteManagedPolicy, putManagedPolicy, type ManagedPolicy } from './managedPolicy';
import { MEMBER_LIFECYCLE } from './memberLifecycle';
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
  followInstance: ({ InstanceId: key, event }) => [
    { do: 'tell', lifecycle: MEMBER_LIFECYCLE, key, event: { type: event } },
  ],
  forgetGroup({ AutoScalingGroupName: key }, ctx) {
    if (!ctx.has('autoscaling/AutoScalingGroup', key)) return [];
    const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
    const activities = ctx.keysBy('autoscaling/Activity', 'group', key);
    return [
      { do: 'note', fact: { model: 'aws', type: 'autoScalingGroupDeleted', data: {}, about } },
      { do: 'remove', ...about },
      ...activities.map((id): Effect => ({ do: 'remove', kind: 'autoscaling/Activity', key: id })),
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
    return [{ do: 'put', kind: 'autoscaling/AutoScalingInstance', key, value }];
  },
};
