import { describe, expect, it } from 'vitest';
import { TestWorld } from '../fixtures/testWorld';
import { awsModelWith } from '../model';
import type { AlarmActionOwner } from './alarmActions';
import { evaluateAlarm } from './evaluate';
import { stateReason } from './stateReason';
import type { MetricAlarm, StateValue, TreatMissingData } from './types';

const rule = (
  n: number,
  m: number,
  TreatMissingData: TreatMissingData = 'missing',
  StateValue: StateValue = 'OK',
) =>
  ({
    EvaluationPeriods: n,
    DatapointsToAlarm: m,
    Threshold: 60,
    ComparisonOperator: 'GreaterThanThreshold',
    TreatMissingData,
    StateValue,
  }) as const;

describe('evaluateAlarm', () => {
  it.each([
    ['three of three', rule(3, 3), [10, 70, 80, 90], 'ALARM'],
    ['one is not beyond', rule(3, 3), [70, 60, 80], 'OK'],
    ['two of three', rule(3, 2), [70, 50, 80], 'ALARM'],
    ['nothing measured', rule(3, 3), [null, null, null], 'INSUFFICIENT_DATA'],
    ['nothing yet', rule(3, 3), [], 'INSUFFICIENT_DATA'],
    ['missing breaches', rule(3, 3, 'breaching'), [null, 70, null], 'ALARM'],
    ['missing does not', rule(3, 2, 'notBreaching'), [null, 70, null], 'OK'],
    ['ignored: stays', rule(2, 2, 'ignore', 'ALARM'), [null, null], 'ALARM'],
    ['too few so far', rule(3, 3, 'missing', 'INSUFFICIENT_DATA'), [70], 'INSUFFICIENT_DATA'],
  ] as const)('%s', (_, given, values, state) => {
    expect(evaluateAlarm(given, values).state).toBe(state);
  });

  // The two tables of the User Guide, "How alarm state is evaluated when data is missing": X breaches, 0 does not, - is missing.
  it.each([
    ['0 - X - X', 3, 'OK', 'OK', 'OK', 'OK'],
    ['0 - - - -', 3, 'OK', 'OK', 'OK', 'OK'],
    ['- - - - -', 3, 'INSUFFICIENT_DATA', 'kept', 'ALARM', 'OK'],
    ['0 X X - X', 3, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['- - X - -', 3, 'ALARM', 'kept', 'ALARM', 'OK'],
    ['- - - - X', 3, 'kept', 'kept', 'ALARM', 'OK'],
    ['0 - X - X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 0 X 0 X', 2, 'ALARM', 'ALARM', 'ALARM', 'ALARM'],
    ['0 - X - -', 2, 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - - 0', 2, 'OK', 'OK', 'ALARM', 'OK'],
    ['- - - X -', 2, 'ALARM', 'kept', 'ALARM', 'OK'],
  ] as const)('%s, %d of 3', (text, m, missing, ignore, breaching, notBreaching) => {
    const values = text.split(' ').map((c) => (c === '-' ? null : c === 'X' ? 70 : 50));
    for (const before of ['OK', 'ALARM', 'INSUFFICIENT_DATA'] as const) {
      const state = (treat: TreatMissingData) =>
        evaluateAlarm(rule(3, m, treat, before), values).state;
      const is = (expected: string) => (expected === 'kept' ? before : expected);
      expect(state('missing')).toBe(is(missing));
      expect(state('ignore')).toBe(is(ignore));
      expect(state('breaching')).toBe(breaching);
      expect(state('notBreaching')).toBe(notBreaching);
    }
  });
});

describe('what an alarm says', () => {
  const said = (more: object, values: readonly (number | null)[]) => {
    const given = { ...rule(3, 3), Period: 60, ...more } as MetricAlarm;
    const points = values.map((value, i) => ({ atMs: i * 60_000, value }));
    return stateReason(given, evaluateAlarm(given, values), points);
  };
  it.each([
    [
      {},
      [10, 70, 80, 90.5],
      'Threshold Crossed: 3 out of the last 3 datapoints [90.5 (05/01/26 00:03:00), 80.0 (05/01/26 00:02:00), 70.0 (05/01/26 00:01:00)] were greater than the threshold (60.0) (minimum 3 datapoints for OK -> ALARM transition).',
    ],
    [
      { StateValue: 'ALARM' },
      [70, 70, 50],
      'Threshold Crossed: 1 out of the last 3 datapoints [50.0 (05/01/26 00:02:00)] was not greater than the threshold (60.0) (minimum 1 datapoint for ALARM -> OK transition).',
    ],
    [
      { EvaluationPeriods: 6, DatapointsToAlarm: 6 },
      [61, 62, 63, 64, 65, 66],
      'Threshold Crossed: 6 out of the last 6 datapoints were greater than the threshold (60.0). The most recent datapoints which crossed the threshold: [66.0 (05/01/26 00:05:00), 65.0 (05/01/26 00:04:00), 64.0 (05/01/26 00:03:00), 63.0 (05/01/26 00:02:00), 62.0 (05/01/26 00:01:00)] (minimum 6 datapoints for OK -> ALARM transition).',
    ],
    [{}, [null, null, null], 'Insufficient Data: 3 datapoints were unknown.'],
    [
      { TreatMissingData: 'breaching' },
      [null, null, null],
      'Threshold Crossed: no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].',
    ],
  ] as const)('%j of %j', (more, values, reason) => {
    expect(said(more, values)).toBe(reason);
  });
});

const alarm = {
  AlarmName: 'busy',
  Namespace: 'AWS/AutoScaling',
  MetricName: 'GroupInServiceInstances',
  Dimensions: [{ Name: 'AutoScalingGroupName', Value: 'boxes' }],
  Period: 60,
  EvaluationPeriods: 3,
  Threshold: 3,
  ComparisonOperator: 'GreaterThanThreshold',
  Statistic: 'Average',
};
const ground = () =>
  new TestWorld(1, {
    groups: [
      {
        name: 'boxes',
        instanceType: 'm5.large',
        desired: 3,
        max: 6,
        bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
      },
    ],
  });
const state = (w: TestWorld) => w.read.get('cloudwatch/MetricAlarm', 'busy')?.StateValue;

const dimension = { Name: 'AutoScalingGroupName', Value: 'boxes' };
const POLICY =
  'arn:aws:autoscaling:us-east-1:123456789012:scalingPolicy:1:autoScalingGroupName/boxes:policyName/p';

describe('what an alarm does', () => {
  /** Stands for a part that owns policies: writes down when it was called. */
  const called = (w: TestWorld) => w.read.get('cloudwatch/Series', '|called')?.minutes ?? [];
  const owner: AlarmActionOwner = {
    owns: (arn) => arn === POLICY || arn.startsWith('arn:aws:sns:'),
    command: () => ({
      model: 'aws',
      type: 'putMetricData',
      Namespace: '',
      MetricName: 'called',
      Dimensions: [],
      Value: 1,
    }),
  };
  const acting = (actions: Record<string, unknown>) => {
    const w = new TestWorld(1, { groups: [] }, [], awsModelWith([owner]));
    w.ask('cloudwatch', 'PutMetricAlarm', {
      ...alarm,
      Namespace: 'Mine',
      MetricName: 'Backlog',
      Dimensions: [],
      EvaluationPeriods: 1,
      ...actions,
    });
    return w;
  };
  const publish = (w: TestWorld, Value: number) =>
    w.ask('cloudwatch', 'PutMetricData', {
      Namespace: 'Mine',
      MetricData: [{ MetricName: 'Backlog', Value }],
    });

  it('is repeated each minute for a scaling policy, while it stays', () => {
    const w = acting({ AlarmActions: [POLICY] });
    for (const minute of [0, 1, 2]) {
      w.to(minute * 60_000);
      publish(w, 5);
    }
    w.to(400_000);
    // Minutes 0, 1 and 2 are looked at in minutes 1, 2 and 3; the last is within reach for two more.
    expect(called(w).map(({ atMs }) => atMs / 60_000)).toEqual([1, 2, 3, 4, 5]);
    expect(state(w)).toBe('INSUFFICIENT_DATA');
  });

  it('is done once for anything else', () => {
    const w = acting({ AlarmActions: ['arn:aws:sns:us-east-1:123456789012:topic'] });
    publish(w, 5);
    w.to(60_000);
    publish(w, 5);
    w.to(200_000);
    expect(called(w)).toHaveLength(1);
  });

  it('waits while its actions are disabled, and can be tried by SetAlarmState', () => {
    const w = acting({ AlarmActions: [POLICY], ActionsEnabled: false });
    publish(w, 5);
    w.to(90_000);
    expect(state(w)).toBe('ALARM');
    expect(called(w)).toHaveLength(0);
    w.to(300_000).ask('cloudwatch', 'EnableAlarmActions', { AlarmNames: ['busy'] });
    const input = { AlarmName: 'busy', StateValue: 'ALARM', StateReason: 'a try' };
    w.ask('cloudwatch', 'SetAlarmState', input);
    expect(called(w)).toHaveLength(1);
    w.to(330_000);
    expect(state(w)).toBe('INSUFFICIENT_DATA');
  });

  it('never comes from a metric that nobody publishes', () => {
    const w = acting({ AlarmActions: [POLICY] });
    w.to(600_000);
    expect(state(w)).toBe('INSUFFICIENT_DATA');
    expect(called(w)).toHaveLength(0);
  });

  it('refuses a namespace that is not yours, and an action that is no ARN', () => {
    const w = ground();
    const input = { Namespace: 'AWS/ECS', MetricData: [] };
    expect(w.refusal('cloudwatch', 'PutMetricData', input)).toContain('InvalidParameterValue');
    const wrong = { ...alarm, AlarmActions: ['page me'] };
    expect(w.refusal('cloudwatch', 'PutMetricAlarm', wrong)).toContain('Invalid arn syntax');
  });
});

describe('metric math', () => {
  const line = (Id: string, MetricName: string) => ({
    Id,
    MetricStat: {
      Metric: { Namespace: 'Mine', MetricName, Dimensions: [] },
      Stat: 'Average',
      Period: 60,
    },
    ReturnData: false,
  });
  const backlog = (Expression: string) => ({
    AlarmName: 'busy',
    Metrics: [line('m1', 'Messages'), line('m2', 'Workers'), { Id: 'e1', Expression }],
    EvaluationPeriods: 1,
    Threshold: 50,
    ComparisonOperator: 'GreaterThanThreshold',
  });
  const publish = (w: TestWorld, MetricName: string, Value: number) =>
    w.ask('cloudwatch', 'PutMetricData', {
      Namespace: 'Mine',
      MetricData: [{ MetricName, Value }],
    });

  it.each([
    ['m1 / m2', 1000, 20, 'OK'],
    ['m1 / m2', 1001, 20, 'ALARM'],
    ['m1 / m2', 1000, 0, 'INSUFFICIENT_DATA'],
    ['m1 / MAX(m2, 1)', 1000, 0, 'ALARM'],
    ['IF(m2 > 0, m1 / m2, m1)', 51, 0, 'ALARM'],
  ] as const)('%s of %d and %d: %s', (expression, messages, workers, expected) => {
    const w = ground();
    w.ask('cloudwatch', 'PutMetricAlarm', backlog(expression));
    publish(w, 'Messages', messages);
    publish(w, 'Workers', workers);
    w.to(90_000);
    expect(state(w)).toBe(expected);
  });

  it.each([
    ['m1 /', "Error in expression 'e1': The expression ends too early."],
    ['m1 / m3', "Error in expression 'e1': Unknown metric Id m3."],
    ['ANOMALY(m1)', "Error in expression 'e1': Unsupported function ANOMALY."],
    ['m1 ? 2', "Error in expression 'e1': Unexpected ? in expression."],
  ])('%s is refused', (expression, message) => {
    expect(ground().refusal('cloudwatch', 'PutMetricAlarm', backlog(expression))).toContain(
      message,
    );
  });
});

describe('metrics of a group', () => {
  it('are there for each group and its machines', () => {
    const w = ground();
    w.to(60_000);
    const value = (Namespace: string, MetricName: string) => {
      const Metric = { Namespace, MetricName, Dimensions: [dimension] };
      const MetricStat = { Metric, Period: 60, Stat: 'Average' };
      const asked = { MetricDataQueries: [{ Id: 'm', MetricStat }] };
      const answer = w.query('cloudwatch', 'GetMetricData', asked);
      return (answer as { MetricDataResults: { Values: number[] }[] }).MetricDataResults[0]?.Values;
    };
    expect(value('AWS/AutoScaling', 'GroupDesiredCapacity')).toEqual([3]);
    expect(value('AWS/EC2', 'CPUUtilization')).toEqual([0]);
    expect(value('AWS/EC2', 'Nothing')).toEqual([]);
  });
});

describe('an alarm', () => {
  it('turns after three whole minutes, and says which datapoints did it', () => {
    const w = ground();
    w.ask('cloudwatch', 'PutMetricAlarm', alarm);
    expect(state(w)).toBe('INSUFFICIENT_DATA');
    w.to(200_000);
    expect(state(w)).toBe('OK');
    w.to(240_000).ask('autoscaling', 'SetDesiredCapacity', {
      AutoScalingGroupName: 'boxes',
      DesiredCapacity: 5,
    });
    w.to(900_000);
    expect(state(w)).toBe('ALARM');
    const facts = w.facts('alarmStateChanged');
    expect(facts.map((f) => f.data)).toMatchObject([
      { from: 'INSUFFICIENT_DATA', to: 'OK' },
      { from: 'OK', to: 'ALARM' },
    ]);
    // The fourth minute is mixed, so its mean is beyond 3 too: three minutes end at 7:00, looked at 20 s later.
    expect(facts[1]?.atMs).toBe(440_000);
    expect((facts[1]?.data as { reason: string }).reason).toMatch(
      /^Threshold Crossed: 3 out of the last 3 datapoints \[5\.0 \(05\/01\/26 00:06:00\), 5\.0 .*\] were greater than the threshold \(3\.0\) \(minimum 3 datapoints for OK -> ALARM transition\)\.$/,
    );
  });

  it('gives its datapoints to GetMetricData, newest first', () => {
    const w = ground();
    w.ask('cloudwatch', 'PutMetricAlarm', alarm);
    w.to(200_000);
    const { Namespace, MetricName, Dimensions } = alarm;
    const asked = {
      MetricDataQueries: [
        {
          Id: 'm1',
          MetricStat: {
            Metric: { Namespace, MetricName, Dimensions },
            Period: 60,
            Stat: 'Average',
          },
        },
      ],
    };
    const { MetricDataResults } = w.query('cloudwatch', 'GetMetricData', asked) as {
      MetricDataResults: { Values: number[]; Timestamps: string[] }[];
    };
    expect(MetricDataResults[0]?.Values).toEqual([3, 3, 3]);
    expect(MetricDataResults[0]?.Timestamps[0]).toBe('2026-01-05T00:02:00.000Z');
  });

  it('costs nothing once it is deleted', () => {
    const w = ground();
    w.ask('cloudwatch', 'PutMetricAlarm', alarm);
    w.to(100_000).ask('cloudwatch', 'DeleteAlarms', { AlarmNames: ['busy'] });
    w.to(190_000);
    const minute = () => {
      const { steps } = w.simulation.work;
      w.after(60_000);
      return w.simulation.work.steps - steps;
    };
    const without = ground().to(190_000);
    const { steps } = without.simulation.work;
    without.after(60_000);
    expect(minute()).toBe(without.simulation.work.steps - steps);
  });

  it.each([
    [{ Period: 45 }, 'ValidationError: Period must be a multiple of 60'],
    [
      { TreatMissingdata: 'breaching' },
      'ParamValidationError: Unknown parameter in input: "TreatMissingdata"',
    ],
    [
      { Statistic: undefined, ExtendedStatistic: 'p90' },
      'ValidationError: ExtendedStatistic is not simulated',
    ],
    [
      { EvaluationPeriods: undefined },
      'ParamValidationError: Missing required parameter in input: "EvaluationPeriods"',
    ],
    [
      { DatapointsToAlarm: 4 },
      'ValidationError: DatapointsToAlarm must be less than or equal to EvaluationPeriods',
    ],
    [
      { ComparisonOperator: 'Above' },
      "ValidationError: 1 validation error detected: Value 'Above' at 'comparisonOperator'",
    ],
  ])('refuses %j', (change, message) => {
    expect(ground().refusal('cloudwatch', 'PutMetricAlarm', { ...alarm, ...change })).toContain(
      message,
    );
  });
});

describe('what was measured before anybody watched', () => {
  const value = (w: TestWorld, more: object = {}) => {
    const { Namespace, MetricName, Dimensions } = alarm;
    const Metric = { Namespace, MetricName, Dimensions };
    const query = { Id: 'm', MetricStat: { Metric, Period: 60, Stat: 'Average' } };
    const asked = { MetricDataQueries: [query], ...more };
    const answer = w.query('cloudwatch', 'GetMetricData', asked);
    return (answer as { MetricDataResults: { Values: number[] }[] }).MetricDataResults[0]?.Values;
  };

  it('lets a new alarm turn at its first look', () => {
    const w = ground();
    w.ask('autoscaling', 'SetDesiredCapacity', {
      AutoScalingGroupName: 'boxes',
      DesiredCapacity: 5,
    });
    w.to(605_000).ask('cloudwatch', 'PutMetricAlarm', alarm);
    expect(state(w)).toBe('INSUFFICIENT_DATA');
    w.to(620_000);
    expect(state(w)).toBe('ALARM');
    expect(w.facts('alarmStateChanged').map(({ atMs }) => atMs)).toEqual([620_000]);
  });

  it('fills the minutes in which an alarm was deleted', () => {
    const w = ground();
    w.ask('cloudwatch', 'PutMetricAlarm', alarm);
    w.to(150_000).ask('cloudwatch', 'DeleteAlarms', { AlarmNames: ['busy'] });
    w.to(605_000).ask('cloudwatch', 'PutMetricAlarm', alarm);
    w.to(660_000);
    const series = w.read.list('cloudwatch/Series')[0];
    expect(series?.minutes.map(({ atMs }) => atMs / 60_000)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  it('is what GetMetricData tells, between the times that it names', () => {
    const w = ground().to(300_000);
    expect(value(w)).toEqual([3, 3, 3, 3, 3]);
    expect(
      value(w, { StartTime: '2026-01-05T00:01:00Z', EndTime: '2026-01-05T00:03:30Z' }),
    ).toEqual([3, 3]);
  });

  it('is kept for three hours, and only what changes is written down', () => {
    const w = ground().to(4 * 3_600_000);
    expect(value(w)).toHaveLength(180);
    expect(w.read.size('cloudwatch/Past')).toBe(1);
    for (const DesiredCapacity of [4, 5, 6, 5, 4, 3]) {
      w.ask('autoscaling', 'SetDesiredCapacity', {
        AutoScalingGroupName: 'boxes',
        DesiredCapacity,
      });
      w.after(3_600_000);
    }
    expect(value(w)?.at(-1)).toBe(5);
    const [first, second] = w.read.list('cloudwatch/Past').map(({ atMs }) => atMs);
    const horizonMs = w.simulation.nowMs - 3 * 3_600_000;
    expect(first).toBeLessThanOrEqual(horizonMs);
    expect(second).toBeGreaterThan(horizonMs - 120_000);
  });

  it('is not there under other dimensions', () => {
    const w = ground().to(300_000);
    const Dimensions = [...alarm.Dimensions, { Name: 'InstanceId', Value: 'i-1' }];
    w.ask('cloudwatch', 'PutMetricAlarm', { ...alarm, Dimensions });
    w.to(600_000);
    expect(state(w)).toBe('INSUFFICIENT_DATA');
  });
});
