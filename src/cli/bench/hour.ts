/** One simulated hour with 300 tasks and 300 pods under traffic, and going back to any moment of it. */
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

function beginning(): World {
  const ground = groundOf(
    { ecs: 30, eks: 30 },
    {
      loadBalancers: [{ name: 'web-alb', targetGroup: 'web', targetType: 'instance' }],
      traffic: ['web-alb', 'web'].map((loadBalancer) => ({
        loadBalancer,
        requestsPerSecond: 3000,
      })),
    },
  );
  return new World(ground, 7);
}

function play(world: World): void {
  world.advance(10_000);
  apply(world, deployment('web', 300));
  apply(world, taskDefinition('web'));
  apply(world, { ...ecsService('web', 300), loadBalancers: [TARGETS] });
  apply(world, SERVICE);
  world.advance(HOUR_MS);
  if (!bothServe(world)) throw new Error('the requests of the hour are not served');
}

/** The id follows from the name (models/aws/elasticloadbalancing/arns.ts). */
const TARGETS = {
  targetGroupArn:
    'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/a0174e52d6032d7c',
  containerName: 'app',
  containerPort: 80,
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

const bothServe = (world: World): boolean =>
  world.simulation.context
    .list('elasticloadbalancing/Flow')
    .filter(({ servedRate, lostRate }) => servedRate > 0 && lostRate === 0).length === 2;
