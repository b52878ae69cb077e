import { describe, expect, it } from 'vitest';
import { TestWorld } from '../../fixtures/testWorld';

const MINUTE_MS = 60_000;
const ASKED = { autoScalingGroupName: 'boxes' };
const GROUP = { AutoScalingGroupName: 'boxes' };

/** Two instances, one to ten, and a metric that the test publishes each minute. */
function world() {
  const w = new TestWorld(1, {
    groups: [
      {
        name: 'boxes',
        instanceType: 'm5.large',
        min: 1,
        max: 10,
        desired: 2,
        bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
      },
    ],
  });
  return w;
}
const group = (w: TestWorld) => w.read.get('autoscaling/AutoScalingGroup', 'boxes');
const desired = (w: TestWorld) => group(w)?.DesiredCapacity;

/** Publishes `value` at the beginning of each minute until then. */
function publish(w: TestWorld, value: number, untilMinute: number): void {
  for (let m = Math.ceil(w.simulation.nowMs / MINUTE_MS); m < untilMinute; m++) {
    w.to(m * MINUTE_MS);
    w.ask('cloudwatch', 'PutMetricData', {
      Namespace: 'Mine',
      MetricData: [{ MetricName: 'Load', Value: value }],
    });
  }
  w.to(untilMinute * MINUTE_MS);
}
const METRIC = { Namespace: 'Mine', MetricName: 'Load', Statistic: 'Average' };
const tracking = (w: TestWorld, more: object = {}, configuration: object = {}) =>
  w.ask('autoscaling', 'PutScalingPolicy', {
    ...GROUP,
    PolicyName: 'load50',
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingConfiguration: {
      TargetValue: 50,
      CustomizedMetricSpecification: METRIC,
      ...configuration,
    },
    ...more,
  });
const called = (w: TestWorld) =>
  w.facts('groupScaled').map((f) => [f.atMs, (f.data as { to: number }).to]);

describe('target tracking of a group', () => {
  it('grows in proportion after three minutes, waits while instances warm up, and says why', () => {
    const w = world();
    tracking(w, { EstimatedInstanceWarmup: 240 });
    publish(w, 100, 12);
    // ceil(2 x 100 / 50) at 3:21; four more minutes warm up, then ceil(4 x 2).
    expect(called(w)[0]).toEqual([201_000, 4]);
    expect(called(w)[1]?.[1]).toBe(8);
    const [first, second] = called(w).map(([atMs]) => atMs as number);
    expect((second ?? 0) - (first ?? 0)).toBeGreaterThan(240_000);
    const [activity] = w.read.list('autoscaling/Activity');
    expect(activity?.Cause).toContain(
      'in state ALARM triggered policy load50 changing the desired capacity from 2 to 4.',
    );
  });

  it('waits as long as the group says where the policy says nothing', () => {
    const second = (DefaultInstanceWarmup: number) => {
      const w = world();
      w.ask('autoscaling', 'UpdateAutoScalingGroup', { ...GROUP, DefaultInstanceWarmup });
      tracking(w);
      publish(w, 100, 14);
      const [first = [], again = []] = called(w);
      return (again[0] ?? 0) - (first[0] ?? 0);
    };
    // The group's cooldown would be 300 s.
    expect(second(120)).toBe(180_000);
    expect(second(240)).toBe(300_000);
  });

  it('does nothing while alarms are not passed on', () => {
    const w = world();
    w.ask('autoscaling', 'SuspendProcesses', { ...GROUP, ScalingProcesses: ['AlarmNotification'] });
    tracking(w);
    publish(w, 100, 10);
    expect(desired(w)).toBe(2);
    w.ask('autoscaling', 'ResumeProcesses', GROUP);
    publish(w, 100, 12);
    expect(desired(w)).toBe(4);
  });

  it('shrinks after fifteen minutes below seven tenths, by half at most, within its bounds', () => {
    const w = world();
    w.ask('autoscaling', 'SetDesiredCapacity', { ...GROUP, DesiredCapacity: 8 });
    tracking(w);
    publish(w, 36, 20);
    expect(desired(w)).toBe(8);
    publish(w, 5, 36);
    expect(called(w)).toEqual([[35 * MINUTE_MS + 21_000, 4]]);
    publish(w, 0, 60);
    expect(desired(w)).toBe(1);
    expect(w.facts('groupKept').at(-1)?.data).toMatchObject({ because: 'minCapacity' });
  });

  it('keeps its size where scale-in is disabled, and makes no alarm for it', () => {
    const w = world();
    tracking(w, {}, { DisableScaleIn: true });
    publish(w, 0, 30);
    expect(desired(w)).toBe(2);
    const { MetricAlarms } = w.query('cloudwatch', 'DescribeAlarms') as { MetricAlarms: unknown[] };
    expect(MetricAlarms).toHaveLength(1);
  });

  it('goes with its alarms, and so do those of a group that is deleted', () => {
    const w = world();
    tracking(w);
    expect(w.read.size('cloudwatch/MetricAlarm')).toBe(2);
    w.ask('autoscaling', 'DeletePolicy', { ...GROUP, PolicyName: 'load50' });
    expect(w.read.size('cloudwatch/MetricAlarm')).toBe(0);
    tracking(w);
    w.ask('autoscaling', 'DeleteAutoScalingGroup', { ...GROUP, ForceDelete: true });
    w.to(10 * MINUTE_MS);
    expect(group(w)).toBeUndefined();
    expect(w.read.size('cloudwatch/MetricAlarm')).toBe(0);
    expect(w.read.size('autoscaling/ScalingPolicy')).toBe(0);
  });

  it('counts the CPU of the machines where nothing else is said', () => {
    const w = world();
    tracking(
      w,
      {},
      {
        CustomizedMetricSpecification: undefined,
        PredefinedMetricSpecification: { PredefinedMetricType: 'ASGAverageCPUUtilization' },
      },
    );
    w.to(5 * MINUTE_MS);
    const low = w.read.list('cloudwatch/MetricAlarm')[1];
    expect(low).toMatchObject({
      Namespace: 'AWS/EC2',
      MetricName: 'CPUUtilization',
      Threshold: 35,
      EvaluationPeriods: 15,
    });
    expect(w.read.list('cloudwatch/Series')[0]?.minutes.at(-1)?.Sum).toBe(0);
  });
});

describe('why', () => {
  it('opens to its numbers, now and then', () => {
    const w = world();
    tracking(w, { EstimatedInstanceWarmup: 240 });
    publish(w, 100, 5);
    const ask = (input: object) => w.query('quayside', 'explainScaling', { ...ASKED, ...input });
    expect(ask({ atMs: 4 * MINUTE_MS })).toMatchObject({
      resourceId: 'boxes',
      capacity: 2,
      result: 4,
      outcome: 'scaledOut',
      winner: 'load50',
      policies: [{ formula: { kind: 'proportional', metric: 100, target: 50, result: 4 } }],
    });
    expect(ask({})).toMatchObject({ capacity: 4, outcome: 'kept', heldBackBy: 'warmUp' });
  });
});

describe('steps and single adjustments', () => {
  const alarm = (w: TestWorld, PolicyARN: string, more: object = {}) =>
    w.ask('cloudwatch', 'PutMetricAlarm', {
      AlarmName: 'busy',
      ...METRIC,
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 50,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [PolicyARN],
      ...more,
    });
  const put = (w: TestWorld, input: object) =>
    (
      w.ask('autoscaling', 'PutScalingPolicy', { ...GROUP, PolicyName: 'p', ...input }) as {
        PolicyARN: string;
      }
    ).PolicyARN;

  it('take the step that the breach falls into, and more only for a larger one while it warms up', () => {
    const w = world();
    const arn = put(w, {
      PolicyType: 'StepScaling',
      AdjustmentType: 'ChangeInCapacity',
      EstimatedInstanceWarmup: 600,
      StepAdjustments: [
        { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: 1 },
        { MetricIntervalLowerBound: 20, ScalingAdjustment: 4 },
      ],
    });
    alarm(w, arn);
    publish(w, 60, 4);
    expect(desired(w)).toBe(3);
    publish(w, 90, 8);
    // Four more than before, of which one is there already.
    expect(desired(w)).toBe(6);
    const { ScalingPolicies } = w.query('autoscaling', 'DescribePolicies', GROUP) as {
      ScalingPolicies: { Alarms: { AlarmName: string }[] }[];
    };
    expect(ScalingPolicies[0]?.Alarms.map((a) => a.AlarmName)).toEqual(['busy']);
  });

  it('are made once a cooldown by simple scaling', () => {
    const w = world();
    const arn = put(w, { AdjustmentType: 'ChangeInCapacity', ScalingAdjustment: 1, Cooldown: 180 });
    alarm(w, arn);
    publish(w, 90, 9);
    const times = called(w);
    expect(times.length).toBeGreaterThanOrEqual(2);
    for (const [i, [atMs]] of times.entries())
      if (i > 0) expect((atMs ?? 0) - (times[i - 1]?.[0] ?? 0)).toBeGreaterThanOrEqual(180_000);
  });
});

describe('a scheduled action of a group', () => {
  it('sets sizes at its time, in its zone', () => {
    const w = world();
    w.ask('autoscaling', 'PutScheduledUpdateGroupAction', {
      ...GROUP,
      ScheduledActionName: 'morning',
      Recurrence: '10 9 * * 1-5',
      TimeZone: 'Asia/Seoul',
      MinSize: 4,
      MaxSize: 12,
    });
    w.to(600_000 - 1);
    expect(desired(w)).toBe(2);
    w.to(600_000);
    expect(group(w)).toMatchObject({ MinSize: 4, MaxSize: 12, DesiredCapacity: 4 });
    const [action] = w.read.list('autoscaling/ScheduledUpdateGroupAction');
    expect(action?.nextAtMs).toBe(600_000 + 24 * 3_600_000);
  });
});

describe('the service refuses', () => {
  it.each([
    [{ PolicyType: 'Magic' }, 'ValidationError: Invalid policy type: Magic'],
    [{ PolicyType: 'TargetTrackingScaling' }, 'TargetTrackingConfiguration must be specified'],
    [
      { PolicyType: 'StepScaling', AdjustmentType: 'ChangeInCapacity', Cooldown: 60 },
      'Cooldown is not supported for StepScaling policies.',
    ],
    [
      {
        PolicyType: 'StepScaling',
        AdjustmentType: 'ChangeInCapacity',
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
          { MetricIntervalLowerBound: 20, ScalingAdjustment: 2 },
        ],
      },
      'There is a gap between StepAdjustment intervals.',
    ],
    [{ AdjustmentType: 'ChangeInCapacity' }, 'ScalingAdjustment must be specified'],
    [{ AutoScalingGroupName: 'none' }, "AutoScalingGroup 'none' not found"],
    [
      { EstimatedInstanceWarmUp: 60 },
      'ParamValidationError: Unknown parameter in input: "EstimatedInstanceWarmUp", must be one of: AutoScalingGroupName, PolicyName',
    ],
    [
      {
        PolicyType: 'TargetTrackingScaling',
        TargetTrackingConfiguration: { TargetValue: '50' },
      },
      'ParamValidationError: Invalid type for parameter TargetTrackingConfiguration.TargetValue',
    ],
  ])('%j', (input, message) => {
    const asked = { ...GROUP, PolicyName: 'p', ...input };
    expect(world().refusal('autoscaling', 'PutScalingPolicy', asked)).toContain(message);
  });

  it.each([
    [{ Recurrence: '10 9 * *', MinSize: 1 }, 'Given recurrence string:10 9 * * is invalid'],
    [{ Recurrence: '10 9 * * *', TimeZone: 'KST', MinSize: 1 }, 'Invalid time zone: KST'],
    [{ Recurrence: '10 9 * * *' }, 'At least one of MinSize'],
    [{ MinSize: 4, MaxSize: 2, StartTime: '2026-02-01T00:00:00Z' }, 'Max bound, 2, must be'],
    [{ MinSize: 4 }, 'StartTime or Recurrence must be specified.'],
    [{ Minsize: 4 }, 'ParamValidationError: Unknown parameter in input: "Minsize"'],
  ])('the schedule %j', (input, message) => {
    const asked = { ...GROUP, ScheduledActionName: 's', ...input };
    expect(world().refusal('autoscaling', 'PutScheduledUpdateGroupAction', asked)).toContain(
      message,
    );
  });
});
