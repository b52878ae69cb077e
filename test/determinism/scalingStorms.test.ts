/**
 * Storms on what scales: limits, policies, schedules and alarms put and taken away, load that comes and goes, counts set by
 * hand, deployments in between. One digest however time is sliced and after going back, and no policy ever outside its limits.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/host/protocol';
import { World } from '../../src/host/world';
import { ecsService, scenario, taskDefinition } from '../fixtures/scenario';
import { expectOneDigest, playStorm, type Act } from './playStorm';

const OF = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/harbour/web',
  ScalableDimension: 'ecs:service:DesiredCount',
};
const GROUP = { AutoScalingGroupName: 'boxes' };
const TARGET_GROUP =
  'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/a0174e52d6032d7c';

const ask =
  (api: 'application-autoscaling' | 'autoscaling' | 'cloudwatch' | 'ecs', action: string) =>
  (input: object): Act =>
  () => ({ api, action, input });
const scaling = (action: string, input: object): Act =>
  ask('application-autoscaling', action)({ ...OF, ...input });

const count = fc.integer({ min: 0, max: 12 });
const name = fc.constantFrom('a', 'b');
const mine = { Namespace: 'Mine', MetricName: 'Load', Statistic: 'Average' };
const cpu = { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' };
const metric = fc.constantFrom(
  { CustomizedMetricSpecification: mine },
  { PredefinedMetricSpecification: cpu },
);
const cooldown = fc.constantFrom(0, 60, 300);

const acts: fc.Arbitrary<Act> = fc.oneof(
  fc
    .tuple(count, count)
    .map(([MinCapacity, MaxCapacity]) =>
      scaling('RegisterScalableTarget', { MinCapacity, MaxCapacity }),
    ),
  fc.tuple(name, metric, cooldown, fc.boolean()).map(([PolicyName, of, seconds, DisableScaleIn]) =>
    scaling('PutScalingPolicy', {
      PolicyName,
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 50,
        ...of,
        ScaleOutCooldown: seconds,
        ScaleInCooldown: seconds,
        DisableScaleIn,
      },
    }),
  ),
  name.map((PolicyName) => scaling('DeleteScalingPolicy', { PolicyName })),
  fc.tuple(name, count).map(([ScheduledActionName, MinCapacity]) =>
    scaling('PutScheduledAction', {
      ScheduledActionName,
      Schedule: 'rate(2 minutes)',
      ScalableTargetAction: { MinCapacity },
    }),
  ),
  fc.constant(scaling('DeregisterScalableTarget', {})),
  fc
    .boolean()
    .map((DynamicScalingInSuspended) =>
      scaling('RegisterScalableTarget', { SuspendedState: { DynamicScalingInSuspended } }),
    ),
  {
    weight: 4,
    arbitrary: fc.integer({ min: 0, max: 300 }).map((Value) =>
      ask(
        'cloudwatch',
        'PutMetricData',
      )({
        Namespace: 'Mine',
        MetricData: [{ MetricName: 'Load', Value }],
      }),
    ),
  },
  fc.integer({ min: 0, max: 300 }).map((requestsPerSecond): Act => () => ({
    api: 'quayside',
    action: 'setTraffic',
    input: { loadBalancer: 'web-alb', requestsPerSecond },
  })),
  fc.tuple(count, fc.boolean()).map(([desiredCount, forceNewDeployment]) =>
    ask(
      'ecs',
      'UpdateService',
    )({
      cluster: 'harbour',
      service: 'web',
      desiredCount,
      forceNewDeployment,
    }),
  ),
  fc.tuple(name, fc.integer({ min: 1, max: 3 })).map(([PolicyName, ScalingAdjustment]) =>
    ask(
      'autoscaling',
      'PutScalingPolicy',
    )({
      ...GROUP,
      PolicyName,
      PolicyType: 'TargetTrackingScaling',
      EstimatedInstanceWarmup: 60 * ScalingAdjustment,
      TargetTrackingConfiguration: { TargetValue: 50, CustomizedMetricSpecification: mine },
    }),
  ),
  name.map((PolicyName): Act => (read) => {
    const [alarm] = read.keys('cloudwatch/MetricAlarm');
    if (alarm === undefined) return undefined;
    const action = PolicyName === 'a' ? 'DisableAlarmActions' : 'EnableAlarmActions';
    return { api: 'cloudwatch', action, input: { AlarmNames: [alarm] } };
  }),
);
const storm = fc.array(fc.tuple(fc.integer({ min: 0, max: 240_000 }), acts), {
  minLength: 6,
  maxLength: 24,
});

function start(seed: number): World {
  const group = {
    name: 'boxes',
    instanceType: 'm5.large',
    bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
    desired: 3,
    max: 6,
  };
  const world = new World(
    scenario(
      {},
      {
        ground: { zones: ['us-east-1a', 'us-east-1b'], groups: [group] },
        images: [
          { name: 'shop/web:*', startUp: '1s', ready: '1s', cpuPerRequestMs: 20, memoryMiB: 100 },
        ],
        loadBalancers: [{ name: 'web-alb', targetGroup: 'web', targetType: 'instance' }],
      },
    ),
    seed,
    { freeze: true },
  );
  world.advance(1_000);
  const loadBalancers = [
    { targetGroupArn: TARGET_GROUP, containerName: 'app', containerPort: 8080 },
  ];
  const requests: Request[] = [
    taskDefinition('web', 'shop/web:1'),
    ecsService('web', 4, { loadBalancers }),
    { ...OF, MinCapacity: 1, MaxCapacity: 10 },
    {
      ...OF,
      PolicyName: 'cpu',
      PolicyType: 'TargetTrackingScaling',
      TargetTrackingScalingPolicyConfiguration: {
        TargetValue: 50,
        PredefinedMetricSpecification: cpu,
        ScaleOutCooldown: 60,
        ScaleInCooldown: 60,
      },
    },
  ].map((document) => ({ api: 'quayside', action: 'applyDocument', input: { document } }));
  for (const request of requests)
    expect(world.submit('learner', request)).toMatchObject({ ok: true });
  return world;
}

describe('storms on what scales', () => {
  it('give one digest however time is sliced, and again after going back', () => {
    expectOneDigest(start, storm, { numRuns: 12, seed: 20260105 });
  }, 120_000);

  it('explain every change again as it was made', () => {
    let explained = 0;
    fc.assert(
      fc.property(storm, (steps) => {
        const world = start(7);
        playStorm(world, steps, 1_000_000);
        for (const activity of world.simulation.context.list(
          'applicationautoscaling/ScalingActivity',
        )) {
          const input = { resourceId: OF.ResourceId, activityId: activity.ActivityId };
          const answer = world.query({ api: 'quayside', action: 'explainScaling', input });
          expect(answer.ok && (answer.output as { result: number }).result).toBe(activity.to);
          if (activity.decidedOn) explained += 1;
        }
      }),
      { numRuns: 12, seed: 5, endOnFailure: true },
    );
    expect(explained).toBeGreaterThan(3);
  }, 120_000);
});
