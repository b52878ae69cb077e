/** Auto Scaling UpdateAutoScalingGroup, SetDesiredCapacity, DeleteAutoScalingGroup. */
import type { Admission, Context, Effect } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, wholeOf, type Input } from '../../requestInput';
import { refuseUnknown } from '../../validation/refuseMisshapen';
import { setDesired, withDesired } from '../desiredCapacity';
import { membersOf } from '../observeGroup';
import type { AutoScalingGroup } from '../types';
import { launchTemplateInput, mixedInstancesField } from './mixedInstancesField';
import {
  checkSizes,
  defaultWarmup,
  groupNamed,
  healthCheckType,
  invalid,
  launchTemplateField,
  needed,
  notNegative,
  terminationPolicies,
  zonesOf,
} from './fields';

/** Sizes that are left out follow: a desired capacity outside new bounds is moved inside (API, UpdateAutoScalingGroup). */
export const updateAutoScalingGroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    refuseUnknown('UpdateAutoScalingGroup', given);
    const group = groupNamed(given, ctx);
    const MinSize = wholeOf(given, 'MinSize') ?? group.MinSize;
    const MaxSize = wholeOf(given, 'MaxSize') ?? group.MaxSize;
    const inside = Math.max(MinSize, Math.min(MaxSize, group.DesiredCapacity));
    const DesiredCapacity = wholeOf(given, 'DesiredCapacity') ?? inside;
    checkSizes({ MinSize, MaxSize, DesiredCapacity });
    const text = `a user request update of AutoScalingGroup constraints to min: ${MinSize}, max: ${MaxSize}, desired: ${DesiredCapacity}`;
    const updated = { ...group, ...settings(given, group, ctx), MinSize, MaxSize };
    const value = withDesired(updated, DesiredCapacity, text, ctx.nowMs);
    const key = group.AutoScalingGroupName;
    const about = { kind: 'autoscaling/AutoScalingGroup', key } as const;
    const data = { MinSize, MaxSize, DesiredCapacity, from: group.DesiredCapacity };
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'put', ...about, value },
        { do: 'note', fact: { model: 'aws', type: 'autoScalingGroupUpdated', data, about } },
      ],
    };
  });

function settings(given: Input, group: AutoScalingGroup, ctx: Context): Partial<AutoScalingGroup> {
  const protects = given['NewInstancesProtectedFromScaleIn'];
  const rebalances = given['CapacityRebalance'];
  const asked = launchTemplateInput(given);
  return {
    AvailabilityZones: zonesOf(given, ctx) ?? group.AvailabilityZones,
    LaunchTemplate: asked
      ? launchTemplateField({ LaunchTemplate: asked }, ctx)
      : group.LaunchTemplate,
    ...mixedInstancesField(given),
    ...(typeof rebalances === 'boolean' ? { CapacityRebalance: rebalances } : {}),
    DefaultCooldown: notNegative(given, 'DefaultCooldown') ?? group.DefaultCooldown,
    ...defaultWarmup(given, group),
    HealthCheckType: healthCheckType(given) ?? group.HealthCheckType,
    HealthCheckGracePeriod:
      notNegative(given, 'HealthCheckGracePeriod') ?? group.HealthCheckGracePeriod,
    TerminationPolicies: terminationPolicies(given) ?? group.TerminationPolicies,
    NewInstancesProtectedFromScaleIn:
      typeof protects === 'boolean' ? protects : group.NewInstancesProtectedFromScaleIn,
  };
}

export const setDesiredCapacity = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = groupNamed(given, ctx);
    const desired = needed(wholeOf(given, 'DesiredCapacity'), 'DesiredCapacity');
    const { MinSize, MaxSize } = group;
    const outside = (which: 'above max' | 'below min', bound: number) =>
      invalid(
        `New SetDesiredCapacity value ${desired} is ${which} value ${bound} for the AutoScalingGroup.`,
        'DesiredCapacity',
      );
    if (desired > MaxSize) outside('above max', MaxSize);
    if (desired < MinSize) outside('below min', MinSize);
    if (given['HonorCooldown'] === true && ctx.nowMs < group.cooldownUntilMs)
      refuse(
        'ScalingActivityInProgress',
        "The operation can't be performed because there are scaling activities in progress.",
      );
    const text = 'a user request explicitly set group desired capacity';
    return { ok: true, output: {}, effects: setDesired(group, desired, text, ctx) };
  });

export const deleteAutoScalingGroup = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = groupNamed(given, ctx);
    const members = membersOf(group.AutoScalingGroupName, ctx);
    if (members.length > 0 && given['ForceDelete'] !== true)
      refuse(
        'ResourceInUse',
        'You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.',
      );
    const key = group.AutoScalingGroupName;
    const value: AutoScalingGroup = {
      ...group,
      MinSize: 0,
      DesiredCapacity: 0,
      Status: 'Delete in progress',
    };
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'put', kind: 'autoscaling/AutoScalingGroup', key, value },
        ...members.map(({ InstanceId }): Effect => ({
          do: 'command',
          command: { model: 'aws', type: 'terminateGroupInstance', InstanceId, reason: 'deletion' },
        })),
      ],
    };
  });
