/** One simulated hour with 300 tasks and 300 pods under traffic, and going back to any moment of it. */
import type { AwsRequest } from '../../host/protocol';
import { World } from '../../host/world';
import type { Figure } from './index';
import {
  apply,
  cost,
  deployment,
  ecsService,
  groundOf,
  median,
  medianOf,
  ms,
  taskDefinition,
  type Cost,
} from './measure';

const HOUR_MS = 3_600_000;

export async function hour(): Promise<readonly Figure[]> {
  let world = beginning();
  const costs: Cost[] = [];
  for (let i = 0; i < 3; i++) {
    if (i > 0) world = beginning();
    costs.push(await cost(() => play(world)));
  }
  const rewinds: number[] = [];
  for (const share of [0.9, 0.1, 0.5, 0.02, 0.7, 0.3, 0.005, 0.99]) {
    rewinds.push(
      (
        await cost(() => {
          world.seek(Math.floor(HOUR_MS * share));
        })
      ).wallMs,
    );
    world.seek(HOUR_MS);
  }
  return [
    {
      what: 'one hour, 300 tasks + 300 pods',
      measured: ms(medianOf(costs)),
      must: 'at most 1,000 ms',
    },
    {
      what: 'going back to any moment of it',
      measured: `${median(rewinds).toFixed(0)} ms median, ${Math.max(...rewinds).toFixed(0)} ms worst`,
      must: 'at most 150 ms',
    },
  ];
}

/** 300 of each; a spike of eight minutes and a quiet hour; both loops free to change either number. */
function beginning(): World {
  const group = (name: string, as: string, Tags: object) => ({
    name,
    instanceType: 'm5.2xlarge',
    bootstrap: { as, cluster: 'bench' },
    min: 3,
    max: 60,
    desired: 7,
    ...Tags,
  });
  const ground = groundOf(
    {},
    {
      ground: {
        zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
        groups: [group('boxes', 'ecs-container-instance', {}), group('nodes', 'eks-node', {})],
      },
      images: [{ name: 'nginx:*', sizeMB: 70, cpuPerRequestMs: 8, memoryMiB: 60, listens: [80] }],
      loadBalancers: [{ name: 'web-alb', targetGroup: 'web', targetType: 'instance' }],
      traffic: ['web-alb', 'web'].map((loadBalancer) => ({
        loadBalancer,
        spike: { base: 3000, peak: 4200, after: '15m', for: '8m' },
      })),
    },
  );
  return new World(ground, 7);
}

function play(world: World): void {
  world.advance(60_000);
  for (const document of [
    deployment('web', 300),
    SERVICE,
    HPA,
    CLUSTER_AUTOSCALER,
    taskDefinition('web'),
  ])
    apply(world, document);
  ask(world, 'ecs', 'CreateCapacityProvider', PROVIDER);
  ask(world, 'ecs', 'PutClusterCapacityProviders', { cluster: 'bench', ...ON_BOXES });
  apply(world, { ...ecsService('web', 300), launchType: undefined, loadBalancers: [TARGETS] });
  ask(world, 'application-autoscaling', 'RegisterScalableTarget', {
    ...SCALED,
    MinCapacity: 100,
    MaxCapacity: 500,
  });
  ask(world, 'application-autoscaling', 'PutScalingPolicy', { ...SCALED, ...TARGET_TRACKING });
  world.advance(HOUR_MS);
  for (const problem of problems(world)) throw new Error(problem);
}

function ask(world: World, api: AwsRequest['api'], action: string, input: object): void {
  const response = world.submit('client', { api, action, input });
  if (!response.ok) throw new Error(response.error.message);
}

/** The id follows from the name (models/aws/elasticloadbalancing/arns.ts). */
const TARGETS = {
  targetGroupArn:
    'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/a0174e52d6032d7c',
  containerName: 'app',
  containerPort: 80,
};
const PROVIDER = {
  name: 'boxes',
  autoScalingGroupProvider: {
    autoScalingGroupArn: 'boxes',
    managedScaling: { status: 'ENABLED', targetCapacity: 100 },
  },
};
const ON_BOXES = {
  capacityProviders: ['boxes'],
  defaultCapacityProviderStrategy: [{ capacityProvider: 'boxes', weight: 1 }],
};
const SCALED = {
  ServiceNamespace: 'ecs',
  ResourceId: 'service/bench/web',
  ScalableDimension: 'ecs:service:DesiredCount',
};
const TARGET_TRACKING = {
  PolicyName: 'cpu',
  PolicyType: 'TargetTrackingScaling',
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 60,
    PredefinedMetricSpecification: { PredefinedMetricType: 'ECSServiceAverageCPUUtilization' },
  },
};

const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 'web',
    annotations: { 'service.beta.kubernetes.io/aws-load-balancer-name': 'web' },
  },
  spec: {
    type: 'LoadBalancer',
    selector: { app: 'web' },
    ports: [{ port: 80, targetPort: 80 }],
  },
};
const HPA = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 100,
    maxReplicas: 500,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ],
  },
};
const CLUSTER_AUTOSCALER = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'cluster-autoscaler', namespace: 'kube-system' },
  spec: {
    selector: { matchLabels: { app: 'cluster-autoscaler' } },
    template: {
      metadata: { labels: { app: 'cluster-autoscaler' } },
      spec: {
        containers: [
          {
            name: 'cluster-autoscaler',
            image: 'registry.k8s.io/autoscaling/cluster-autoscaler:v1.34.1',
            command: ['./cluster-autoscaler', '--cloud-provider=aws', '--nodes=3:60:nodes'],
          },
        ],
      },
    },
  },
};

/** Both loops of both halves, up and down; of the nodes only down, as seven are more than 300 pods need. */
const SCALINGS = [
  'autoscalerRescaled',
  'capacityScaled',
  'managedScalingMeasured',
  'nodeScaledDown',
];

/** What would make the hour easier than it is said to be. */
function problems({ simulation: { context, facts } }: World): readonly string[] {
  const serving = context
    .list('elasticloadbalancing/Flow')
    .filter(({ servedRate, lostRate }) => servedRate > 0 && lostRate === 0);
  const all = facts.since(0);
  const happened = (type: string) => all.filter((fact) => fact.type === type).length;
  return [
    ...(serving.length === 2 ? [] : ['the requests of the hour are not served']),
    ...SCALINGS.filter((type) => happened(type) === 0).map((type) => `no ${type} in the hour`),
  ];
}
