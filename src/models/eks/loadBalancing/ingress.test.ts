/** An Ingress of class `alb` on a real API and a real ground. */
import { beforeEach, describe, expect, it } from 'vitest';
import { TestWorld } from '../../aws/fixtures/testWorld';
import { kubernetesModel } from '../../kubernetes/model';
import { eksModel } from '../model';
import { targetGroupName } from './names';

let world: TestWorld;

function apply(group: string, resource: string, body: object): void {
  const where = { group, version: 'v1', resource, namespace: 'default', name: 'web' };
  const request = { api: 'kubernetes', verb: 'apply', ...where, body };
  const answer = world.simulation.submit(request, 'test');
  if (!answer.ok) throw new Error(answer.error.message);
}

const applyService = (port = 80) => {
  apply('', 'services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { selector: { app: 'web' }, ports: [{ port, targetPort: 8080 }] },
  });
};

const applyIngress = (annotations: Record<string, string> = {}, ingressClassName = 'alb') => {
  const A = 'alb.ingress.kubernetes.io/';
  const spelled = Object.entries({ 'load-balancer-name': 'front', ...annotations });
  apply('networking.k8s.io', 'ingresses', {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: 'web',
      annotations: Object.fromEntries(spelled.map(([name, value]) => [A + name, value])),
    },
    spec: {
      ingressClassName,
      defaultBackend: { service: { name: 'web', port: { number: 80 } } },
    },
  });
};

const balancers = () => world.read.list('elasticloadbalancing/LoadBalancer');
const groups = () => world.read.list('elasticloadbalancing/TargetGroup');
const ingress = () =>
  world.read.get('kubernetes/Object', 'ingresses.networking.k8s.io/default/web');

beforeEach(() => {
  const zones = ['us-east-1a'];
  world = new TestWorld(1, { zones, loadBalancers: 'active' }, [kubernetesModel, eksModel]);
  world.to(1_000);
});

describe('an Ingress of class alb', () => {
  it('gets an application load balancer in front of its Service, and shows the host name', () => {
    applyService();
    applyIngress();
    world.after(5_000);
    expect(balancers()).toMatchObject([{ LoadBalancerName: 'front', Type: 'application' }]);
    expect(groups()).toMatchObject([
      { TargetGroupName: targetGroupName('default', 'web', 80), Protocol: 'HTTP' },
    ]);
    expect(ingress()?.['status']).toEqual({
      loadBalancer: { ingress: [{ hostname: balancers()[0]?.DNSName }] },
    });
  });

  it('waits for a Service that comes later, and has defaults of its own', () => {
    applyIngress();
    world.after(5_000);
    expect(balancers()).toEqual([]);
    applyService();
    world.after(5_000);
    expect(groups()).toMatchObject([
      {
        HealthCheckProtocol: 'HTTP',
        HealthCheckIntervalSeconds: 15,
        HealthCheckTimeoutSeconds: 5,
        HealthyThresholdCount: 2,
        UnhealthyThresholdCount: 2,
        deregistrationDelaySeconds: 300,
      },
    ]);
  });

  it('reads its annotations, also when they change', () => {
    applyService();
    applyIngress({ 'healthcheck-interval-seconds': '10' });
    world.after(5_000);
    const made = groups()[0]?.TargetGroupArn;
    applyIngress({
      'healthcheck-interval-seconds': '20',
      'target-group-attributes': 'deregistration_delay.timeout_seconds=30',
    });
    world.after(5_000);
    expect(groups()).toMatchObject([
      {
        TargetGroupArn: made,
        HealthCheckIntervalSeconds: 20,
        deregistrationDelaySeconds: 30,
      },
    ]);
  });

  it('is nobody of another class, and without the port that it names', () => {
    applyService(81);
    applyIngress();
    world.after(5_000);
    applyService();
    applyIngress({}, 'nginx');
    world.after(5_000);
    expect(balancers()).toEqual([]);
  });

  it('takes its load balancer along', () => {
    applyService();
    applyIngress();
    world.after(5_000);
    const where = { group: 'networking.k8s.io', version: 'v1', resource: 'ingresses' };
    const request = {
      api: 'kubernetes',
      verb: 'delete',
      ...where,
      namespace: 'default',
      name: 'web',
    };
    world.simulation.submit(request, 'test');
    world.after(5_000);
    expect([balancers(), groups()]).toEqual([[], []]);
  });
});
