/** The desired count of a service following its load, second by second: curriculum 10 in its numbers. */
import { describe, expect, it } from 'vitest';
import type { Request } from '../../src/host/protocol';
import { World } from '../../src/host/world';
import { scenario } from '../fixtures/scenario';

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
