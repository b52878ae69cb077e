/** Application Auto Scaling PutScalingPolicy, DeleteScalingPolicy, DescribeScalingPolicies. */
import type { Admission, Context, Effect, Read } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, textOf, textsOf, type Input } from '../../requestInput';
import { without } from '../../without';
import { keyIn, policyArn } from '../names';
import { alarmsNaming } from '../policyInput';
import { scalableService } from '../scalableService';
import { trackingAlarms } from '../targetTracking';
import { metricLabel, trackedMetric } from '../trackedMetric';
import { alarmsOf, freshAlarms, removeAlarms, type TrackingPolicy } from '../trackingAlarms';
import type { OfTarget, ScalingPolicy, TargetTrackingConfiguration } from '../types';
import { enumText, invalid, nameField, refuseMisshapen, registered, resourceOf } from './fields';
import { asked, epochOf, isSame, page } from './pages';
import { stepConfiguration } from './stepConfiguration';
import { trackingConfiguration } from './trackingConfiguration';

const KIND = 'applicationautoscaling/ScalingPolicy';
const TYPES: readonly string[] = ['StepScaling', 'TargetTrackingScaling', 'PredictiveScaling'];

export const putScalingPolicy = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    refuseMisshapen('PutScalingPolicy', input);
    const given = inputOf(input);
    const of = resourceOf(given);
    registered(of, ctx);
    const PolicyName = nameField(given, 'PolicyName');
    const key = keyIn(of.ResourceId, PolicyName);
    const before = ctx.get(KIND, key);
    const PolicyType = typeField(given, before);
    if (before && before.PolicyType !== PolicyType)
      invalid(`Cannot change the policy type of an existing policy ${PolicyName}.`, 'PolicyType');
    const common = {
      ...of,
      PolicyName,
      PolicyARN: policyArn(of.ResourceId, PolicyName, ctx),
      CreationTime: before?.CreationTime ?? ctx.nowMs,
      lastScaleOut: before?.lastScaleOut ?? null,
      lastScaleIn: before?.lastScaleIn ?? null,
    };
    if (PolicyType === 'TargetTrackingScaling') {
      const groups = scalableService(of.ResourceId, ctx)?.targetGroups ?? [];
      return putTracking(common, trackingConfiguration(given, groups), before, ctx);
    }
    const step = stepConfiguration(given);
    return stored({ ...common, ...STEP, Alarms: [], StepScalingPolicyConfiguration: step }, []);
  });

function typeField(given: Input, before: ScalingPolicy | undefined): ScalingPolicy['PolicyType'] {
  const type = textOf(given, 'PolicyType') ?? before?.PolicyType ?? 'StepScaling';
  if (!TYPES.includes(type)) invalid(enumText(type, 'policyType', TYPES), 'PolicyType');
  if (type === 'PredictiveScaling')
    invalid('Policies of type PredictiveScaling are not simulated.', 'PolicyType');
  return type as ScalingPolicy['PolicyType'];
}

/** The rules that need no world. */
export function checkScalingPolicy(given: Input): void {
  resourceOf(given);
  nameField(given, 'PolicyName');
  if (typeField(given, undefined) === 'StepScaling') stepConfiguration(given);
  else trackingConfiguration(given, null);
}

/** The policy is already as the input asks. */
export function isPolicyAs(given: Input, policy: ScalingPolicy | undefined): boolean {
  if (!policy || typeField(given, policy) !== policy.PolicyType) return false;
  return policy.PolicyType === 'StepScaling'
    ? isSame(stepConfiguration(given), policy.StepScalingPolicyConfiguration)
    : isSame(trackingConfiguration(given, null), policy.TargetTrackingScalingPolicyConfiguration);
}

const STEP = { PolicyType: 'StepScaling' } as const;

type Common = Omit<ScalingPolicy, 'PolicyType' | 'Alarms'>;

function putTracking(
  common: Common,
  configuration: TargetTrackingConfiguration,
  before: ScalingPolicy | undefined,
  ctx: Context,
): Admission {
  const tracking = trackingPolicy(common, configuration);
  const Alarms = alarmsOf(tracking, ctx);
  const policy: ScalingPolicy = {
    ...common,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: configuration,
    Alarms,
  };
  return stored(policy, freshAlarms(tracking, before?.Alarms ?? [], ctx));
}

function trackingPolicy(
  { ResourceId, PolicyARN, PolicyName }: Common,
  configuration: TargetTrackingConfiguration,
): TrackingPolicy {
  return {
    PolicyARN,
    PolicyName,
    resource: ResourceId,
    source: trackedMetric(configuration, ResourceId),
    thresholds: trackingAlarms(configuration.TargetValue),
    disableScaleIn: configuration.DisableScaleIn,
  };
}

function stored(policy: ScalingPolicy, alarms: readonly Effect[]): Admission {
  const { ResourceId, PolicyName, PolicyType, PolicyARN, Alarms } = policy;
  const about = { kind: KIND, key: keyIn(ResourceId, PolicyName) } as const;
  const tracking = policy.TargetTrackingScalingPolicyConfiguration;
  const data = {
    PolicyType,
    PolicyName,
    metric: tracking ? metricLabel(trackedMetric(tracking, ResourceId)) : null,
    target: tracking?.TargetValue ?? null,
  };
  return {
    ok: true,
    output: { PolicyARN, Alarms },
    effects: [
      { do: 'put', ...about, value: policy },
      { do: 'note', fact: { model: 'aws', type: 'scalingPolicyPut', data, about } },
      ...alarms,
    ],
  };
}

export const deleteScalingPolicy = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { ResourceId } = resourceOf(given);
    const PolicyName = nameField(given, 'PolicyName');
    const policy =
      ctx.get(KIND, keyIn(ResourceId, PolicyName)) ??
      notFound('scaling policy', PolicyName, ResourceId);
    return { ok: true, output: {}, effects: policyRemoved(policy, ctx) };
  });

export const notFound = (what: string, name: string, ResourceId: OfTarget['ResourceId']): never =>
  refuse(
    'ObjectNotFoundException',
    `No ${what} found for service namespace: ecs, resource ID: ${ResourceId}, scalable dimension: ecs:service:DesiredCount: ${name}`,
  );

export function policyRemoved(policy: ScalingPolicy, ctx: Context): readonly Effect[] {
  const { ResourceId, PolicyName, Alarms } = policy;
  const about = { kind: KIND, key: keyIn(ResourceId, PolicyName) } as const;
  const data = { PolicyName };
  return [
    ...removeAlarms(Alarms, ctx),
    { do: 'note', fact: { model: 'aws', type: 'scalingPolicyDeleted', data, about } },
    { do: 'remove', ...about },
  ];
}

export const describeScalingPolicies = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const ResourceId = asked(given);
    const names = textsOf(given, 'PolicyNames');
    const policies = read
      .list(KIND)
      .filter((policy) => ResourceId === undefined || policy.ResourceId === ResourceId)
      .filter(({ PolicyName }) => names.length === 0 || names.includes(PolicyName));
    return page(given, 'ScalingPolicies', policies, (policy) => ({
      ...without(policy, 'lastScaleOut', 'lastScaleIn'),
      Alarms: wireAlarms(policy, read),
      CreationTime: epochOf(policy.CreationTime),
    }));
  });

/** Of step scaling: those that name the policy. */
const wireAlarms = ({ Alarms, PolicyType, PolicyARN }: ScalingPolicy, read: Read) =>
  PolicyType === 'TargetTrackingScaling'
    ? Alarms
    : alarmsNaming(PolicyARN, read).map(({ AlarmName, AlarmArn: AlarmARN }) => ({
        AlarmName,
        AlarmARN,
      }));
