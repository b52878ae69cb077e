/** The whole Kubernetes half on its ground: nodes join, pods are placed, a load balancer finds them. */
import { beforeEach, describe, expect, it } from 'vitest';
import { TestWorld } from '../aws/fixtures/testWorld';
import { flowAt } from '../aws/elasticloadbalancing/flow';
import { kubernetesModel } from '../kubernetes/model';
import { targetGroupName } from './loadBalancing/names';
import { eksModel } from './model';

const A = 'service.beta.kubernetes.io/aws-load-balancer-';
let world: TestWorld;

function apply(group: string, resource: string, body: object): void {
  const where = { group, version: 'v1', resource, namespace: 'default', name: 'web' };
  const request = { api: 'kubernetes', verb: 'apply', ...where, body };
  const answer = world.simulation.submit(request, 'test');
  if (!answer.ok) throw new Error(answer.error.message);
}

const applyDeployment = (image: string, replicas: number) => {
  const conditionType = `target-health.elbv2.k8s.aws/${targetGroupName('default', 'web', 80)}`;
  apply('apps', 'deployments', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: {
          readinessGates: [{ conditionType }],
          containers: [{ name: 'web', image, ports: [{ containerPort: 80 }] }],
        },
      },
    },
  });
};

const applyService = () => {
  apply('', 'services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      name: 'web',
      annotations: {
        [`${A}name`]: 'front',
        [`${A}healthcheck-healthy-threshold`]: '2',
        [`${A}healthcheck-unhealthy-threshold`]: '2',
        [`${A}target-group-attributes`]: 'deregistration_delay.timeout_seconds=30',
      },
    },
    spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
};

const pods = () => world.read.list('kubernetes/Pod');
const ready = () =>
  pods().filter((pod) =>
    pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True'),
  );
const states = () =>
  world.read.list('elasticloadbalancing/TargetHealth').map((t) => t.TargetHealth.State);
const flow = () => {
  const record = world.read.get('elasticloadbalancing/Flow', 'front');
  if (!record) throw new Error('no flow');
  return flowAt(record, world.simulation.nowMs);
};

beforeEach(() => {
  const node = { instanceType: 'm5.large', bootstrap: { as: 'eks-node', cluster: 'demo' } };
  world = new TestWorld(
    1,
    {
      zones: ['us-east-1a', 'us-east-1b', 'us-east-1c'],
      loadBalancers: 'active',
      instances: [{ count: 3, ...node }],
    },
    [kubernetesModel, eksModel],
  );
  world.to(1_000);
  applyDeployment('nginx:1.26', 3);
  applyService();
  world.to(120_000);
});

describe('a Deployment behind a Service of type LoadBalancer', () => {
  it('is Ready when its targets are healthy, and its host name is told', () => {
    expect(states()).toEqual(['healthy', 'healthy', 'healthy']);
    expect(ready()).toHaveLength(3);
    const [balancer] = world.read.list('elasticloadbalancing/LoadBalancer');
    expect(world.read.get('kubernetes/Service', 'default/web')?.status.loadBalancer).toEqual({
      ingress: [{ hostname: balancer?.DNSName }],
    });
  });

  it('loses no request in a rollout that waits for the gates', () => {
    world.ask('quayside', 'setTraffic', { loadBalancer: 'front', requestsPerSecond: 60 });
    world.to(130_000);
    applyDeployment('nginx:1.27', 3);
    world.to(600_000);
    expect(pods().map((pod) => pod.spec.containers[0]?.image)).toEqual(
      Array.from({ length: 3 }, () => 'nginx:1.27'),
    );
    expect(states()).toEqual(['healthy', 'healthy', 'healthy']);
    expect(flow()).toMatchObject({ lostRate: 0, servedRate: 60_000 });
  });

  it('loses the share of a lost zone until the checks notice', () => {
    world.ask('quayside', 'setTraffic', { loadBalancer: 'front', requestsPerSecond: 60 });
    world.to(150_000).ask('quayside', 'loseZone', { zone: 'us-east-1b' });
    world.after(0);
    expect(flow()).toMatchObject({ lostRate: 20_000 });
    world.after(60_000);
    expect(flow()).toMatchObject({ lostRate: 0 });
    expect(world.simulation.brokenInvariants()).toEqual([]);
  });
});
