/** Which request an AWS document stands for, given what is live: made anew, or changed by what differs. Used by Apply and by the line that says the same. */
import type { AwsFields, AwsInput, AwsKind } from './describeAws';
import type { Difference } from './differences';

export type AwsApi = 'autoscaling' | 'ec2' | 'cloudwatch' | 'sqs';

export interface AwsCall {
  readonly api: AwsApi;
  readonly action: string;
  readonly input: AwsFields;
  /** It carries the document as it is. */
  readonly whole: boolean;
}

const WHOLE: Readonly<Record<AwsKind, readonly [AwsApi, string]>> = {
  autoScalingGroup: ['autoscaling', 'CreateAutoScalingGroup'],
  groupPolicy: ['autoscaling', 'PutScalingPolicy'],
  groupAction: ['autoscaling', 'PutScheduledUpdateGroupAction'],
  lifecycleHook: ['autoscaling', 'PutLifecycleHook'],
  warmPool: ['autoscaling', 'PutWarmPool'],
  launchTemplate: ['ec2', 'CreateLaunchTemplate'],
  metricAlarm: ['cloudwatch', 'PutMetricAlarm'],
  queue: ['sqs', 'CreateQueue'],
};

const pick = (fields: AwsFields, names: Iterable<string>): AwsFields =>
  Object.fromEntries([...names].filter((name) => name in fields).map((n) => [n, fields[n]]));

export function awsCall(
  { kind, fields }: Pick<AwsInput, 'kind' | 'fields'>,
  live: AwsFields | undefined,
  differences: readonly Difference[],
): AwsCall {
  const [api, action] = WHOLE[kind];
  const whole = { api, action, input: fields, whole: true };
  if (kind === 'autoScalingGroup' && (live || !isWholeGroup(fields)))
    return { ...whole, ...updateGroup(fields, live ? differences : null) };
  if (kind === 'launchTemplate' && (live || isVersion(fields))) return newVersion(fields);
  if (kind === 'queue' && live) return setAttributes(fields, live, differences);
  return whole;
}

/** Without both sizes it can only be the input of UpdateAutoScalingGroup. */
export const isWholeGroup = (fields: AwsFields): boolean =>
  'MinSize' in fields && 'MaxSize' in fields;

const changed = (differences: readonly Difference[]): Set<string> =>
  new Set(differences.map(({ path }) => String(path[0])));

function updateGroup(fields: AwsFields, differences: readonly Difference[] | null) {
  const names = differences ? changed(differences) : Object.keys(fields);
  const input = pick(fields, ['AutoScalingGroupName', ...names]);
  return { action: 'UpdateAutoScalingGroup', input, whole: differences === null };
}

const isVersion = (fields: AwsFields): boolean => 'SourceVersion' in fields;

/** A version never changes: what differs becomes the next one. Tags of the template are of its creation. */
function newVersion(fields: AwsFields): AwsCall {
  const { TagSpecifications: _made, ...input } = fields;
  const whole = !('TagSpecifications' in fields);
  return { api: 'ec2', action: 'CreateLaunchTemplateVersion', input, whole };
}

function setAttributes(
  fields: AwsFields,
  live: AwsFields,
  differences: readonly Difference[],
): AwsCall {
  const asked = (fields['Attributes'] ?? {}) as AwsFields;
  const names = differences.flatMap(({ path }) => (path[1] === undefined ? [] : [String(path[1])]));
  const input = { QueueUrl: live['QueueUrl'], Attributes: pick(asked, names) };
  return { api: 'sqs', action: 'SetQueueAttributes', input, whole: false };
}
