import { describe, expect, it } from 'vitest';
import { TestWorld } from '../fixtures/testWorld';
import { evaluateAlarm } from './evaluate';
import type { StateValue, TreatMissingData } from './types';

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
    expect(evaluateAlarm(given, values)).toBe(state);
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
      /^Threshold Crossed: 3 out of the last 3 datapoints \[5, 5, [34.\d]+\] were greater than the threshold \(3\)\.$/,
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
    w.to(130_000);
    const { steps } = w.simulation.work;
    w.to(900_000);
    expect(w.simulation.work.steps).toBe(steps);
  });

  it.each([
    [{ Period: 45 }, 'ValidationError: Period must be a multiple of 60'],
    [
      { EvaluationPeriods: undefined },
      'ValidationError: The parameter EvaluationPeriods is required.',
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
