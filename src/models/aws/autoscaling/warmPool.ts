/**
 * Warm pools (EC2 Auto Scaling User Guide, "Warm pools"): instances that have been launched and booted before they are needed,
 * kept stopped (or running) beside the group. A scale-out takes them first: they come back in a fraction of the time. The pool
 * holds what is missing from the prepared capacity, at least its minimum; with reuse a scale-in gives instances back to it.
 */
import type { Command, Context, Effect, Read } from '../../../engine/model';
import { regionOf } from '../account';
import { launchInstances } from '../ec2/launchInstances';
import { tell } from '../ec2/requests/changeInstanceState';
import { launchCause, newActivity } from './activities';
import { tellMember } from './followInstance';
import { groupTags, joinGroup, templateOf } from './join';
import { nextKind } from './mixedInstances';
import { membersOf } from './observeGroup';
import { marketsOf } from './spotMembers';
import { isWarm } from './states';
import type { AutoScalingGroup, AutoScalingInstance } from './types';
import { countAllByZone, zonesToTry } from './zones';

/** How many instances the pool should hold. */
export function poolSize({
  WarmPoolConfiguration: pool,
  MaxSize,
  DesiredCapacity,
}: Pick<AutoScalingGroup, 'WarmPoolConfiguration' | 'MaxSize' | 'DesiredCapacity'>): number {
  if (!pool) return 0;
  const prepared = pool.MaxGroupPreparedCapacity ?? MaxSize;
  return Math.max(pool.MinSize, prepared - DesiredCapacity, 0);
}

const isLeaving = ({ LifecycleState }: AutoScalingInstance): boolean =>
  LifecycleState === 'Warmed:Terminating';

export function decidePool(
  group: AutoScalingGroup,
  members: readonly AutoScalingInstance[],
): readonly Command[] {
  const warm = members.filter((member) => isWarm(member) && !isLeaving(member));
  const wanted = group.Status === undefined ? poolSize(group) : 0;
  if (warm.length === wanted) return [];
  const { AutoScalingGroupName } = group;
  return warm.length < wanted
    ? [{ model: 'aws', type: 'fillWarmPool', AutoScalingGroupName }]
    : [{ model: 'aws', type: 'shrinkWarmPool', AutoScalingGroupName, to: wanted }];
}

interface OfGroup {
  readonly AutoScalingGroupName: string;
}

export function fillWarmPool(
  { AutoScalingGroupName: name }: OfGroup,
  ctx: Context,
): readonly Effect[] {
  const group = ctx.get('autoscaling/AutoScalingGroup', name);
  if (!group) return [];
  const members = membersOf(name, ctx);
  const warm = members.filter((member) => isWarm(member) && !isLeaving(member));
  const wanted = poolSize(group);
  const template = templateOf(group, ctx);
  const counts = new Map(countAllByZone(group, members));
  const zones: string[] = [];
  while (zones.length < wanted - warm.length) {
    const zone = zonesToTry(group, counts, ctx.nowMs).find(
      (each) => nextKind(group, template.data, marketsOf(members, ctx), each, ctx) !== undefined,
    );
    if (zone === undefined) break;
    zones.push(zone);
    counts.set(zone, (counts.get(zone) ?? 0) + 1);
  }
  const launch = {
    ...template.data,
    zones,
    ground: false,
    warm: true,
    Tags: groupTags(group, template.data),
    RegionName: regionOf(ctx),
    stream: `autoscaling/${name}/warmPool`,
  };
  const { instances, effects } = launchInstances(launch, ctx);
  const about = { kind: 'autoscaling/AutoScalingGroup', key: name } as const;
  return [
    ...effects,
    ...instances.flatMap((instance, i): readonly Effect[] => {
      const { InstanceId, Placement } = instance;
      const data = { InstanceId, ...Placement, wanted, before: warm.length + i };
      return [
        { do: 'note', fact: { model: 'aws', type: 'warmPoolLaunched', data, about } },
        ...joinGroup(group, template, instance, null),
        tellMember(InstanceId, 'warm'),
      ];
    }),
  ];
}

/** The newest go first: the others are further along. */
export function shrinkWarmPool(
  { AutoScalingGroupName: name, to }: OfGroup & { readonly to: number },
  ctx: Context,
): readonly Effect[] {
  const warm = membersOf(name, ctx).filter((member) => isWarm(member) && !isLeaving(member));
  return warm
    .slice(to)
    .flatMap(({ InstanceId }): readonly Effect[] => [
      tellMember(InstanceId, 'terminate'),
      tell(InstanceId, 'terminate'),
    ]);
}

/** Instances of the pool that may be taken now. */
export const ready = (name: string, read: Pick<Read, 'by'>): readonly AutoScalingInstance[] =>
  membersOf(name, read).filter(({ LifecycleState }) =>
    ['Warmed:Stopped', 'Warmed:Running'].includes(LifecycleState),
  );

/** One of them comes into the group, with an activity and a fact as a launch has. */
export function takeWarm(
  group: AutoScalingGroup,
  member: AutoScalingInstance,
  how: {
    readonly reason: 'capacity' | 'replacement';
    readonly from: number;
    readonly to: number;
    readonly before: number;
    readonly inZone: number;
  },
  ctx: Context,
): readonly Effect[] {
  const { InstanceId, AvailabilityZone: zone } = member;
  const { reason, from, to, before, inZone } = how;
  const Description = `Launching a new EC2 instance from warm pool: ${InstanceId}`;
  const Cause = launchCause(group, reason, { from, to, zone }, ctx.nowMs);
  const activity = newActivity({ group, Description, Cause, zone }, ctx);
  const { AutoScalingGroupName: key, DesiredCapacity: desired } = group;
  const data = { InstanceId, AvailabilityZone: zone, desired, before, inZone, reason, warm: true };
  const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
  const value = { ...member, activity: activity.ActivityId };
  return [
    {
      do: 'note',
      fact: { model: 'aws', type: 'groupLaunched', data: { ...data, warm: true }, about },
    },
    ...activity.effects,
    { do: 'put', kind: 'autoscaling/AutoScalingInstance', key: InstanceId, value },
    tellMember(InstanceId, 'take'),
    ...(member.LifecycleState === 'Warmed:Stopped' ? [tell(InstanceId, 'start')] : []),
  ];
}

/** What EC2's states mean for an instance in the pool; undefined: nothing to do. */
export function followWarm(member: AutoScalingInstance, read: Read): Command | undefined {
  const { InstanceId, LifecycleState, AutoScalingGroupName } = member;
  const instance = read.get('ec2/Instance', InstanceId);
  const state = instance?.State.Name ?? 'terminated';
  const follow = (event: 'terminated' | 'stopped' | 'warmed'): Command => ({
    model: 'aws',
    type: 'followInstance',
    InstanceId,
    event,
    because: { kind: 'ec2/Instance', key: InstanceId },
  });
  if (state === 'terminated') return follow('terminated');
  if (LifecycleState !== 'Warmed:Pending') return undefined;
  if (state === 'stopped') return follow('stopped');
  if (state !== 'running' || instance?.bootedAtMs == null) return undefined;
  const pool = read.get(
    'autoscaling/AutoScalingGroup',
    AutoScalingGroupName,
  )?.WarmPoolConfiguration;
  return pool?.PoolState === 'Running'
    ? follow('warmed')
    : { model: 'aws', type: 'stopWarmInstance', InstanceId };
}

/** Whether a scale-in gives the instance back instead of ending it. */
export const returnsToPool = (group: AutoScalingGroup): boolean =>
  group.WarmPoolConfiguration?.InstanceReusePolicy.ReuseOnScaleIn === true;
