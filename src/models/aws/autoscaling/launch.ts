/**
 * A group launching what it lacks, each instance into the zone with the fewest; a zone without capacity leaves one failed
 * activity, and the others are tried.
 */
import type { Context, Effect } from '../../../engine/model';
import { regionOf } from '../account';
import { insufficientCapacity } from '../ec2/capacity';
import { launchInstances, type InstanceKind, type InstanceLaunch } from '../ec2/launchInstances';
import { versionNumber } from '../ec2/launchTemplates';
import type { Instance, LaunchTemplateData } from '../ec2/types';
import { timings } from '../timings';
import { launchCause, newActivity } from './activities';
import type { LaunchReason } from './facts';
import { MEMBER_LIFECYCLE } from './memberLifecycle';
import { nextKind, type Markets } from './mixedInstances';
import { membersOf } from './observeGroup';
import { isAtRisk, marketsOf } from './spotMembers';
import { isLive } from './states';
import type { AutoScalingGroup, AutoScalingInstance, LaunchFailure } from './types';
import { countByZone, zonesToTry } from './zones';

export const GROUP_TAG = 'aws:autoscaling:groupName';

export interface LaunchGroupInstances {
  readonly AutoScalingGroupName: string;
  readonly reason: LaunchReason;
}

export function launchGroupInstances(
  { AutoScalingGroupName: name, reason }: LaunchGroupInstances,
  ctx: Context,
): readonly Effect[] {
  const group = ctx.get('autoscaling/AutoScalingGroup', name);
  if (!group) return [];
  const live = membersOf(name, ctx).filter(isLive);
  const lacking = lackingOf(reason, group, live, ctx);
  if (lacking <= 0) return [];
  const template = templateOf(group, ctx);
  const plan = planLaunches(group, template.data, lacking, ctx);
  const failed = plan.refusing.flatMap((zone) => failLaunch(group, template, zone, reason, ctx));
  const launched = launchAll(group, template, plan, { reason, from: live.length }, ctx);
  return [...failed, ...launched, ...remember(group, plan, lacking, ctx)];
}

/** Spot instances at risk count as gone where their replacements are launched. */
function lackingOf(
  reason: LaunchReason,
  { DesiredCapacity }: AutoScalingGroup,
  live: readonly AutoScalingInstance[],
  ctx: Context,
): number {
  if (reason === 'rebalance') return 1;
  const stays =
    reason === 'capacityRebalance' ? live.filter((member) => !isAtRisk(member, ctx)) : live;
  return DesiredCapacity - stays.length;
}

/** What stood there when the scenario began: in service, without an activity. */
export function populateGroup(
  { AutoScalingGroupName: name }: { readonly AutoScalingGroupName: string },
  ctx: Context,
): readonly Effect[] {
  const group = ctx.get('autoscaling/AutoScalingGroup', name);
  if (!group) return [];
  const template = templateOf(group, ctx);
  const { zones, kinds } = planLaunches(group, template.data, group.DesiredCapacity, ctx);
  const { instances, effects } = launchInstances(
    launchOf(group, template.data, { zones, kinds, ground: true }, ctx),
    ctx,
  );
  return [
    ...effects,
    ...instances.flatMap((instance) => [
      ...join(group, template, instance, null),
      adopt(instance.InstanceId),
    ]),
  ];
}

interface Template {
  readonly version: number;
  readonly data: LaunchTemplateData;
}

function templateOf({ LaunchTemplate }: AutoScalingGroup, ctx: Context): Template {
  const template = ctx.get('ec2/LaunchTemplate', LaunchTemplate.LaunchTemplateName);
  if (!template) throw new Error(`no launch template ${LaunchTemplate.LaunchTemplateName}`);
  const version = versionNumber(template, LaunchTemplate.Version);
  return { version, data: template.versions[version - 1] as LaunchTemplateData };
}

interface Plan {
  /** One zone, and one kind, for each instance that will be launched. */
  readonly zones: readonly string[];
  readonly kinds: readonly InstanceKind[];
  /** Zones that were tried and had none. */
  readonly refusing: readonly string[];
}

function planLaunches(
  group: AutoScalingGroup,
  data: LaunchTemplateData,
  lacking: number,
  ctx: Context,
): Plan {
  const members = membersOf(group.AutoScalingGroupName, ctx);
  const counts = new Map(countByZone(group, members));
  let markets = marketsOf(members.filter(isLive), ctx);
  const zones: string[] = [];
  const kinds: InstanceKind[] = [];
  const refusing: string[] = [];
  while (zones.length < lacking) {
    const zone = zonesToTry(group, counts, ctx.nowMs).find((z) => !refusing.includes(z));
    if (zone === undefined) break;
    const kind = nextKind(group, data, markets, zone, ctx);
    if (!kind) {
      refusing.push(zone);
      continue;
    }
    zones.push(zone);
    kinds.push(kind);
    counts.set(zone, (counts.get(zone) ?? 0) + 1);
    markets = withOne(markets, kind.spot);
  }
  return { zones, kinds, refusing };
}

const withOne = ({ onDemand, spot }: Markets, isSpot: boolean): Markets =>
  isSpot ? { onDemand, spot: spot + 1 } : { onDemand: onDemand + 1, spot };

function launchAll(
  group: AutoScalingGroup,
  template: Template,
  { zones, kinds }: Plan,
  { reason, from }: { readonly reason: LaunchReason; readonly from: number },
  ctx: Context,
): readonly Effect[] {
  const { AutoScalingGroupName: key, DesiredCapacity: desired } = group;
  const counts = new Map(countByZone(group, membersOf(key, ctx)));
  const launch = launchOf(group, template.data, { zones, kinds, ground: false }, ctx);
  const { instances, effects } = launchInstances(launch, ctx);
  const to = from + zones.length;
  return [
    ...instances.flatMap((instance, i): readonly Effect[] => {
      const { InstanceId, Placement } = instance;
      const zone = Placement.AvailabilityZone;
      const inZone = counts.get(zone) ?? 0;
      counts.set(zone, inZone + 1);
      const Description = `Launching a new EC2 instance: ${InstanceId}`;
      const Cause = launchCause(group, reason, { from, to, zone }, ctx.nowMs);
      const activity = newActivity({ group, Description, Cause, zone }, ctx);
      const data = {
        InstanceId,
        AvailabilityZone: zone,
        desired,
        before: from + i,
        inZone,
        reason,
        ...(instance.InstanceLifecycle === 'spot' ? { market: 'spot' as const } : {}),
      };
      const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
      return [
        { do: 'note', fact: { model: 'aws', type: 'groupLaunched', data, about } },
        ...activity.effects,
        ...join(group, template, instance, activity.ActivityId),
      ];
    }),
    ...effects,
  ];
}

function failLaunch(
  group: AutoScalingGroup,
  { data: { InstanceType } }: Template,
  zone: string,
  reason: LaunchReason,
  ctx: Context,
): readonly Effect[] {
  const why = insufficientCapacity(InstanceType, zone, ctx);
  const failed = `${why} Launching EC2 instance failed.`;
  const from = membersOf(group.AutoScalingGroupName, ctx).filter(isLive).length;
  const counts = { from, to: group.DesiredCapacity, zone };
  const Cause = launchCause(group, reason, counts, ctx.nowMs);
  const Description = 'Launching a new EC2 instance';
  const data = {
    AvailabilityZone: zone,
    InstanceType,
    StatusMessage: failed,
    retryInMs: retryMs(failuresIn(group, zone) + 1),
  };
  const about = {
    kind: 'autoscaling/AutoScalingGroup',
    key: group.AutoScalingGroupName,
  } as const;
  return [
    ...newActivity({ group, Description, Cause, zone, failed }, ctx).effects,
    { do: 'note', fact: { model: 'aws', type: 'groupLaunchFailed', data, about } },
  ];
}

/** Zones that refused wait longer each time; one that took an instance is trusted again. */
function remember(
  group: AutoScalingGroup,
  { zones, refusing }: Plan,
  lacking: number,
  { nowMs }: Context,
): readonly Effect[] {
  const kept = group.launchFailures.filter(
    ({ AvailabilityZone: zone }) => !zones.includes(zone) && !refusing.includes(zone),
  );
  const fresh = refusing.map((AvailabilityZone): LaunchFailure => {
    const failures = failuresIn(group, AvailabilityZone) + 1;
    return { AvailabilityZone, failures, retryAtMs: nowMs + retryMs(failures) };
  });
  const served = zones.length === lacking;
  const value: AutoScalingGroup = {
    ...group,
    launchFailures: [...kept, ...fresh],
    desiredBecause: served ? null : group.desiredBecause,
  };
  const key = group.AutoScalingGroupName;
  return [{ do: 'put', kind: 'autoscaling/AutoScalingGroup', key, value }];
}

const failuresIn = (group: AutoScalingGroup, zone: string): number =>
  group.launchFailures.find((f) => f.AvailabilityZone === zone)?.failures ?? 0;

function retryMs(failures: number): number {
  const { first, most } = timings.autoscaling.launchRetryMs;
  return Math.min(most, first * (1 << Math.min(failures - 1, 10)));
}

function launchOf(
  group: AutoScalingGroup,
  data: LaunchTemplateData,
  what: Pick<InstanceLaunch, 'zones' | 'kinds' | 'ground'>,
  ctx: Context,
): InstanceLaunch {
  const Tags = [...data.Tags, ...group.Tags, { Key: GROUP_TAG, Value: group.AutoScalingGroupName }];
  const stream = `autoscaling/${group.AutoScalingGroupName}`;
  return { ...data, ...what, Tags, RegionName: regionOf(ctx), stream };
}

function join(
  group: AutoScalingGroup,
  { version }: Template,
  { InstanceId, InstanceType, Placement }: Instance,
  activity: string | null,
): readonly Effect[] {
  const value: AutoScalingInstance = {
    InstanceId,
    InstanceType,
    AutoScalingGroupName: group.AutoScalingGroupName,
    AvailabilityZone: Placement.AvailabilityZone,
    LifecycleState: 'Pending',
    HealthStatus: 'Healthy',
    ProtectedFromScaleIn: group.NewInstancesProtectedFromScaleIn,
    LaunchTemplate: { ...group.LaunchTemplate, Version: String(version) },
    inServiceAtMs: null,
    activity,
  };
  return [
    { do: 'put', kind: 'autoscaling/AutoScalingInstance', key: InstanceId, value },
    { do: 'begin', lifecycle: MEMBER_LIFECYCLE, key: InstanceId, input: {} },
  ];
}

const adopt = (key: string): Effect => ({
  do: 'tell',
  lifecycle: MEMBER_LIFECYCLE,
  key,
  event: { type: 'adopted' },
});
