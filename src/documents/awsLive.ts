/**
 * What is live of an AWS document, in the shape of the input that asks for it, so that the two can be compared field by
 * field. What the simulator takes without keeping it counts as being so.
 */
import type { Kind, RecordKinds } from '../engine/model';
import type { AwsFields, AwsInput, AwsKind } from './describeAws';

export interface LiveRecords {
  get<K extends Kind>(kind: K, key: string): RecordKinds[K] | undefined;
}

/** undefined: nothing of that name is there. */
export function awsLive(
  { kind, fields }: Pick<AwsInput, 'kind' | 'fields'>,
  records: LiveRecords,
): AwsFields | undefined {
  const name = (field: string): string => text(fields[field]);
  const live = LIVE[kind](fields, name, records);
  return live && { ...fields, ...live };
}

type Live = (
  asked: AwsFields,
  name: (field: string) => string,
  records: LiveRecords,
) => AwsFields | undefined;

const GROUP = 'AutoScalingGroupName';
const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const fieldsOf = (value: unknown): AwsFields =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as AwsFields) : {};
const as = (record: object | undefined): AwsFields | undefined => record as AwsFields | undefined;

const LIVE: Readonly<Record<AwsKind, Live>> = {
  autoScalingGroup(asked, name, records) {
    const group = records.get('autoscaling/AutoScalingGroup', name(GROUP));
    return group && liveGroup(asked, group, records);
  },
  groupPolicy(asked, name, records) {
    const policy = records.get('autoscaling/ScalingPolicy', `${name(GROUP)}|${name('PolicyName')}`);
    // A policy that is put anew loses what the input leaves out.
    return policy && { ...absent(asked, POLICY), ...policy };
  },
  groupAction(asked, name, records) {
    const key = `${name(GROUP)}|${name('ScheduledActionName')}`;
    const action = records.get('autoscaling/ScheduledUpdateGroupAction', key);
    if (!action) return undefined;
    const times = ['StartTime', 'EndTime'] as const;
    const given = times.map((field) => [field, instant(asked[field], action[field])] as const);
    return { ...absent(asked, ACTION), ...action, ...Object.fromEntries(given) };
  },
  lifecycleHook: (_asked, name, records) =>
    as(records.get('autoscaling/LifecycleHook', `${name(GROUP)}/${name('LifecycleHookName')}`)),
  warmPool(_asked, name, records) {
    const pool = records.get('autoscaling/AutoScalingGroup', name(GROUP))?.WarmPoolConfiguration;
    return pool && { ...pool, MaxGroupPreparedCapacity: pool.MaxGroupPreparedCapacity ?? -1 };
  },
  launchTemplate(asked, name, records) {
    const template = records.get('ec2/LaunchTemplate', name('LaunchTemplateName'));
    const latest = template?.versions.at(-1);
    if (!latest) return undefined;
    return { LaunchTemplateData: liveData(fieldsOf(asked['LaunchTemplateData']), latest) };
  },
  metricAlarm: (asked, name, records) => {
    const alarm = records.get('cloudwatch/MetricAlarm', name('AlarmName'));
    return alarm && { ...absent(asked, ALARM), ...alarm };
  },
  queue(asked, name, records) {
    const queue = records.get('sqs/Queue', name('QueueName'));
    if (!queue) return undefined;
    const { RedrivePolicy, ...numbers } = queue.attributes;
    const given = fieldsOf(asked['Attributes']);
    const policy = sameJson(given['RedrivePolicy'], RedrivePolicy)
      ? given['RedrivePolicy']
      : RedrivePolicy && JSON.stringify(RedrivePolicy);
    return {
      QueueUrl: queue.QueueUrl,
      Attributes: { ...given, ...numbers, RedrivePolicy: policy },
    };
  },
};

/** Fields that have no default: asked and not there is a difference. */
const POLICY = [
  ...['TargetTrackingConfiguration', 'AdjustmentType', 'MinAdjustmentMagnitude'],
  ...['StepAdjustments', 'MetricAggregationType', 'ScalingAdjustment', 'Cooldown'],
  'EstimatedInstanceWarmup',
];
const ACTION = ['Recurrence', 'TimeZone', 'MinSize', 'MaxSize', 'DesiredCapacity'];
const ALARM = ['AlarmDescription', 'MetricName', 'Namespace', 'Dimensions', 'Statistic', 'Metrics'];

const absent = (asked: AwsFields, names: readonly string[]): AwsFields =>
  Object.fromEntries(names.filter((name) => name in asked).map((name) => [name, undefined]));

type Group = RecordKinds['autoscaling/AutoScalingGroup'];

function liveGroup(asked: AwsFields, group: Group, records: LiveRecords): AwsFields {
  const { CreatedTime: _output, AutoScalingGroupARN: _arn, ...settings } = group;
  const { LaunchTemplate, AvailabilityZones, MixedInstancesPolicy: mixed, Tags } = group;
  const subnets = text(asked['VPCZoneIdentifier']).split(',');
  const zones = subnets.map((subnet) => subnet.trim().replace(/^subnet-/, ''));
  const inline = fieldsOf(asked['LaunchTemplate'])['LaunchTemplateData'];
  const askedZones = asked['AvailabilityZones'];
  const policy = fieldsOf(fieldsOf(asked['MixedInstancesPolicy'])['LaunchTemplate']);
  return {
    ...settings,
    CapacityRebalance: group.CapacityRebalance ?? false,
    // Sets, in whatever order they are written.
    AvailabilityZones: sameSet(askedZones, AvailabilityZones) ? askedZones : AvailabilityZones,
    VPCZoneIdentifier: sameSet(zones, AvailabilityZones)
      ? asked['VPCZoneIdentifier']
      : AvailabilityZones.map((zone) => `subnet-${zone}`).join(','),
    LaunchTemplate:
      inline === undefined
        ? LaunchTemplate
        : { LaunchTemplateData: inlineData(fieldsOf(inline), LaunchTemplate, records) },
    Tags: hasTags(asked['Tags'], Tags) ? asked['Tags'] : Tags,
    MixedInstancesPolicy: mixed && {
      InstancesDistribution: mixed.InstancesDistribution,
      LaunchTemplate: {
        ...policy,
        LaunchTemplateSpecification: LaunchTemplate,
        Overrides: mixed.Overrides,
      },
    },
  };
}

function inlineData(asked: AwsFields, named: Group['LaunchTemplate'], records: LiveRecords) {
  const template = records.get('ec2/LaunchTemplate', named.LaunchTemplateName);
  const latest = template?.versions.at(-1);
  return latest ? liveData(asked, latest) : undefined;
}

type Data = RecordKinds['ec2/LaunchTemplate']['versions'][number];

/** User data is not kept, only what it makes of an instance. */
function liveData(asked: AwsFields, data: Data): AwsFields {
  const { InstanceType, ImageId, Tags, bootstrap, InstanceMarketOptions } = data;
  const tags = Tags.length === 0 ? undefined : [{ ResourceType: 'instance', Tags }];
  return {
    ...asked,
    InstanceType,
    ImageId,
    bootstrap,
    TagSpecifications: tags,
    InstanceMarketOptions: InstanceMarketOptions && {
      ...fieldsOf(asked['InstanceMarketOptions']),
      ...InstanceMarketOptions,
    },
  };
}

const sameSet = (asked: unknown, live: readonly string[]): boolean =>
  Array.isArray(asked) &&
  asked.length === live.length &&
  asked.every((item) => live.includes(String(item)));

const hasTags = (asked: unknown, live: Group['Tags']): boolean =>
  Array.isArray(asked) &&
  asked
    .map(fieldsOf)
    .every(({ Key, Value }) => live.some((tag) => tag.Key === Key && tag.Value === (Value ?? '')));

function sameJson(asked: unknown, live: unknown): boolean {
  if (asked === undefined) return true;
  try {
    const value: unknown = typeof asked === 'string' ? JSON.parse(asked) : asked;
    const [a, b] = [fieldsOf(value), fieldsOf(live)];
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])];
    return names.every((name) => String(a[name]) === String(b[name]));
  } catch {
    return false;
  }
}

/** Where virtual time begins. */
const STARTS_AT_MS = Date.UTC(2026, 0, 5);

/** The asked text where it is that instant, so that it is no difference. */
function instant(asked: unknown, live: number | undefined): unknown {
  if (live === undefined || asked === undefined) return undefined;
  const iso = new Date(live + STARTS_AT_MS).toISOString().replace('.000Z', 'Z');
  if (typeof asked === 'number') return asked * 1000 === live + STARTS_AT_MS ? asked : iso;
  const said = text(asked);
  const zoned = /T.*(?:Z|[+-]\d\d:?\d\d)$|^\d{4}-\d\d-\d\d$/.test(said);
  const askedMs = Date.parse(zoned ? said : `${said}Z`);
  return askedMs === live + STARTS_AT_MS ? asked : iso;
}
