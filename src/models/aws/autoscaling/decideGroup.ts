/**
 * What a group does about the difference between what it has and what it should have, one thing at a time as in the User
 * Guide: unhealthy instances go first and are replaced; then the capacity is made right; then the zones. A scale-in waits
 * for launches that are under way.
 */
import type { Command } from '../../../engine/model';
import { timings } from '../timings';
import type { ObservedGroup } from './observeGroup';
import type { LaunchReason } from './facts';
import { isSuspended } from './processes';
import { isLaunching, isLive, isWarm } from './states';
import { decidePool } from './warmPool';
import { countByZone, zoneLackingInstances, zonesToTry } from './zones';

export interface Decision {
  readonly commands: readonly Command[];
  readonly requeueAfterMs?: number;
}

export function decideGroup(observed: ObservedGroup): Decision {
  if (observed.group.Status !== undefined) return { commands: deletion(observed) };
  const commands =
    unhealthy(observed) ??
    replaceAtRisk(observed) ??
    capacity(observed) ??
    balance(observed) ??
    warmPool(observed);
  const lookAtMs = nextLookMs(observed);
  return {
    commands,
    ...(lookAtMs === undefined ? {} : { requeueAfterMs: Math.max(1, lookAtMs - observed.nowMs) }),
  };
}

type Step = (observed: ObservedGroup) => readonly Command[] | undefined;

const unhealthy: Step = (observed) => {
  const { group, members } = observed;
  if (isSuspended(group, 'HealthCheck', 'ReplaceUnhealthy', 'Terminate')) return undefined;
  const found = members.flatMap(({ member: { InstanceId }, health }): Command[] =>
    health.is !== 'healthy' && health.is !== 'watched'
      ? [
          {
            model: 'aws',
            type: 'terminateGroupInstance',
            InstanceId,
            reason: health.is,
            because: { kind: 'ec2/Instance', key: InstanceId },
          },
        ]
      : [],
  );
  if (found.length === 0) return undefined;
  return isSuspended(group, 'Launch')
    ? found
    : [...found, launch(group.AutoScalingGroupName, 'replacement')];
};

/**
 * Capacity Rebalancing: a spot instance at risk is replaced first, and terminated once its replacement is in service (User
 * Guide, "Use Capacity Rebalancing to handle Amazon EC2 Spot interruptions").
 */
const replaceAtRisk: Step = (observed) => {
  const { group, members } = observed;
  const live = members.filter(({ member }) => isLive(member));
  const atRisk = live.filter((one) => one.atRisk);
  if (atRisk.length === 0) return undefined;
  const others = live.filter((one) => !one.atRisk);
  if (others.length < group.DesiredCapacity)
    return mayLaunch(observed) ? [launch(group.AutoScalingGroupName, 'capacityRebalance')] : [];
  if (others.some(({ member }) => member.LifecycleState !== 'InService')) return [];
  if (isSuspended(group, 'Terminate')) return [];
  return atRisk.map(({ member: { InstanceId } }): Command => ({
    model: 'aws',
    type: 'terminateGroupInstance',
    InstanceId,
    reason: 'capacityRebalance',
    because: { kind: 'ec2/Instance', key: InstanceId },
  }));
};

const capacity: Step = (observed) => {
  const { group, members } = observed;
  const live = members.filter(({ member }) => isLive(member));
  const surplus = live.length - group.DesiredCapacity;
  if (surplus < 0)
    return mayLaunch(observed) ? [launch(group.AutoScalingGroupName, 'capacity')] : [];
  if (surplus === 0) return undefined;
  if (isSuspended(group, 'Terminate')) return [];
  if (live.some(({ member }) => isLaunching(member.LifecycleState))) return [];
  return [
    {
      model: 'aws',
      type: 'scaleInGroup',
      AutoScalingGroupName: group.AutoScalingGroupName,
    },
  ];
};

/** Launches before it terminates, so that the capacity never falls; one instance at a time. */
const balance: Step = ({ group, members, nowMs }) => {
  if (isSuspended(group, 'AZRebalance', 'Launch', 'Terminate')) return undefined;
  const settled = members.every(
    ({ member }) => member.LifecycleState === 'InService' || isWarm(member),
  );
  if (!settled) return undefined;
  const counts = countByZone(
    group,
    members.map(({ member }) => member),
  );
  const zone = zoneLackingInstances(group, counts, nowMs);
  return zone === undefined ? undefined : [launch(group.AutoScalingGroupName, 'rebalance')];
};

const warmPool = ({ group, members }: ObservedGroup): readonly Command[] =>
  isSuspended(group, 'Launch', 'Terminate') && group.Status === undefined
    ? []
    : decidePool(
        group,
        members.map(({ member }) => member),
      );

const deletion = (observed: ObservedGroup): readonly Command[] =>
  observed.members.length > 0
    ? warmPool(observed)
    : [
        {
          model: 'aws',
          type: 'forgetGroup',
          AutoScalingGroupName: observed.group.AutoScalingGroupName,
        },
      ];

const launch = (AutoScalingGroupName: string, reason: LaunchReason) =>
  ({ model: 'aws', type: 'launchGroupInstances', AutoScalingGroupName, reason }) as const;

const mayLaunch = ({ group, nowMs }: ObservedGroup): boolean =>
  !isSuspended(group, 'Launch') && zonesToTry(group, new Map(), nowMs).length > 0;

/** When something that is only waited for may have to be acted upon: a grace period, a failed launch. */
function nextLookMs({ group, members, nowMs }: ObservedGroup): number | undefined {
  const times = [
    ...members.flatMap(({ health }) => (health.is === 'watched' ? [health.untilMs] : [])),
    ...group.launchFailures.map(({ retryAtMs }) => retryAtMs),
  ].filter((ms) => ms > nowMs);
  if (times.length === 0) return undefined;
  // A launch that has just been tried is looked at again when the group is next looked at, not in this instant.
  return Math.max(Math.min(...times), nowMs + timings.autoscaling.noticedMs);
}
