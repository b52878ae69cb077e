/** The machine of a group's instance at work: what its states mean in the record, and the activities they end. */
import type { Context, Effect, Lifecycle } from '../../../engine/model';
import { tell } from '../ec2/requests/changeInstanceState';
import { endActivity } from './activities';
import type { AutoScalingGroup, AutoScalingInstance, LifecycleState } from './types';
import { memberMachine } from './member.machine';

export const MEMBER_LIFECYCLE = 'autoscaling/member';

export const memberLifecycle: Lifecycle = {
  name: MEMBER_LIFECYCLE,
  machine: memberMachine,
  record: (key) => ({ kind: 'autoscaling/AutoScalingInstance', key }),
  status(key, { value }, ctx) {
    const before = ctx.get('autoscaling/AutoScalingInstance', key);
    const state = value as LifecycleState | 'Terminated';
    if (!before || state === 'Terminated' || state === before.LifecycleState) return [];
    const after = { ...before, LifecycleState: state };
    if (state !== 'InService') return [put(after)];
    const inService = { ...after, inServiceAtMs: ctx.nowMs, activity: null };
    return [put(inService), ...cameIntoService(before, ctx)];
  },
  intents: {
    terminateInstance: ({ key }) => [tell(key, 'terminate')],
    leave: ({ key, ctx }) => {
      const member = ctx.get('autoscaling/AutoScalingInstance', key);
      return member ? left(member, ctx) : [];
    },
  },
  // It may be told to go while it goes, and EC2 and its hooks may go on speaking.
  ignores: [
    ...['terminate', 'terminateHeld', 'running', 'runningHeld', 'terminated', 'proceed'],
    ...['warm', 'warmed', 'stopped', 'take'],
  ],
};

const put = (value: AutoScalingInstance): Effect => ({
  do: 'put',
  kind: 'autoscaling/AutoScalingInstance',
  key: value.InstanceId,
  value,
});

function cameIntoService(member: AutoScalingInstance, ctx: Context): readonly Effect[] {
  if (member.activity === null) return [];
  const { AutoScalingGroupName: key, InstanceId, activity } = member;
  const startedMs = ctx.get('autoscaling/Activity', activity)?.StartTime ?? ctx.nowMs;
  const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
  const data = { InstanceId, launchMs: ctx.nowMs - startedMs };
  return [
    { do: 'note', fact: { model: 'aws', type: 'groupInstanceInService', data, about } },
    ...endActivity(activity, ctx),
    ...coolDown(key, ctx),
  ];
}

function left(member: AutoScalingInstance, ctx: Context): readonly Effect[] {
  const { AutoScalingGroupName: key, InstanceId, activity } = member;
  const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
  return [
    {
      do: 'note',
      fact: { model: 'aws', type: 'groupInstanceTerminated', data: { InstanceId }, about },
    },
    ...endActivity(activity, ctx),
    ...coolDown(key, ctx),
    { do: 'remove', kind: 'autoscaling/AutoScalingInstance', key: InstanceId },
  ];
}

/** A cooldown begins when an activity ends (User Guide, "Scaling cooldowns"). */
function coolDown(name: string, ctx: Context): readonly Effect[] {
  const group = ctx.get('autoscaling/AutoScalingGroup', name);
  if (!group) return [];
  const value: AutoScalingGroup = {
    ...group,
    cooldownUntilMs: ctx.nowMs + group.DefaultCooldown * 1000,
  };
  return [{ do: 'put', kind: 'autoscaling/AutoScalingGroup', key: name, value }];
}
