import { describe, expect, it } from 'vitest';
import { checkScalingDocument, readScalingDocument } from './document';

const OF = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/harbour/web',
  ScalableDimension: 'ecs:service:DesiredCount',
};
const TRACKING = {
  TargetValue: 60,
  PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
};
const policy = (configuration: object) => ({
  ...OF,
  PolicyName: 'cpu60',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: { ...TRACKING, ...configuration },
});
const scheduled = (more: object) => ({
  ...OF,
  ScheduledActionName: 'morning',
  Schedule: 'cron(50 8 ? * MON-FRI *)',
  Timezone: 'Asia/Seoul',
  ScalableTargetAction: { MinCapacity: 14 },
  ...more,
});

describe('a scaling file', () => {
  it.each([
    [{ ...OF, MinCapacity: 2, MaxCapacity: 20 }, 'RegisterScalableTarget'],
    [policy({}), 'PutScalingPolicy'],
    [scheduled({}), 'PutScheduledAction'],
    [{ ScalingPolicies: [{ ...policy({}), PolicyARN: 'arn:x', Alarms: [] }] }, 'PutScalingPolicy'],
  ])('is the input of a call, and nothing is wrong with it', (value, action) => {
    expect(readScalingDocument(value)).toMatchObject({ ok: true, action });
    expect(checkScalingDocument(value).errors).toEqual([]);
  });

  it('is told from everything else', () => {
    expect(readScalingDocument({ serviceName: 'web', desiredCount: 2 })).toBeUndefined();
    expect(readScalingDocument({ kind: 'Service', apiVersion: 'v1' })).toBeUndefined();
  });

  it('frees describe output of what only output has', () => {
    const value = { ScalingPolicies: [{ ...policy({}), PolicyARN: 'arn:x' }] };
    const file = readScalingDocument(value);
    expect(file?.ok && file.input).not.toHaveProperty('PolicyARN');
    expect(checkScalingDocument(value).notices.map((n) => n.reason)).toEqual([
      'DescribeOutput',
      'DescribeOnly',
    ]);
  });
});

describe('what is wrong stands at its place', () => {
  const CONFIGURATION = 'TargetTrackingScalingPolicyConfiguration';
  it.each<[object, unknown[], string]>([
    [
      { ...OF, MinCapacity: 5, MaxCapacity: 2 },
      ['MaxCapacity'],
      'Maximum capacity cannot be less than minimum capacity',
    ],
    [{ ...OF, MinCapacity: -1, MaxCapacity: 2 }, ['MinCapacity'], 'MinCapacity must be greater'],
    [{ ...OF, MinCapacity: '2' }, ['MinCapacity'], 'Invalid type for parameter MinCapacity'],
    [{ ...OF, Minimum: 2 }, ['Minimum'], 'Unknown parameter in input: "Minimum", must be one of'],
    [{ ...OF, ServiceNamespace: 'lambda' }, ['ServiceNamespace'], 'only ecs is'],
    [
      { ...OF, ServiceNamespace: 'ecss' },
      ['ServiceNamespace'],
      "Value 'ecss' at 'serviceNamespace'",
    ],
    [{ ...OF, ResourceId: 'harbour/web' }, ['ResourceId'], 'not of the form service/'],
    [
      policy({ TargetValue: 0 }),
      [CONFIGURATION, 'TargetValue'],
      'TargetValue must be greater than 0',
    ],
    [
      policy({ Cooldown: 60 }),
      [CONFIGURATION, 'Cooldown'],
      `Unknown parameter in ${CONFIGURATION}: "Cooldown"`,
    ],
    [
      policy({ PredefinedMetricSpecification: { PredefinedMetricType: 'CPU' } }),
      [CONFIGURATION, 'PredefinedMetricSpecification', 'PredefinedMetricType'],
      "Value 'CPU' at 'predefinedMetricType'",
    ],
    [
      policy({
        PredefinedMetricSpecification: {
          PredefinedMetricType: 'ALBRequestCountPerTarget',
          ResourceLabel: 'web',
        },
      }),
      [CONFIGURATION, 'PredefinedMetricSpecification', 'ResourceLabel'],
      'Invalid resource label: web',
    ],
    [
      policy({
        PredefinedMetricSpecification: undefined,
        CustomizedMetricSpecification: {
          Metrics: [{ Id: 'e1', Expression: 'm1 / m2' }],
        },
      }),
      [CONFIGURATION, 'CustomizedMetricSpecification', 'Metrics', 0, 'Expression'],
      "Error in expression 'e1': Unknown metric Id m1.",
    ],
    [scheduled({ Timezone: 'KST' }), ['Timezone'], 'Invalid time zone: KST'],
    [
      scheduled({ Schedule: 'cron(50 8 * * MON-FRI *)' }),
      ['Schedule'],
      'Schedule expression cron(50 8 * * MON-FRI *) is not valid.',
    ],
    [scheduled({ EndTime: 'soon' }), ['EndTime'], 'Invalid timestamp for parameter EndTime'],
    [
      scheduled({ ScalableTargetAction: {} }),
      ['ScalableTargetAction'],
      'At least one of minimum capacity and maximum capacity should be provided',
    ],
    [
      scheduled({ ScalableTargetAction: { MinCapacity: 'ten' } }),
      ['ScalableTargetAction', 'MinCapacity'],
      'Invalid type for parameter ScalableTargetAction.MinCapacity',
    ],
    [TRACKING, [], 'This is the configuration of a scaling policy alone.'],
    [
      { ScalableTargets: [OF, OF] },
      ['ScalableTargets'],
      'This output describes several resources.',
    ],
  ])('%#', (value, path, message) => {
    const [error] = checkScalingDocument(value).errors;
    expect(error?.path).toEqual(path);
    expect(error?.message).toContain(message);
  });
});
