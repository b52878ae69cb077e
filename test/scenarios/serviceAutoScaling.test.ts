/** The desired count of a service following its load, second by second: curriculum 10 in its numbers. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadScenario } from '../../src/cli/run';
import type { Request } from '../../src/host/protocol';
import type { CapacityExplanation } from '../../src/models/aws/applicationautoscaling/table';
import { World } from '../../src/host/world';
import { scenario } from '../fixtures/scenario';

const here = fileURLToPath(new URL('.', import.meta.url));
const MINUTE_MS = 60_000;
const RESOURCE = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/harbour/web',
  ScalableDimension: 'ecs:service:DesiredCount',
} as const;

/** Twenty places; `web` takes 20 ms a request and half a vCPU, capped, so that one copy serves 25 a second. */
function world(traffic: object, copies = 4): World {
  const ground = scenario(
    { ecs: 5, eks: 0 },
    {
      images: [
        {
          name: 'shop/web:*',
          sizeMB: 60,
          startUp: '1s',
          ready: '1s',
          cpuPerRequestMs: 20,
          memoryMiB: 120,
        },
      ],
      loadBalancers: [
        {
          name: 'web-alb',
          targetGroup: 'web',
          targetType: 'instance',
          attributes: { HealthCheckIntervalSeconds: 10, HealthyThresholdCount: 2 },
        },
      ],
      traffic: [{ loadBalancer: 'web-alb', ...traffic }] as never,
    },
  );
  const w = new World(ground, 7, { freeze: true });
  w.advance(1_000);
  apply(w, {
    family: 'web',
    networkMode: 'bridge',
    requiresCompatibilities: ['EC2'],
    cpu: '512',
    containerDefinitions: [
      {
        name: 'app',
        image: 'shop/web:1',
        essential: true,
        cpu: 512,
        memory: 512,
        portMappings: [{ containerPort: 8080, hostPort: 0 }],
      },
    ],
  });
  const [targetGroupArn] = w.simulation.context.keys('elasticloadbalancing/TargetGroup');
  apply(w, {
    cluster: 'harbour',
    serviceName: 'web',
    taskDefinition: 'web',
    desiredCount: copies,
    launchType: 'EC2',
    loadBalancers: [{ targetGroupArn, containerName: 'app', containerPort: 8080 }],
  });
  return w;
}

function act(w: World, request: Request): unknown {
  const response = w.submit('learner', request);
  if (!response.ok) throw new Error(`${response.error.name}: ${response.error.message}`);
  return response.output;
}
const apply = (w: World, document: object) =>
  act(w, { api: 'quayside', action: 'applyDocument', input: { document } });
const aas = (w: World, action: string, input: object) =>
  act(w, { api: 'application-autoscaling', action, input: { ...RESOURCE, ...input } });

const scalable = (w: World, MinCapacity = 4, MaxCapacity = 20) =>
  aas(w, 'RegisterScalableTarget', { MinCapacity, MaxCapacity });
const track = (w: World, configuration: object, PolicyName = 'cpu60') =>
  aas(w, 'PutScalingPolicy', {
    PolicyName,
    PolicyType: 'TargetTrackingScaling',
    TargetTrackingScalingPolicyConfiguration: configuration,
  });
const CPU = {
  TargetValue: 60,
  PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
};

/** `m:ss from -> to` of every change. */
const changes = (w: World): readonly string[] =>
  w.simulation.facts
    .since(0)
    .flatMap((f) =>
      f.type === 'capacityScaled' ? [`${clock(f.atMs)} ${f.data.from} -> ${f.data.to}`] : [],
    );
const clock = (ms: number) =>
  `${Math.floor(ms / MINUTE_MS)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

const SPIKE = { spike: { base: 50, peak: 150, after: '10m', for: '12m' } };
const STEADY = { requestsPerSecond: 50 };
const service = (w: World) => w.simulation.context.get('ecs/Service', 'harbour/web');
const desired = (w: World) => service(w)?.desiredCount;
const explain = (w: World, input: object = {}): CapacityExplanation => {
  const asked = { resourceId: RESOURCE.ResourceId, ...input };
  const answer = w.query({ api: 'quayside', action: 'explainScaling', input: asked });
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.output as CapacityExplanation;
};
/** Publishes a metric of one's own at the beginning of each minute until then. */
function publish(w: World, metrics: Readonly<Record<string, number>>, untilMinute: number): void {
  for (let m = Math.ceil(w.nowMs / MINUTE_MS); m < untilMinute; m++) {
    w.advance(m * MINUTE_MS);
    const MetricData = Object.entries(metrics).map(([MetricName, Value]) => ({
      MetricName,
      Value,
    }));
    act(w, {
      api: 'cloudwatch',
      action: 'PutMetricData',
      input: { Namespace: 'Mine', MetricData },
    });
  }
  w.advance(untilMinute * MINUTE_MS);
}
const MINE = {
  TargetValue: 50,
  CustomizedMetricSpecification: { Namespace: 'Mine', MetricName: 'Load', Statistic: 'Average' },
};

describe('target tracking on CPU', () => {
  it('sees at most 100 percent, so it grows in two steps with a cooldown between', () => {
    const w = world(SPIKE);
    scalable(w);
    track(w, CPU);
    w.advance(60 * MINUTE_MS);
    // Three minutes of 100 percent, looked at 20 s later; 300 s of cooldown; fifteen minutes below 54.
    expect(changes(w)).toEqual(['13:21 4 -> 7', '18:21 7 -> 10', '37:21 10 -> 5', '42:21 5 -> 4']);
    expect(w.simulation.brokenInvariants()).toEqual([]);
  });

  it('knows what was before it: a policy acts at its first look', () => {
    const hot = world({ requestsPerSecond: 150 });
    hot.advance(10 * MINUTE_MS + 5_000);
    scalable(hot);
    track(hot, CPU);
    const idle = world({ requestsPerSecond: 20 }, 8);
    idle.advance(20 * MINUTE_MS + 5_000);
    scalable(idle, 1);
    track(idle, CPU);
    hot.advance(11 * MINUTE_MS);
    idle.advance(21 * MINUTE_MS);
    expect(changes(hot)).toEqual(['10:21 4 -> 7']);
    expect(changes(idle)).toEqual(['20:21 8 -> 4']);
    expect(explain(hot).policies[0]?.alarms[0]?.datapoints).toHaveLength(3);
  });

  it('counts requests without such a limit, so that it grows to ten in one step', () => {
    const w = world(SPIKE);
    scalable(w);
    const [group = ''] = w.simulation.context.keys('elasticloadbalancing/TargetGroup');
    const [lb] = w.simulation.context.list('elasticloadbalancing/LoadBalancer');
    const label = `${lb?.LoadBalancerArn.split('loadbalancer/')[1]}/${group.split(':').at(-1)}`;
    track(w, {
      TargetValue: 900,
      PredefinedMetricSpecification: {
        PredefinedMetricType: 'ALBRequestCountPerTarget',
        ResourceLabel: label,
      },
    });
    w.advance(20 * MINUTE_MS);
    // ceil(4 x 2250 / 900)
    expect(changes(w)).toEqual(['13:21 4 -> 10']);
  });
});

describe('a spike of eight minutes and a quiet hour', () => {
  it('is followed second by second', () => {
    const w = new World(loadScenario(join(here, 'service-auto-scaling')), 7, { freeze: true });
    const at = (time: string) => {
      const [minutes = 0, seconds = 0] = time.split(':').map(Number);
      w.advance(minutes * MINUTE_MS + seconds * 1000);
      const lost = w.simulation.context.get('elasticloadbalancing/Flow', 'web-alb')?.lostRate ?? 0;
      return [desired(w), service(w)?.runningCount, Math.round(lost / 1000)];
    };
    expect(w.skipped).toEqual([]);
    expect(at('1:59')).toEqual([4, 4, 0]);
    // 150 a second reach four copies that serve 25 each; three whole minutes of it, and 20 s more.
    expect(at('2:02')).toEqual([4, 4, 50]);
    expect(at('5:20')).toEqual([4, 4, 50]);
    expect(at('5:21')[0]).toBe(7);
    expect(at('6:00')).toEqual([7, 7, 0]);
    // Seven read 86 percent: the next step waits for the cooldown, and the spike ends before it helps.
    expect(at('9:59')).toEqual([7, 7, 0]);
    expect(at('10:21')[0]).toBe(10);
    expect(at('11:00')).toEqual([10, 10, 0]);
    // Fifteen minutes below 54, the first of them the tenth: at 25:20.
    expect(at('25:20')).toEqual([10, 10, 0]);
    expect(at('25:21')[0]).toBe(5);
    expect(at('30:20')[0]).toBe(5);
    expect(at('30:21')[0]).toBe(4);
    // Four at half their CPU are between the two alarms' thresholds only for the low one: the minimum holds them.
    expect(at('70:00')).toEqual([4, 4, 0]);
    expect(changes(w)).toEqual(['5:21 4 -> 7', '10:21 7 -> 10', '25:21 10 -> 5', '30:21 5 -> 4']);
    expect(w.simulation.brokenInvariants()).toEqual([]);
  });
});

describe('what moves the desired count besides', () => {
  it('limits: at once, with an activity and an event of the service', () => {
    const w = world(STEADY, 4);
    w.advance(2 * MINUTE_MS);
    scalable(w, 6, 20);
    w.advance(3 * MINUTE_MS);
    expect(desired(w)).toBe(6);
    expect(service(w)?.events.map((e) => e.message)).toContain(
      'Message: Successfully set desired count to 6. Waiting for change to be fulfilled by ecs. ' +
        'Cause: minimum capacity was set to 6 and maximum capacity was set to 20',
    );
    const described = w.query({
      api: 'application-autoscaling',
      action: 'DescribeScalingActivities',
      input: RESOURCE,
    });
    expect(described.ok && described.output).toMatchObject({
      ScalingActivities: [
        {
          Description: 'Setting desired count to 6.',
          StatusCode: 'Successful',
          StatusMessage:
            'Successfully set desired count to 6. Change successfully fulfilled by ecs.',
        },
      ],
    });
    scalable(w, 1, 3);
    expect(desired(w)).toBe(3);
  });

  it('a schedule: in its zone, over any cooldown, and not while it is suspended', () => {
    const w = world(STEADY);
    scalable(w, 2, 20);
    aas(w, 'PutScheduledAction', {
      ScheduledActionName: 'morning',
      // The world begins at nine in Seoul.
      Schedule: 'cron(10 9 ? * MON-FRI *)',
      Timezone: 'Asia/Seoul',
      ScalableTargetAction: { MinCapacity: 14 },
    });
    aas(w, 'PutScheduledAction', {
      ScheduledActionName: 'later',
      Schedule: 'at(2026-01-05T00:20:00)',
      ScalableTargetAction: { MaxCapacity: 8 },
    });
    w.advance(10 * MINUTE_MS - 1);
    expect(desired(w)).toBe(4);
    w.advance(10 * MINUTE_MS);
    expect(desired(w)).toBe(14);
    w.advance(20 * MINUTE_MS);
    // The new maximum passes the minimum and takes it along.
    expect(w.simulation.context.list('applicationautoscaling/ScalableTarget')[0]).toMatchObject({
      MinCapacity: 8,
      MaxCapacity: 8,
    });
    expect(desired(w)).toBe(8);
    aas(w, 'RegisterScalableTarget', {
      MinCapacity: 1,
      MaxCapacity: 20,
      SuspendedState: { ScheduledScalingSuspended: true },
    });
    w.advance((24 * 60 + 11) * MINUTE_MS);
    expect(desired(w)).toBe(8);
  });

  it('somebody’s hand: outside the limits it stays until an alarm moves it its own way', () => {
    const w = world(STEADY);
    scalable(w, 4, 8);
    track(w, MINE);
    act(w, {
      api: 'ecs',
      action: 'UpdateService',
      input: { cluster: 'harbour', service: 'web', desiredCount: 2 },
    });
    publish(w, { Load: 10 }, 20);
    expect(desired(w)).toBe(2);
    publish(w, { Load: 51 }, 25);
    expect(desired(w)).toBe(4);
  });
});

describe('a metric of one’s own', () => {
  it('is backlog per task where metric math says so', () => {
    const w = world(STEADY, 1);
    scalable(w, 1, 20);
    const line = (Id: string, Metric: object, Stat: string) => ({
      Id,
      MetricStat: { Metric, Stat },
      ReturnData: false,
    });
    track(w, {
      TargetValue: 50,
      CustomizedMetricSpecification: {
        Metrics: [
          line('m1', { Namespace: 'Mine', MetricName: 'Messages', Dimensions: [] }, 'Sum'),
          line(
            'm2',
            {
              Namespace: 'ECS/ContainerInsights',
              MetricName: 'RunningTaskCount',
              Dimensions: [
                { Name: 'ClusterName', Value: 'harbour' },
                { Name: 'ServiceName', Value: 'web' },
              ],
            },
            'Average',
          ),
          { Id: 'e1', Label: 'Backlog per task', Expression: 'm1 / m2' },
        ],
      },
    });
    publish(w, { Messages: 0 }, 5);
    publish(w, { Messages: 1000 }, 9);
    // ceil(1 x 1000 / 50)
    expect(changes(w)).toEqual(['8:21 1 -> 20']);
    expect(explain(w, { atMs: w.nowMs }).policies[0]?.metricName).toBe('Backlog per task');
  });

  it('that nobody publishes moves nothing and says so', () => {
    const w = world(STEADY);
    scalable(w, 1, 20);
    track(w, MINE);
    w.advance(30 * MINUTE_MS);
    expect(changes(w)).toEqual([]);
    expect(explain(w)).toMatchObject({ outcome: 'kept', heldBackBy: 'noData' });
    const states = w.simulation.context.list('cloudwatch/MetricAlarm').map((a) => a.StateValue);
    expect(states).toEqual(['INSUFFICIENT_DATA', 'INSUFFICIENT_DATA']);
  });
});

describe('metrics of a cluster and its services', () => {
  it('are used and reserved of what is registered, and used of what is reserved', () => {
    const w = world(STEADY);
    w.advance(5 * MINUTE_MS);
    let Stat = 'Average';
    const value = (Namespace: string, MetricName: string, ...names: string[]) => {
      const Dimensions = names.map((Value, i) => ({
        Name: i === 0 ? 'ClusterName' : 'ServiceName',
        Value,
      }));
      const MetricStat = {
        Metric: { Namespace, MetricName, Dimensions },
        Period: 60,
        Stat,
      };
      const answer = w.query({
        api: 'cloudwatch',
        action: 'GetMetricData',
        input: { MetricDataQueries: [{ Id: 'm', MetricStat }] },
      });
      const output = answer.ok && (answer.output as { MetricDataResults: { Values: number[] }[] });
      return output && output.MetricDataResults[0]?.Values[0];
    };
    // Four of 512 units on five instances of 2048, and one vCPU of ten in use.
    expect(value('AWS/ECS', 'CPUReservation', 'harbour')).toBe(20);
    expect(value('AWS/ECS', 'CPUUtilization', 'harbour')).toBe(10);
    expect(value('AWS/ECS', 'CPUUtilization', 'harbour', 'web')).toBe(50);
    expect(value('AWS/ECS', 'MemoryUtilization', 'harbour', 'web')).toBeCloseTo(23.4, 1);
    expect(value('AWS/ECS', 'MemoryReservation', 'harbour')).toBeGreaterThan(5);
    expect(value('ECS/ContainerInsights', 'RunningTaskCount', 'harbour', 'web')).toBe(4);
    expect(value('AWS/ECS', 'CPUUtilization', 'harbour', 'none')).toBeUndefined();
    // Each task sends a figure of its own: the samples are the running tasks.
    Stat = 'SampleCount';
    expect(value('AWS/ECS', 'CPUUtilization', 'harbour', 'web')).toBe(4);
    act(w, {
      api: 'cloudwatch',
      action: 'PutMetricAlarm',
      input: {
        AlarmName: 'few',
        Namespace: 'AWS/ECS',
        MetricName: 'CPUUtilization',
        Dimensions: [
          { Name: 'ClusterName', Value: 'harbour' },
          { Name: 'ServiceName', Value: 'web' },
        ],
        Statistic: 'SampleCount',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 4,
        ComparisonOperator: 'LessThanThreshold',
      },
    });
    const few = () => w.simulation.context.get('cloudwatch/MetricAlarm', 'few')?.StateValue;
    w.advance(6 * MINUTE_MS);
    expect(few()).toBe('OK');
    act(w, {
      api: 'ecs',
      action: 'UpdateService',
      input: { cluster: 'harbour', service: 'web', desiredCount: 3 },
    });
    w.advance(10 * MINUTE_MS);
    expect(few()).toBe('ALARM');
  });

  it('of memory do not fall with more copies: the policy goes to its maximum', () => {
    const w = world(STEADY);
    scalable(w, 1, 8);
    track(w, {
      TargetValue: 20,
      ScaleOutCooldown: 60,
      PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageMemoryUtilization' },
    });
    w.advance(20 * MINUTE_MS);
    expect(desired(w)).toBe(8);
    const kept = w.simulation.facts.since(0).filter((f) => f.type === 'capacityKept');
    expect(kept.map((f) => f.data)).toMatchObject([{ because: 'maxCapacity', capacity: 8 }]);
    const input = { ...RESOURCE, IncludeNotScaledActivities: true };
    const answer = w.query({
      api: 'application-autoscaling',
      action: 'DescribeScalingActivities',
      input,
    });
    expect(answer.ok && answer.output).toMatchObject({
      ScalingActivities: [
        {
          StatusCode: 'Unfulfilled',
          NotScaledReasons: [{ Code: 'AlreadyAtMaxCapacity', MaxCapacity: 8, CurrentCapacity: 8 }],
        },
        { StatusCode: 'Successful' },
        { StatusCode: 'Successful' },
        {},
      ],
    });
  });
});

describe('step scaling', () => {
  it('is called by whatever alarms name the policy', () => {
    const w = world(STEADY);
    scalable(w, 1, 20);
    const { PolicyARN } = aas(w, 'PutScalingPolicy', {
      PolicyName: 'steps',
      PolicyType: 'StepScaling',
      StepScalingPolicyConfiguration: {
        AdjustmentType: 'PercentChangeInCapacity',
        MinAdjustmentMagnitude: 2,
        Cooldown: 120,
        StepAdjustments: [
          { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 20, ScalingAdjustment: 10 },
          { MetricIntervalLowerBound: 20, ScalingAdjustment: 100 },
        ],
      },
    }) as { PolicyARN: string };
    act(w, {
      api: 'cloudwatch',
      action: 'PutMetricAlarm',
      input: {
        AlarmName: 'busy',
        Namespace: 'Mine',
        MetricName: 'Load',
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 50,
        ComparisonOperator: 'GreaterThanThreshold',
        AlarmActions: [PolicyARN],
      },
    });
    publish(w, { Load: 60 }, 2);
    publish(w, { Load: 40 }, 6);
    // Ten percent of four is less than the magnitude of two.
    expect(changes(w)).toEqual(['2:21 4 -> 6']);
    publish(w, { Load: 80 }, 9);
    expect(changes(w)).toEqual(['2:21 4 -> 6', '7:21 6 -> 12']);
  });
});

describe('scale-in', () => {
  it('waits for a deployment, and never goes below the minimum while one runs', () => {
    const w = world(STEADY, 8);
    scalable(w, 3, 20);
    track(w, MINE);
    publish(w, { Load: 10 }, 16);
    w.advance(16 * MINUTE_MS + 15_000);
    act(w, {
      api: 'ecs',
      action: 'UpdateService',
      input: { cluster: 'harbour', service: 'web', forceNewDeployment: true },
    });
    w.advance(16 * MINUTE_MS + 25_000);
    expect(desired(w)).toBe(8);
    expect(explain(w)).toMatchObject({ heldBackBy: 'deployment', winner: 'cpu60', result: 8 });
    publish(w, { Load: 10 }, 40);
    expect(desired(w)).toBe(3);
    expect(w.simulation.brokenInvariants()).toEqual([]);
  });

  it('is held back while it is suspended, and told so once', () => {
    const w = world(STEADY, 8);
    scalable(w, 3, 20);
    aas(w, 'RegisterScalableTarget', { SuspendedState: { DynamicScalingInSuspended: true } });
    track(w, MINE);
    publish(w, { Load: 10 }, 30);
    expect(desired(w)).toBe(8);
    const kept = w.simulation.facts.since(0).filter((f) => f.type === 'capacityKept');
    expect(kept.map((f) => f.data)).toMatchObject([{ because: 'suspended', wanted: 4 }]);
  });
});

describe('why', () => {
  it('opens to its numbers: datapoints, threshold, formula, and the same result again', () => {
    const w = world(SPIKE);
    scalable(w);
    track(w, CPU);
    w.advance(20 * MINUTE_MS);
    const [first, second] = w.simulation.context.list('applicationautoscaling/ScalingActivity');
    const then = explain(w, { activityId: first?.ActivityId });
    expect(then).toMatchObject({
      capacity: 4,
      wanted: 7,
      winner: 'cpu60',
      result: first?.to,
      outcome: 'scaledOut',
      heldBackBy: 'nothing',
      policies: [
        {
          metricName: 'CPUUtilization',
          metric: 100,
          target: 60,
          direction: 'out',
          formula: { kind: 'proportional', capacity: 4, metric: 100, target: 60, result: 7 },
        },
      ],
    });
    expect(then.policies[0]?.alarms[0]?.datapoints).toEqual([
      { atMs: 10 * MINUTE_MS, value: 100 },
      { atMs: 11 * MINUTE_MS, value: 100 },
      { atMs: 12 * MINUTE_MS, value: 100 },
    ]);
    expect(explain(w, { activityId: second?.ActivityId }).result).toBe(second?.to);
    const now = explain(w);
    expect(now.policies[0]?.scaleOutCooldownLeftMs).toBe(300_000 - (20 - 18) * 60_000 + 21_000);
    expect(now.outcome).toBe('kept');
  });

  it('is told on what was seen then, also when the policy has become another', () => {
    const w = world(SPIKE);
    scalable(w);
    track(w, CPU);
    w.advance(14 * MINUTE_MS);
    const [activity] = w.simulation.context.list('applicationautoscaling/ScalingActivity');
    const before = explain(w, { activityId: activity?.ActivityId });
    track(w, MINE);
    w.advance(20 * MINUTE_MS);
    expect(explain(w, { activityId: activity?.ActivityId })).toEqual(before);
    expect(before.policies[0]?.alarms).toHaveLength(2);
  });

  it('leads from the task that was started back to the alarm', () => {
    const w = world(SPIKE);
    scalable(w);
    track(w, CPU);
    w.advance(14 * MINUTE_MS);
    const facts = w.simulation.facts.since(0);
    const started = facts.findLast((f) => f.type === 'taskCreated');
    const chain = w.causes(started?.serial ?? 0).map((f) => f.type);
    expect(chain).toEqual(
      expect.arrayContaining(['alarmStateChanged', 'capacityScaled', 'serviceUpdated']),
    );
  });
});

describe('the service refuses', () => {
  const refusal = (w: World, action: string, input: object): string => {
    const answer = w.submit('learner', {
      api: 'application-autoscaling',
      action,
      input: { ...RESOURCE, ...input },
    });
    return answer.ok ? 'accepted' : `${answer.error.name}: ${answer.error.message}`;
  };

  it('in its own words', () => {
    const w = world(STEADY);
    expect(refusal(w, 'RegisterScalableTarget', { MinCapacity: 5, MaxCapacity: 2 })).toBe(
      'ValidationException: Maximum capacity cannot be less than minimum capacity',
    );
    const other = { ResourceId: 'service/harbour/none', MinCapacity: 1, MaxCapacity: 2 };
    expect(refusal(w, 'RegisterScalableTarget', other)).toBe(
      "ValidationException: ECS service doesn't exist: service/harbour/none",
    );
    const policy = { PolicyName: 'p', PolicyType: 'TargetTrackingScaling' };
    expect(refusal(w, 'PutScalingPolicy', policy)).toBe(
      'ObjectNotFoundException: No scalable target registered for service namespace: ecs, resource ID: ' +
        'service/harbour/web, scalable dimension: ecs:service:DesiredCount',
    );
    scalable(w);
    expect(refusal(w, 'DeleteScalingPolicy', { PolicyName: 'p' })).toContain(
      'ObjectNotFoundException: No scaling policy found',
    );
    const label = {
      PredefinedMetricType: 'ALBRequestCountPerTarget',
      ResourceLabel: 'app/other/1/targetgroup/other/2',
    };
    const unattached = {
      ...policy,
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 900,
        PredefinedMetricSpecification: label,
      },
    };
    expect(refusal(w, 'PutScalingPolicy', unattached)).toContain(
      'is not attached to the ECS service',
    );
  });

  it('nothing that is applied as a file, sends it once, and takes all away with the target', () => {
    const w = world(STEADY);
    apply(w, { ...RESOURCE, MinCapacity: 2, MaxCapacity: 20 });
    const policy = {
      ...RESOURCE,
      PolicyName: 'cpu60',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: CPU,
    };
    apply(w, policy);
    expect(apply(w, policy)).toEqual([]);
    const { context } = w.simulation;
    expect(context.size('cloudwatch/MetricAlarm')).toBe(2);
    expect(context.keys('cloudwatch/MetricAlarm')[0]).toMatch(
      /^TargetTracking-service\/harbour\/web-AlarmHigh-[0-9a-f-]{36}$/,
    );
    aas(w, 'DeregisterScalableTarget', {});
    expect(context.size('cloudwatch/MetricAlarm')).toBe(0);
    expect(context.size('applicationautoscaling/ScalingPolicy')).toBe(0);
  });
});
