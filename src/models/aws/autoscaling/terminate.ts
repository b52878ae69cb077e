/** A group letting instances go: one that was named or found unhealthy, or as many as it has too many. */
import type { Context, Effect } from '../../../engine/model';
import { tell } from '../ec2/requests/changeInstanceState';
import { endActivity, newActivity, terminationCause } from './activities';
import type { ChosenBy, TerminationReason } from './facts';
import { heldBy, hooksOf } from './lifecycleHooks';
import { marketInExcess } from './mixedInstances';
import { tellMember } from './followInstance';
import { returned } from './memberLifecycle';
import { returnsToPool } from './warmPool';
import { membersOf } from './observeGroup';
import { isSpot, marketsOf } from './spotMembers';
import { isLive } from './states';
import { selectForTermination, type Candidate } from './terminationPolicy';
import type { AutoScalingGroup, AutoScalingInstance } from './types';

export interface TerminateGroupInstance {
  readonly InstanceId: string;
  readonly reason: Exclude<TerminationReason, 'scaleIn'>;
}

export function terminateGroupInstance(
  { InstanceId, reason }: TerminateGroupInstance,
  ctx: Context,
): readonly Effect[] {
  const member = ctx.get('autoscaling/AutoScalingInstance', InstanceId);
  const group = member && ctx.get('autoscaling/AutoScalingGroup', member.AutoScalingGroupName);
  if (!group || !isLive(member)) return [];
  const before = membersOf(group.AutoScalingGroupName, ctx).filter(isLive).length;
  return release(group, member, { reason, before, chosenBy: null }, ctx);
}

/** As many as there are too many, chosen one after the other. */
export function scaleInGroup(
  { AutoScalingGroupName: name }: { readonly AutoScalingGroupName: string },
  ctx: Context,
): readonly Effect[] {
  const group = ctx.get('autoscaling/AutoScalingGroup', name);
  if (!group) return [];
  const random = ctx.random(`autoscaling/${name}/termination`);
  let left: readonly Candidate[] = membersOf(name, ctx)
    .filter(isLive)
    .map((member) => candidate(member, ctx));
  const effects: Effect[] = [];
  while (left.length > group.DesiredCapacity) {
    const candidates = withExcess(group, left, ctx);
    const chosen = selectForTermination(group, candidates, ctx.nowMs, (among) =>
      random.integer(among),
    );
    if (!chosen) break;
    const { member, chosenBy } = chosen;
    effects.push(
      ...release(group, member, { reason: 'scaleIn', before: left.length, chosenBy }, ctx),
    );
    left = left.filter((one) => one.member !== member);
  }
  if (group.desiredBecause === null) return effects;
  const value: AutoScalingGroup = { ...group, desiredBecause: null };
  return [...effects, { do: 'put', kind: 'autoscaling/AutoScalingGroup', key: name, value }];
}

const candidate = (member: AutoScalingInstance, ctx: Context): Candidate => ({
  member,
  launchedAtMs: ctx.get('ec2/Instance', member.InstanceId)?.LaunchTime ?? 0,
});

function withExcess(
  group: AutoScalingGroup,
  candidates: readonly Candidate[],
  ctx: Context,
): readonly Candidate[] {
  const members = candidates.map(({ member }) => member);
  const excess = marketInExcess(group, marketsOf(members, ctx));
  if (excess === null) return candidates;
  return candidates.map((one) => ({
    ...one,
    inExcess: isSpot(one.member, ctx) === (excess === 'spot'),
  }));
}

interface Release {
  readonly reason: TerminationReason;
  /** Launching or in service, this one included. */
  readonly before: number;
  readonly chosenBy: ChosenBy | null;
}

function release(
  group: AutoScalingGroup,
  member: AutoScalingInstance,
  { reason, before, chosenBy }: Release,
  ctx: Context,
): readonly Effect[] {
  const { InstanceId, AvailabilityZone } = member;
  const { AutoScalingGroupName: key, DesiredCapacity: desired } = group;
  const counts = { from: before, to: Math.max(desired, before - 1) };
  const shrinks = reason === 'scaleIn' || before > desired;
  const Cause = terminationCause(
    group,
    InstanceId,
    reason,
    shrinks ? { from: before, to: before - 1 } : counts,
    ctx.nowMs,
  );
  const Description = `Terminating EC2 instance: ${InstanceId}`;
  const { ActivityId, effects } = newActivity(
    { group, Description, Cause, zone: AvailabilityZone },
    ctx,
  );
  const unhealthy: readonly TerminationReason[] = ['notRunning', 'impaired', 'userHealthCheck'];
  const marked: AutoScalingInstance = {
    ...member,
    HealthStatus: unhealthy.includes(reason) ? 'Unhealthy' : 'Healthy',
    activity: ActivityId,
  };
  const waitsForHooks = reason !== 'notRunning' && reason !== 'deletion';
  const hooks = waitsForHooks ? hooksOf(key, TERMINATING, ctx) : [];
  const returns = reason === 'scaleIn' && returnsToPool(group);
  const leaving: AutoScalingInstance = returns ? { ...marked, returns: true } : marked;
  const held = hooks.length > 0 ? heldBy(hooks, leaving, ctx) : null;
  const data = { InstanceId, AvailabilityZone, reason, desired, before, chosenBy };
  const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
  return [
    { do: 'note', fact: { model: 'aws', type: 'groupTerminating', data, about } },
    ...endActivity(member.activity, ctx, NEVER_IN_SERVICE),
    ...effects,
    {
      do: 'put',
      kind: 'autoscaling/AutoScalingInstance',
      key: InstanceId,
      value: held?.member ?? leaving,
    },
    ...(held?.effects ?? []),
    ...(!held && returns
      ? returned(leaving, ctx)
      : [tellMember(InstanceId, held ? 'terminateHeld' : 'terminate')]),
    ...(held || returns ? [] : [tell(InstanceId, 'terminate')]),
  ];
}

/** What is gone already has nothing to wait for, and a group that is deleted by force waits for nobody (API reference). */
const TERMINATING = 'autoscaling:EC2_INSTANCE_TERMINATING';

const NEVER_IN_SERVICE =
  'Instance became unhealthy while waiting for instance to be in InService state. ' +
  'Termination Reason: Server.InternalError: Internal error on launch';
