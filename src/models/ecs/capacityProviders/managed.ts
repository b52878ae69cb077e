/** Managed scaling at work: measured each minute, and followed when one of its alarms calls. Key: `<cluster>/<provider>`. */
import type { Command, Context, Effect, Read } from '../../../engine/model';
import type { AutoScalingGroup } from '../../aws/autoscaling/types';
import type { Metric } from '../../aws/cloudwatch/types';
import { isSuspended } from '../../aws/autoscaling/processes';
import { seriesKey } from '../../aws/cloudwatch/seriesKey';
import { decideManagedScaling, type ManagedDecision, type ManagedInput } from './decideManaged';
import { activeProvider } from './lookups';
import { needOf } from './need';
import type { CapacityProvider, ManagedScalingState, Need } from './types';

export const stateKey = (cluster: string, provider: string): string => `${cluster}/${provider}`;

export const metricOf = (cluster: string, capacityProvider: string): Metric => ({
  Namespace: 'AWS/ECS/ManagedScaling',
  MetricName: 'CapacityProviderReservation',
  Dimensions: [
    { Name: 'CapacityProviderName', Value: capacityProvider },
    { Name: 'ClusterName', Value: cluster },
  ],
});

interface OfProvider {
  readonly cluster: string;
  readonly capacityProvider: string;
}

/** The figures of this minute go to CloudWatch; the record and the log only hear of new ones. */
export function measureManagedScaling(
  { cluster, capacityProvider: name }: OfProvider,
  ctx: Context,
): readonly Effect[] {
  const key = stateKey(cluster, name);
  const before = ctx.get('ecs/ManagedScaling', key);
  const provider = activeProvider(ctx, name);
  if (!before || !provider) return [];
  const need = needOf(provider, cluster, ctx);
  const { reservation } = need;
  const publish: Command = {
    model: 'aws',
    type: 'putMetricData',
    ...metricOf(cluster, name),
    Value: reservation,
  };
  return [...remember(key, before, provider, need), { do: 'command', command: publish }];
}

function remember(
  key: string,
  before: ManagedScalingState,
  provider: CapacityProvider,
  { needed, running, reservation, groups }: Need,
): readonly Effect[] {
  const { targetCapacity } = provider.autoScalingGroupProvider.managedScaling;
  const waiting = groups.reduce((sum, group) => sum + group.tasks, 0);
  const after = { ...before, needed, running, reservation, waiting, targetCapacity };
  const fields = ['needed', 'running', 'reservation', 'waiting', 'targetCapacity'] as const;
  if (fields.every((field) => after[field] === before[field])) return [];
  const about = { kind: 'ecs/CapacityProvider', key: provider.name } as const;
  const { cluster } = before;
  const data = { cluster, needed, running, waiting, reservation, targetCapacity };
  return [
    { do: 'put', kind: 'ecs/ManagedScaling', key, value: after },
    { do: 'note', fact: { model: 'ecs', type: 'managedScalingMeasured', about, data } },
  ];
}

/** An alarm of the policy calls. What holds it back is said once. */
export function followManagedScaling(
  command: { readonly AlarmName: string; readonly autoScalingGroupName: string },
  ctx: Context,
): readonly Effect[] {
  const found = managedOfGroup(command.autoScalingGroupName, ctx);
  const input = found && managedInput(found, ctx);
  if (!input || isSuspended(input.group, 'AlarmNotification')) return [];
  const { state, provider } = found;
  const decision = decideManagedScaling(input);
  const { DesiredCapacity: from } = input.group;
  const { to, heldBy } = decision;
  const key = stateKey(state.cluster, state.capacityProvider);
  const news = to !== from || (decision.action !== 'NONE' && heldBy !== (state.heldBy ?? null));
  return [
    ...(news ? said(key, state, provider, decision, input) : []),
    ...(to === from
      ? []
      : [
          {
            do: 'command',
            command: {
              model: 'aws',
              type: 'setGroupDesiredCapacity',
              AutoScalingGroupName: command.autoScalingGroupName,
              DesiredCapacity: to,
              text: `a monitor alarm ${command.AlarmName} in state ALARM triggered policy ${state.policyName}`,
            },
          } as const,
        ]),
  ];
}

function said(
  key: string,
  state: ManagedScalingState,
  provider: CapacityProvider,
  { action, to, heldBy }: ManagedDecision,
  { need, group, settings }: ManagedInput,
): readonly Effect[] {
  const data = {
    direction: action === 'IN' ? 'IN' : 'OUT',
    reservation: need.reservation,
    targetCapacity: settings.targetCapacity,
    from: group.DesiredCapacity,
    to,
    heldBy,
  } as const;
  const about = { kind: 'ecs/CapacityProvider', key: provider.name } as const;
  return [
    { do: 'put', kind: 'ecs/ManagedScaling', key, value: { ...state, heldBy } },
    // The alarm only passes on what was measured.
    {
      do: 'note',
      fact: { model: 'ecs', type: 'managedScalingStepped', about, data, because: about },
    },
  ];
}

interface Managed {
  readonly state: ManagedScalingState;
  readonly provider: CapacityProvider;
}

export function managedOfGroup(group: string, read: Read): Managed | undefined {
  const state = read.by('ecs/ManagedScaling', 'group', group)[0];
  const provider = state && activeProvider(read, state.capacityProvider);
  return provider && { state, provider };
}

/** What the decision goes by now. */
export function managedInput(
  { state, provider }: Managed,
  read: Read,
): (ManagedInput & { readonly need: Need; readonly group: AutoScalingGroup }) | undefined {
  const group = read.get('autoscaling/AutoScalingGroup', state.autoScalingGroupName);
  if (!group) return undefined;
  const settings = provider.autoScalingGroupProvider.managedScaling;
  return {
    need: needOf(provider, state.cluster, read),
    settings,
    group,
    youngestAgeMs: youngestOf(state.autoScalingGroupName, read)?.ageMs ?? null,
    minutesBelow: minutesBelow(state, settings.targetCapacity, read),
  };
}

/** What stood there when the scenario began, in service at once, has long been warm. */
export function youngestOf(
  group: string,
  read: Read,
): { readonly InstanceId: string; readonly ageMs: number } | undefined {
  const ages = read
    .by('autoscaling/AutoScalingInstance', 'group', group)
    .filter(({ LifecycleState }) => /^(?:Pending|InService)/.test(LifecycleState))
    .flatMap(({ InstanceId, inServiceAtMs }) => {
      const launchedAtMs = read.get('ec2/Instance', InstanceId)?.LaunchTime;
      if (launchedAtMs === undefined || launchedAtMs === inServiceAtMs) return [];
      return [{ InstanceId, ageMs: read.nowMs - launchedAtMs }];
    });
  return ages.toSorted((a, b) => a.ageMs - b.ageMs)[0];
}

function minutesBelow(
  { cluster, capacityProvider }: ManagedScalingState,
  target: number,
  read: Read,
): number {
  const series = read.get('cloudwatch/Series', seriesKey(metricOf(cluster, capacityProvider)));
  const minutes = series?.minutes ?? [];
  const last = minutes.findLastIndex(({ Sum, SampleCount }) => Sum / SampleCount >= target);
  return minutes.length - 1 - last;
}
