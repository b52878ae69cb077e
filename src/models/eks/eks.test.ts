import { beforeEach, describe, expect, it } from 'vitest';
import type { Command, Effect, Model } from '../../engine/model';
import { composeModel } from '../../engine/composeModel';
import { timings as awsTimings } from '../aws/timings';
import { TestWorld } from '../aws/fixtures/testWorld';
import { indexes } from '../kubernetes/api/indexes';
import type { NodeRegistration } from '../kubernetes/commands';
import type { Endpoint, EndpointSlice, Node, Pod, Service } from '../kubernetes/types';
import { eksModel } from './model';
import { kubeReservedMilliCores } from './nodes/nodeCapacity';
import { targetGroupName } from './loadBalancing/names';
import { timings } from './timings';

/** What EKS told Kubernetes, in order. */
let told: string[];
let world: TestWorld;

type Told = { type: string; node: string; name: string; silent: boolean } & NodeRegistration;

/** Stands for the kubelets and the API server: remembers what it is told, and does the least that EKS looks at. */
function kubernetes(): Model {
  const heard = composeModel('kubernetes', (request) => request.api === 'kubernetes', [
    { indexes },
  ]);
  return {
    ...heard,
    effectsOf(command: Command): Effect[] {
      const { type, node, name, silent, ...rest } = command as unknown as Told;
      told.push(JSON.stringify(silent === undefined ? { type } : { type, silent }));
      const state = (state: string): Effect => ({
        do: 'put',
        kind: 'kubernetes/Kubelet',
        key: node,
        value: { state },
      });
      switch (type) {
        case 'registerNode':
          return [
            { do: 'put', kind: 'kubernetes/Kubelet', key: name, value: { state: 'running' } },
            putNode({ name, ...rest }, 'True'),
          ];
        case 'startKubelet':
          return [state('running')];
        case 'stopKubelet':
          return [state('shuttingDown')];
        case 'silenceKubelet':
          return [state(silent ? 'silent' : 'reconnecting')];
        case 'powerOffNode':
          return [state('poweredOff')];
        case 'deleteNode':
          return [
            { do: 'remove', kind: 'kubernetes/Kubelet', key: name },
            { do: 'remove', kind: 'kubernetes/Node', key: name },
          ];
        default:
          told[told.length - 1] = JSON.stringify(command);
          return [];
      }
    },
  };
}

function putNode(of: NodeRegistration, ready: 'True' | 'Unknown'): Effect {
  const { name, providerID, labels, capacity, allocatable } = of;
  const value = {
    metadata: { name, labels },
    spec: { providerID },
    status: { capacity, allocatable, conditions: [{ type: 'Ready', status: ready }] },
  } as unknown as Node;
  return { do: 'put', kind: 'kubernetes/Node', key: name, value };
}

const newWorld = (instances: object[] = []) => {
  told = [];
  world = new TestWorld(1, { zones: ['us-east-1a', 'us-east-1b'], instances }, [
    eksModel,
    kubernetes(),
  ]);
  world.to(0);
};
const heard = () => told.splice(0).map((t) => JSON.parse(t) as { type: string });
const types = () => heard().map(({ type }) => type);

describe('nodes', () => {
  const node = (more: object = {}) => ({
    count: 1,
    instanceType: 'm5.large',
    bootstrap: { as: 'eks-node', cluster: 'demo', ...more },
  });
  const instance = () => world.read.list('ec2/Instance')[0];
  const ids = () => ({ InstanceIds: [instance()?.InstanceId] });
  const only = () => world.read.list('kubernetes/Node')[0] as Node;
  const setReady = (ready: 'True' | 'Unknown') => {
    const { metadata, spec, status } = only();
    const of = {
      name: metadata.name,
      providerID: spec.providerID,
      labels: metadata.labels,
      ...status,
    };
    world.write(putNode(of as never, ready));
  };

  it('join at the very beginning with the size that EKS gives them', () => {
    newWorld([node({ labels: { tier: 'web' } }), { count: 1, instanceType: 'm5.large' }]);
    expect(types()).toEqual(['registerNode']);
    expect(only()).toMatchObject({
      metadata: {
        name: 'ip-10-1-0-4.ec2.internal',
        labels: {
          'kubernetes.io/arch': 'amd64',
          'topology.kubernetes.io/zone': 'us-east-1a',
          'topology.kubernetes.io/region': 'us-east-1',
          tier: 'web',
        },
      },
      spec: { providerID: `aws:///us-east-1a/${instance()?.InstanceId}` },
      status: {
        capacity: { cpu: '2', memory: `${7725 * 1024}Ki`, pods: '29' },
        allocatable: { cpu: '1930m', memory: `${7051 * 1024}Ki`, pods: '29' },
      },
    });
  });

  it.each([
    [1_000, 60],
    [2_000, 70],
    [4_000, 80],
    [16_000, 110],
    [192_000, 550],
  ])('reserve of %i milli-cores %i', (milliCores, reserved) => {
    expect(kubeReservedMilliCores(milliCores)).toBe(reserved);
  });

  it('are shut down in order, lose power with the instance, and start again with it', () => {
    newWorld([node()]);
    heard();
    world.to(60_000).ask('ec2', 'StopInstances', ids());
    world.after(0);
    expect(types()).toEqual(['stopKubelet']);
    world.after(awsTimings.ec2.stopMs.to);
    expect(types()).toEqual(['powerOffNode']);
    world.ask('ec2', 'StartInstances', ids());
    world.after(120_000);
    expect(types()).toEqual(['startKubelet']);
  });

  it('are deleted at the next look after nobody vouches for a terminated instance', () => {
    newWorld([node()]);
    heard();
    world.to(61_000).ask('ec2', 'TerminateInstances', ids());
    world.after(awsTimings.ec2.shutDownMs.to + 20_000);
    expect(types()).toEqual(['stopKubelet', 'powerOffNode']);
    world.to(133_000);
    setReady('Unknown');
    world.to(134_999);
    expect(types()).toEqual([]);
    world.to(135_000);
    expect(types()).toEqual(['deleteNode']);
    const [deleted] = world.facts('instanceStateChanged');
    expect(deleted).toBeDefined();
    world.after(7_200_000);
    expect(types()).toEqual([]);
  });

  it('are kept while their instance exists, however silent', () => {
    newWorld([node()]);
    heard();
    world.to(10_000).ask('quayside', 'disconnectInstance', { instanceId: instance()?.InstanceId });
    world.after(0);
    expect(heard()).toEqual([{ type: 'silenceKubelet', silent: true }]);
    setReady('Unknown');
    world.after(600_000);
    expect(types()).toEqual([]);
    world.ask('quayside', 'reconnectInstance', { instanceId: instance()?.InstanceId });
    world.after(0);
    expect(heard()).toEqual([{ type: 'silenceKubelet', silent: false }]);
  });

  it('go dark with their zone and boot when it is back', () => {
    newWorld([node()]);
    heard();
    world.to(10_000).ask('quayside', 'loseZone', { zone: 'us-east-1a' });
    world.after(60_000);
    expect(types()).toEqual(['powerOffNode']);
    world.ask('quayside', 'restoreZone', { zone: 'us-east-1a' });
    world.after(awsTimings.ec2.bootMs.to);
    expect(types()).toEqual(['startKubelet']);
  });
});

describe('a Service of type LoadBalancer', () => {
  const A = 'service.beta.kubernetes.io/aws-load-balancer-';
  const service = (more: Partial<Service['spec']> = {}, annotations: Record<string, string> = {}) =>
    ({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web', namespace: 'shop', uid: 'u', creationTimestamp: 0, annotations },
      spec: { type: 'LoadBalancer', ports: [{ port: 80, targetPort: 8080 }], ...more },
      status: {},
    }) satisfies Service;
  const write = (value: Service) => {
    world.write({ do: 'put', kind: 'kubernetes/Service', key: 'shop/web', value });
  };
  const endpoint = (n: number, ready = true, terminating = false): Endpoint => ({
    addresses: [`100.64.0.${n}`],
    conditions: { ready, serving: ready, terminating },
    zone: 'us-east-1a',
    targetRef: { kind: 'Pod', namespace: 'shop', name: `web-${n}`, uid: `${n}` },
  });
  const writeSlice = (...endpoints: Endpoint[]) => {
    const value: EndpointSlice = {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: {
        name: 'web-x',
        namespace: 'shop',
        uid: 's',
        creationTimestamp: 0,
        labels: { 'kubernetes.io/service-name': 'web' },
      },
      addressType: 'IPv4',
      ports: [{ port: 8080, protocol: 'TCP' }],
      endpoints,
    };
    world.write({ do: 'put', kind: 'kubernetes/EndpointSlice', key: 'shop/web-x', value });
  };
  const targets = () =>
    world.read
      .list('elasticloadbalancing/TargetHealth')
      .map((t) => `${t.Target.Id}:${t.Target.Port} ${t.TargetHealth.State}`);
  const balancers = () => world.read.list('elasticloadbalancing/LoadBalancer');
  const groups = () => world.read.list('elasticloadbalancing/TargetGroup');

  beforeEach(() => {
    newWorld();
    world.to(1_000);
  });

  it('gets a load balancer in minutes, and its host name then', () => {
    write(service());
    world.after(timings.reconcileMs);
    expect(balancers()).toMatchObject([{ Type: 'network', State: { Code: 'provisioning' } }]);
    expect(balancers()[0]?.LoadBalancerName).toMatch(/^k8s-shop-web-[0-9a-f]{10}$/);
    expect(groups()).toMatchObject([
      { TargetGroupName: targetGroupName('shop', 'web', 80), HealthyThresholdCount: 3 },
    ]);
    world.after(awsTimings.elasticloadbalancing.provisionMs.from - 1);
    expect(heard()).toEqual([]);
    world.to(300_000);
    const [ingress] = heard();
    expect(ingress).toMatchObject({
      type: 'setServiceIngress',
      namespace: 'shop',
      name: 'web',
      hostname: balancers()[0]?.DNSName,
    });
  });

  it('reads its annotations, also when they change', () => {
    const checks = {
      [`${A}name`]: 'front',
      [`${A}healthcheck-interval`]: '10',
      [`${A}healthcheck-healthy-threshold`]: '2',
      [`${A}healthcheck-protocol`]: 'http',
      [`${A}target-group-attributes`]: 'deregistration_delay.timeout_seconds=30',
    };
    write(service({}, checks));
    world.after(1_000);
    expect(balancers()[0]?.LoadBalancerName).toBe('front');
    expect(groups()[0]).toMatchObject({
      HealthCheckProtocol: 'HTTP',
      HealthyThresholdCount: 2,
      UnhealthyThresholdCount: 3,
      deregistrationDelaySeconds: 30,
    });
    const made = groups()[0]?.TargetGroupArn;
    write(service({}, { ...checks, [`${A}healthcheck-healthy-threshold`]: '5' }));
    world.after(1_000);
    expect(groups()).toMatchObject([{ TargetGroupArn: made, HealthyThresholdCount: 5 }]);
  });

  it('registers ready endpoints, and deregisters what terminates', () => {
    write(service());
    writeSlice(endpoint(1), endpoint(2), endpoint(3, false));
    world.to(300_000);
    expect(targets()).toEqual(['100.64.0.1:8080 unhealthy', '100.64.0.2:8080 unhealthy']);
    world.listener('100.64.0.1', 8080, 'accepting');
    world.after(60_000);
    expect(targets()[0]).toBe('100.64.0.1:8080 healthy');
    writeSlice(endpoint(1), endpoint(2, false, true), endpoint(3));
    world.after(1_000);
    expect(targets()).toEqual([
      '100.64.0.1:8080 healthy',
      '100.64.0.2:8080 draining',
      '100.64.0.3:8080 initial',
    ]);
    const { syncs } = world.simulation.work;
    world.after(250_000);
    // Once a minute all metrics are gathered.
    expect(world.simulation.work.syncs - syncs - 4).toBeLessThan(4);
  });

  it('takes everything back with the Service', () => {
    write(service());
    writeSlice(endpoint(1));
    world.to(300_000);
    world.write({ do: 'remove', kind: 'kubernetes/Service', key: 'shop/web' });
    world.write({ do: 'remove', kind: 'kubernetes/EndpointSlice', key: 'shop/web-x' });
    world.after(5_000);
    expect([balancers(), groups(), targets()]).toEqual([[], [], []]);
    expect(world.read.size('eks/ServiceLoadBalancer')).toBe(0);
    expect(world.read.size('eks/TargetGroupBinding')).toBe(0);
  });

  it('follows its ports', () => {
    write(
      service({
        ports: [
          { name: 'a', port: 80 },
          { name: 'b', port: 81 },
        ],
      }),
    );
    world.after(1_000);
    expect(groups()).toHaveLength(2);
    write(
      service({
        ports: [
          { name: 'b', port: 81 },
          { name: 'c', port: 82 },
        ],
      }),
    );
    world.after(1_000);
    expect(groups().map((g) => g.Port)).toEqual([81, 82]);
    expect(world.read.list('elasticloadbalancing/Listener').map((l) => l.Port)).toEqual([81, 82]);
  });

  it('answers the readiness gate of a pod that waits for it', () => {
    const gate = `target-health.elbv2.k8s.aws/${targetGroupName('shop', 'web', 80)}`;
    const pod = (ready: 'True' | 'False') =>
      ({
        metadata: { name: 'web-1', namespace: 'shop' },
        spec: { containers: [], readinessGates: [{ conditionType: gate }] },
        status: {
          podIP: '100.64.0.1',
          phase: 'Running',
          conditions: [{ type: 'ContainersReady', status: ready }],
        },
      }) as unknown as Pod;
    const writePod = (value: Pod) => {
      world.write({ do: 'put', kind: 'kubernetes/Pod', key: 'shop/web-1', value });
    };
    write(service());
    world.to(300_000);
    heard();
    writePod(pod('False'));
    writeSlice(endpoint(1, false));
    world.after(5_000);
    expect(targets()).toEqual([]);
    world.listener('100.64.0.1', 8080, 'accepting');
    writePod(pod('True'));
    world.after(1_000);
    expect(targets()).toEqual(['100.64.0.1:8080 initial']);
    world.after(timings.reconcileMs);
    const said = (status: string) => ({
      type: 'setPodCondition',
      name: 'web-1',
      condition: { type: gate, status },
    });
    expect(heard()).toMatchObject([said('False')]);
    world.after(120_000);
    expect(heard().at(-1)).toMatchObject(said('True'));
  });
});
