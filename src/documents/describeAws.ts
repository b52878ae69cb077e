/**
 * Inputs of AWS requests beside those of ECS and Application Auto Scaling: EC2 Auto Scaling groups with their policies,
 * scheduled actions, lifecycle hooks and warm pools; launch templates; alarms; queues. As the AWS CLI takes them with
 * `--cli-input-json`, or as it prints them (`describe-*`), one at a time.
 */
import type { DocumentPath } from './document';

export type AwsKind =
  | 'autoScalingGroup'
  | 'groupPolicy'
  | 'groupAction'
  | 'lifecycleHook'
  | 'warmPool'
  | 'launchTemplate'
  | 'metricAlarm'
  | 'queue';

export interface AwsDescription {
  readonly api: 'aws';
  readonly kind: AwsKind;
  readonly name: string;
  /** The Auto Scaling group that it belongs to; '' where it belongs to none. */
  readonly group: string;
}

export type AwsFields = Readonly<Record<string, unknown>>;

export interface AwsInput {
  readonly kind: AwsKind;
  readonly fields: AwsFields;
  /** Where they stand in the document. */
  readonly path: DocumentPath;
  /** What a describe call prints: several of them are refused, and what only output has is left out. */
  readonly wrapper: string | null;
  readonly several: boolean;
}

const isFields = (value: unknown): value is AwsFields =>
  value !== null && typeof value === 'object' && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const WRAPPERS: Readonly<Record<string, AwsKind>> = {
  AutoScalingGroups: 'autoScalingGroup',
  ScalingPolicies: 'groupPolicy',
  ScheduledUpdateGroupActions: 'groupAction',
  LifecycleHooks: 'lifecycleHook',
  LaunchTemplateVersions: 'launchTemplate',
  MetricAlarms: 'metricAlarm',
};

/** null: the document of somebody else. */
export function awsInput(value: unknown): AwsInput | null {
  if (!isFields(value)) return null;
  for (const [wrapper, kind] of Object.entries(WRAPPERS)) {
    const list = value[wrapper];
    const [first] = Array.isArray(list) ? (list as unknown[]) : [];
    if (!Array.isArray(list) || !isFields(first) || kindOf(first) !== kind) continue;
    return { kind, fields: first, path: [wrapper, 0], wrapper, several: list.length > 1 };
  }
  const kind = kindOf(value);
  return kind && { kind, fields: value, path: [], wrapper: null, several: false };
}

/** Policies and scheduled actions of Application Auto Scaling name a resource instead of a group. */
function kindOf(fields: AwsFields): AwsKind | null {
  const has = (...names: string[]) => names.some((name) => name in fields);
  if (has('ServiceNamespace', 'ScalableDimension', 'ResourceId', 'kind', 'apiVersion')) return null;
  if (has('LaunchTemplateData')) return has('AutoScalingGroupName') ? null : 'launchTemplate';
  if (has('AlarmName')) return 'metricAlarm';
  if (has('QueueName')) return 'queue';
  if (!has('AutoScalingGroupName')) return null;
  if (has('LifecycleHookName', 'LifecycleTransition')) return 'lifecycleHook';
  if (has('ScheduledActionName', 'Recurrence')) return 'groupAction';
  if (has('PolicyName', 'PolicyType')) return 'groupPolicy';
  if (has('PoolState', 'MaxGroupPreparedCapacity', 'InstanceReusePolicy')) return 'warmPool';
  return 'autoScalingGroup';
}

const NAMES: Readonly<Record<AwsKind, string>> = {
  autoScalingGroup: 'AutoScalingGroupName',
  groupPolicy: 'PolicyName',
  groupAction: 'ScheduledActionName',
  lifecycleHook: 'LifecycleHookName',
  warmPool: 'AutoScalingGroupName',
  launchTemplate: 'LaunchTemplateName',
  metricAlarm: 'AlarmName',
  queue: 'QueueName',
};

export function describeAws(value: unknown): AwsDescription | null {
  const input = awsInput(value);
  if (!input) return null;
  const { kind, fields } = input;
  const group = text(fields['AutoScalingGroupName']);
  return { api: 'aws', kind, name: text(fields[NAMES[kind]]), group };
}
