/** Files in the shape that the AWS CLI takes: each makes what it says, changes what differs, asks nothing twice, and is refused at its place. */
import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadLesson } from '../lessons/catalogue';
import type { Scenario } from './scenario';
import { validate } from '../editor/validate';
import { objectsOf, parseText } from '../documents';
import { expandRequest } from './expandRequest';
import { World } from './world';

type Fields = Readonly<Record<string, unknown>>;

/** Those of a group are for the one of the lesson. */
function example(name: string): Fields {
  const at = new URL(`../../lessons/examples/aws-${name}.json`, import.meta.url);
  const fields = JSON.parse(readFileSync(at, 'utf8')) as Fields;
  return fields['AutoScalingGroupName'] === 'workers' && name !== 'group'
    ? { ...fields, AutoScalingGroupName: 'boxes' }
    : fields;
}

let scenario: Scenario;
let world: World;

beforeEach(async () => {
  scenario ??= (await loadLesson('a-zone-goes-dark')).scenario;
  world = new World(scenario, 7);
  world.advance(scenario.opensAtMs);
});

const asking = (document: unknown) =>
  ({ api: 'quayside', action: 'applyDocument', input: { document } }) as const;
const apply = (document: unknown) => world.submit('learner', asking(document));
/** What Apply would send now. */
function calls(document: unknown): readonly string[] {
  const expanded = expandRequest(asking(document), world.simulation.context);
  if (!expanded.ok) throw new Error(expanded.error.message);
  return expanded.requests.map((r) => (r.api === 'kubernetes' ? r.verb : `${r.api} ${r.action}`));
}
const inputs = (document: unknown): readonly unknown[] => {
  const expanded = expandRequest(asking(document), world.simulation.context);
  return expanded.ok ? expanded.requests.map((r) => (r.api === 'kubernetes' ? r : r.input)) : [];
};

const STEP = {
  AutoScalingGroupName: 'boxes',
  PolicyName: 'steps',
  PolicyType: 'StepScaling',
  AdjustmentType: 'ChangeInCapacity',
  MetricAggregationType: 'Average',
  StepAdjustments: [
    { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: 1 },
    { MetricIntervalLowerBound: 20, ScalingAdjustment: 3 },
  ],
};

describe('a file', () => {
  it.each<[string, Fields, string, Fields, string]>([
    [
      'group policy',
      example('group-policy'),
      'autoscaling PutScalingPolicy',
      {
        TargetTrackingConfiguration: {
          ...(example('group-policy')['TargetTrackingConfiguration'] as Fields),
          TargetValue: 40,
        },
      },
      'autoscaling PutScalingPolicy',
    ],
    [
      'step policy of a group',
      STEP,
      'autoscaling PutScalingPolicy',
      { StepAdjustments: [{ MetricIntervalLowerBound: 0, ScalingAdjustment: 2 }] },
      'autoscaling PutScalingPolicy',
    ],
    [
      'scheduled action of a group',
      example('group-scheduled'),
      'autoscaling PutScheduledUpdateGroupAction',
      { MinSize: 5 },
      'autoscaling PutScheduledUpdateGroupAction',
    ],
    [
      'scheduled action that runs once',
      {
        AutoScalingGroupName: 'boxes',
        ScheduledActionName: 'once',
        StartTime: '2026-03-09T08:50:00+09:00',
        DesiredCapacity: 4,
      },
      'autoscaling PutScheduledUpdateGroupAction',
      { StartTime: '2026-03-09T08:40:00+09:00' },
      'autoscaling PutScheduledUpdateGroupAction',
    ],
    [
      'lifecycle hook',
      example('group-lifecycle-hook'),
      'autoscaling PutLifecycleHook',
      { HeartbeatTimeout: 300 },
      'autoscaling PutLifecycleHook',
    ],
    [
      'warm pool',
      example('group-warm-pool'),
      'autoscaling PutWarmPool',
      { MinSize: 3 },
      'autoscaling PutWarmPool',
    ],
    [
      'launch template',
      example('launch-template'),
      'ec2 CreateLaunchTemplate',
      {
        LaunchTemplateData: {
          ...(example('launch-template')['LaunchTemplateData'] as Fields),
          InstanceType: 'm5.xlarge',
        },
      },
      'ec2 CreateLaunchTemplateVersion',
    ],
    [
      'alarm',
      example('alarm'),
      'cloudwatch PutMetricAlarm',
      { Threshold: 80 },
      'cloudwatch PutMetricAlarm',
    ],
    [
      'queue',
      example('queue'),
      'sqs CreateQueue',
      { Attributes: { VisibilityTimeout: '90', MessageRetentionPeriod: '86400' } },
      'sqs SetQueueAttributes',
    ],
  ])('of a %s makes it, once, and changes it', (_name, document, made, change, changed) => {
    expect(calls(document)).toEqual([made]);
    expect(apply(document)).toMatchObject({ ok: true });
    expect(calls(document)).toEqual([]);
    const other = { ...document, ...change };
    expect(calls(other)).toEqual([changed]);
    expect(apply(other)).toMatchObject({ ok: true });
    expect(calls(other)).toEqual([]);
  });

  it('of a group makes it with its mix of instances, and is changed by what differs', () => {
    apply(example('launch-template'));
    const group = example('group-on-demand-and-spot');
    expect(calls(group)).toEqual(['autoscaling CreateAutoScalingGroup']);
    expect(apply(group)).toMatchObject({ ok: true });
    expect(calls(group)).toEqual([]);
    expect(inputs({ ...group, MaxSize: 12 })).toEqual([
      { AutoScalingGroupName: 'workers-spot', MaxSize: 12 },
    ]);
    apply({ ...group, MaxSize: 12 });
    world.advance(world.nowMs + 300_000);
    const { records } = world.changesSince({ version: -1, epoch: -1, facts: 0 });
    const own = records.filter(
      ({ kind, value }) =>
        kind === 'autoscaling/AutoScalingInstance' &&
        (value as Fields)['AutoScalingGroupName'] === 'workers-spot',
    );
    expect(own).toHaveLength(2);
    expect(apply(example('group'))).toMatchObject({ ok: true });
    expect(calls(example('group'))).toEqual([]);
    expect(apply(example('capacity-provider'))).toMatchObject({ ok: true });
    expect(calls(example('capacity-provider'))).toEqual([]);
  });

  it('of a group that says less than a new one needs changes the one that is there', () => {
    const file = { AutoScalingGroupName: 'boxes', MaxSize: 11 };
    expect(inputs(file)).toEqual([file]);
    expect(apply(file)).toMatchObject({ ok: true });
  });

  it('as describe prints it is freed of what only output has', () => {
    apply(STEP);
    const output = world.query({ api: 'autoscaling', action: 'DescribePolicies', input: {} });
    const policies = (output.ok ? output.output : {}) as { ScalingPolicies: Fields[] };
    const [policy] = policies.ScalingPolicies.filter((p) => p['PolicyName'] === 'steps');
    expect(apply({ ScalingPolicies: [{ ...policy, MinAdjustmentMagnitude: 1 }] })).toMatchObject({
      ok: true,
    });
    expect(apply({ ScalingPolicies: [policy, policy] })).toMatchObject({
      error: { message: 'This output describes several resources. Apply one at a time.' },
    });
  });
});

describe('what is wrong stands at its place, before Apply and after it', () => {
  const mixed = example('group-on-demand-and-spot');
  it.each<[Fields, readonly unknown[], string]>([
    [
      { ...mixed, MinSize: 9 },
      ['MaxSize'],
      'Max bound, 8, must be greater than or equal to min bound, 9',
    ],
    [{ ...mixed, DesiredCapacity: 9 }, ['DesiredCapacity'], 'Desired capacity:9 must be between'],
    [{ ...mixed, MaxSiz: 9 }, ['MaxSiz'], 'Unknown parameter in input: "MaxSiz", must be one of:'],
    [{ ...mixed, MaxSize: '9' }, ['MaxSize'], 'Invalid type for parameter MaxSize'],
    [
      {
        ...mixed,
        MixedInstancesPolicy: {
          LaunchTemplate: {
            LaunchTemplateSpecification: { LaunchTemplateName: 'workers' },
            Overrides: [{ InstanceType: 'm5.huge' }],
          },
        },
      },
      ['MixedInstancesPolicy', 'LaunchTemplate', 'Overrides', 0, 'InstanceType'],
      'The specified instance type m5.huge is not valid',
    ],
    [{ ...STEP, PolicyType: 'Steps' }, ['PolicyType'], 'Invalid policy type: Steps'],
    [
      { ...STEP, Cooldown: 60 },
      ['Cooldown'],
      'Cooldown is not supported for StepScaling policies.',
    ],
    [
      { ...example('group-scheduled'), Recurrence: '50 8 * *' },
      ['Recurrence'],
      'Given recurrence string:50 8 * * is invalid',
    ],
    [{ ...example('group-scheduled'), TimeZone: 'KST' }, ['TimeZone'], 'Invalid time zone: KST'],
    [
      { ...example('group-lifecycle-hook'), HeartbeatTimeout: 10 },
      ['HeartbeatTimeout'],
      'Heartbeat timeout must be between 30 and 7200 seconds.',
    ],
    [{ ...example('group-warm-pool'), PoolState: 'Asleep' }, ['PoolState'], 'pool state: Asleep'],
    [
      {
        LaunchTemplateName: 'x',
        LaunchTemplateData: { InstanceType: 'm5.huge', ImageId: 'ami-0c02fb55956c7d316' },
      },
      ['LaunchTemplateData', 'InstanceType'],
      'm5.huge',
    ],
    [
      { ...example('alarm'), DatapointsToAlarm: 5 },
      ['DatapointsToAlarm'],
      'must be less than or equal to EvaluationPeriods',
    ],
    [
      { ...example('alarm'), ComparisonOperator: '>' },
      ['ComparisonOperator'],
      'Member must satisfy enum value set',
    ],
    [{ QueueName: 'jobs!' }, ['QueueName'], 'Can only include alphanumeric characters'],
    [
      { QueueName: 'jobs', Attributes: { VisibilityTimeout: '99999' } },
      ['Attributes', 'VisibilityTimeout'],
      'Invalid value for the parameter VisibilityTimeout.',
    ],
  ])('%#', (document, path, message) => {
    const text = JSON.stringify(document);
    const objects = objectsOf(parseText('file.json', text));
    const [marker] = validate(objects, 'json').markers;
    expect(marker?.message).toContain(message);
    expect(marker?.range).toEqual(objects[0]!.document.locate(path as string[]));
    const response = apply(document);
    if (response.ok) throw new Error('it was taken');
    expect(response.error.causes[0]).toMatchObject({ path });
    expect(response.error.message).toContain(message);
  });

  it('a policy for a group that is not there', () => {
    const response = apply({ ...STEP, AutoScalingGroupName: 'nobody' });
    expect(response).toMatchObject({
      ok: false,
      error: {
        message: "AutoScalingGroup name not found - AutoScalingGroup 'nobody' not found",
        causes: [{ path: ['AutoScalingGroupName'] }],
      },
    });
  });

  it('what a group that stands does not take is refused by name', () => {
    const { Tags: _tags, ...group } = mixed;
    apply(example('launch-template'));
    apply(group);
    expect(apply(mixed)).toMatchObject({
      ok: false,
      error: { causes: [{ path: ['Tags'] }] },
    });
  });

  it('what is taken without effect is said', () => {
    const text = JSON.stringify({ ...mixed, PlacementGroup: 'p' });
    const { notSimulated } = validate(objectsOf(parseText('file.json', text)), 'json');
    expect(notSimulated.length).toBeGreaterThan(0);
  });
});
