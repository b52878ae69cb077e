/** Auto Scaling PutScalingPolicy, DeletePolicy, DescribePolicies. */
import type { Admission, Context, Effect, Read } from '../../../../engine/model';
import { LOW_PERCENT, trackingAlarms } from '../../applicationautoscaling/targetTracking';
import { metricLabel } from '../../applicationautoscaling/trackedMetric';
import { alarmsNaming } from '../../applicationautoscaling/policyInput';
import {
  alarmsOf,
  freshAlarms,
  removeAlarms,
  type TrackingPolicy,
} from '../../applicationautoscaling/trackingAlarms';
import { answer } from '../../refusal';
import { inputOf, textOf, textsOf } from '../../requestInput';
import { groupNamed, invalid, needed } from '../requests/fields';
import { groupMetric } from './groupMetric';
import { groupPolicyArn, keyIn } from './names';
import { adjustmentFields, policyType, trackingField } from './policyFields';
import type { GroupScalingPolicy } from './types';
import { refuseMisshapen } from '../../validation/refuseMisshapen';

const KIND = 'autoscaling/ScalingPolicy';

export const putGroupPolicy = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    refuseMisshapen('PutScalingPolicy', input);
    const given = inputOf(input);
    const { AutoScalingGroupName } = groupNamed(given, ctx);
    const PolicyName = needed(textOf(given, 'PolicyName'), 'PolicyName');
    const key = keyIn(AutoScalingGroupName, PolicyName);
    const before = ctx.get(KIND, key);
    const PolicyType = policyType(given, before?.PolicyType);
    const common = {
      AutoScalingGroupName,
      PolicyName,
      PolicyARN: groupPolicyArn(AutoScalingGroupName, PolicyName, ctx),
      Enabled: given['Enabled'] !== false,
    };
    if (PolicyType !== 'TargetTrackingScaling') {
      const fields = adjustmentFields(given, PolicyType);
      return stored(
        { ...common, PolicyType, ...fields, Alarms: [] },
        removeAlarms(before?.Alarms ?? [], ctx),
      );
    }
    const configuration = trackingField(given);
    const warmup = adjustmentFields(given, 'TargetTrackingScaling');
    const tracking = trackingPolicy({ ...common, ...configuration });
    const policy: GroupScalingPolicy = {
      ...common,
      ...warmup,
      PolicyType: 'TargetTrackingScaling',
      ...configuration,
      Alarms: alarmsOf(tracking, ctx),
    };
    return stored(policy, freshAlarms(tracking, before?.Alarms ?? [], ctx));
  });

function trackingPolicy(
  policy: Pick<
    GroupScalingPolicy,
    'AutoScalingGroupName' | 'PolicyName' | 'PolicyARN' | 'TargetTrackingConfiguration'
  >,
): TrackingPolicy {
  const { AutoScalingGroupName, PolicyName, PolicyARN } = policy;
  const configuration = policy.TargetTrackingConfiguration;
  return {
    PolicyName,
    PolicyARN,
    resource: AutoScalingGroupName,
    source: groupMetric(configuration, AutoScalingGroupName),
    thresholds: trackingAlarms(configuration?.TargetValue ?? 0, LOW_PERCENT.autoScalingGroup),
    disableScaleIn: configuration?.DisableScaleIn ?? false,
  };
}

function stored(policy: GroupScalingPolicy, alarms: readonly Effect[]): Admission {
  const { AutoScalingGroupName, PolicyName, PolicyARN, PolicyType, Alarms } = policy;
  const about = { kind: KIND, key: keyIn(AutoScalingGroupName, PolicyName) } as const;
  const { TargetTrackingConfiguration: tracking } = policy;
  const data = {
    AutoScalingGroupName,
    PolicyName,
    PolicyType,
    metric: tracking ? metricLabel(groupMetric(tracking, AutoScalingGroupName)) : null,
    target: tracking?.TargetValue ?? null,
  };
  return {
    ok: true,
    output: { PolicyARN, Alarms },
    effects: [
      { do: 'put', ...about, value: policy },
      { do: 'note', fact: { model: 'aws', type: 'groupPolicyPut', data, about } },
      ...alarms,
    ],
  };
}

export const deleteGroupPolicy = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const PolicyName = needed(textOf(given, 'PolicyName'), 'PolicyName');
    const { AutoScalingGroupName } = groupNamed(given, ctx);
    const policy =
      ctx.get(KIND, keyIn(AutoScalingGroupName, PolicyName)) ??
      invalid(`ScalingPolicy not found - Policy name ${PolicyName} not found`, 'PolicyName');
    return { ok: true, output: {}, effects: groupPolicyRemoved(policy, ctx) };
  });

export function groupPolicyRemoved(policy: GroupScalingPolicy, ctx: Context): readonly Effect[] {
  const { AutoScalingGroupName, PolicyName, Alarms } = policy;
  const about = { kind: KIND, key: keyIn(AutoScalingGroupName, PolicyName) } as const;
  return [
    ...removeAlarms(Alarms, ctx),
    { do: 'note', fact: { model: 'aws', type: 'groupPolicyDeleted', data: { PolicyName }, about } },
    { do: 'remove', ...about },
  ];
}

export const describeGroupPolicies = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = textOf(given, 'AutoScalingGroupName');
    const names = textsOf(given, 'PolicyNames');
    const ScalingPolicies = read
      .list(KIND)
      .filter((policy) => group === undefined || policy.AutoScalingGroupName === group)
      .filter(({ PolicyName, PolicyARN }) =>
        names.length === 0 ? true : names.includes(PolicyName) || names.includes(PolicyARN),
      )
      .map((policy) => ({ ...policy, Alarms: wireAlarms(policy, read) }));
    return { ok: true, output: { ScalingPolicies }, effects: [] };
  });

const wireAlarms = ({ Alarms, PolicyType, PolicyARN }: GroupScalingPolicy, read: Read) =>
  PolicyType === 'TargetTrackingScaling'
    ? Alarms
    : alarmsNaming(PolicyARN, read).map(({ AlarmName, AlarmArn: AlarmARN }) => ({
        AlarmName,
        AlarmARN,
      }));
