/** Making, changing and unmaking target groups, for requests and for controllers alike. */
import type { Context, Effect } from '../../../engine/model';
import { targetGroupArn } from './arns';
import { nextCheckInMs, settingsOf } from './observation';
import { TARGET_LIFECYCLE } from './targetLifecycle';
import type { TargetGroup, TargetGroupSettings } from './types';

export type HealthCheckFields = Pick<
  TargetGroup,
  | 'HealthCheckIntervalSeconds'
  | 'HealthCheckTimeoutSeconds'
  | 'HealthyThresholdCount'
  | 'UnhealthyThresholdCount'
>;

/** elbv2 API, CreateTargetGroup: an ALB's defaults, and an NLB's. */
export const HEALTH_CHECK_DEFAULTS: Readonly<Record<TargetGroup['Protocol'], HealthCheckFields>> = {
  HTTP: {
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 5,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
  },
  TCP: {
    HealthCheckIntervalSeconds: 30,
    HealthCheckTimeoutSeconds: 10,
    HealthyThresholdCount: 5,
    UnhealthyThresholdCount: 2,
  },
};
/** elbv2 API, TargetGroupAttribute `deregistration_delay.timeout_seconds`. */
export const DEREGISTRATION_DELAY_SECONDS = 300;

export function newTargetGroup(
  settings: TargetGroupSettings,
  ctx: Context,
): { readonly group: TargetGroup; readonly effects: readonly Effect[] } {
  const group = { TargetGroupArn: targetGroupArn(settings.TargetGroupName, ctx), ...settings };
  return { group, effects: [putGroup(group), noteGroup('targetGroupCreated', group)] };
}

/** Targets are checked by the new settings at once; a row of checks that was under way begins anew. */
export function changeTargetGroup(group: TargetGroup, ctx: Context): readonly Effect[] {
  const checks = settingsOf(group);
  const keys = ctx.keysBy('elasticloadbalancing/TargetHealth', 'targetGroup', group.TargetGroupArn);
  return [
    putGroup(group),
    noteGroup('targetGroupModified', group),
    ...keys.map((key): Effect => {
      const target = ctx.get('elasticloadbalancing/TargetHealth', key);
      const nextMs = target ? nextCheckInMs(target, checks.intervalMs, ctx.nowMs) : 0;
      const event = { type: 'reconfigured', checks, nextCheckInMs: nextMs };
      return { do: 'tell', lifecycle: TARGET_LIFECYCLE, key, event };
    }),
  ];
}

/** Its targets are forgotten with it. */
export function deleteTargetGroup(group: TargetGroup, ctx: Context): readonly Effect[] {
  const { TargetGroupArn: key, TargetGroupName } = group;
  const about = { kind: 'elasticloadbalancing/TargetGroup', key } as const;
  const targets = ctx.keysBy('elasticloadbalancing/TargetHealth', 'targetGroup', key);
  return [
    ...targets.map((target): Effect => ({
      do: 'remove',
      kind: 'elasticloadbalancing/TargetHealth',
      key: target,
    })),
    { do: 'remove', ...about },
    {
      do: 'note',
      fact: { model: 'aws', type: 'targetGroupDeleted', data: { TargetGroupName }, about },
    },
  ];
}

const putGroup = (group: TargetGroup): Effect => ({
  do: 'put',
  kind: 'elasticloadbalancing/TargetGroup',
  key: group.TargetGroupArn,
  value: group,
});

function noteGroup(type: 'targetGroupCreated' | 'targetGroupModified', group: TargetGroup): Effect {
  const about = { kind: 'elasticloadbalancing/TargetGroup', key: group.TargetGroupArn } as const;
  const data = {
    TargetGroupName: group.TargetGroupName,
    HealthCheckIntervalSeconds: group.HealthCheckIntervalSeconds,
    HealthyThresholdCount: group.HealthyThresholdCount,
    UnhealthyThresholdCount: group.UnhealthyThresholdCount,
    deregistrationDelaySeconds: group.deregistrationDelaySeconds,
  };
  return { do: 'note', fact: { model: 'aws', type, data, about } };
}
