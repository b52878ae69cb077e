/** Fargate profiles on the whole Kubernetes half: who goes there, what machine it gets, what it costs, and how it ends. */
import { beforeEach, describe, expect, it } from 'vitest';
import { TestWorld } from '../../aws/fixtures/testWorld';
import { kubernetesModel } from '../../kubernetes/model';
import type { Pod } from '../../kubernetes/types';
import { eksModel } from '../model';

let world: TestWorld;
const MINUTE = 60_000;
const ZONES = ['us-east-1a', 'us-east-1b'];
const pods = () => world.read.list('kubernetes/Pod');
const nodes = () => world.read.list('kubernetes/Node');
const facts = (type: string) =>
  world.simulation.facts.since(0).filter((fact) => fact.type === type);
const isReady = (pod: Pod) =>
  pod.status.conditions?.some((c) => c.type === 'Ready' && c.status === 'True') ?? false;
const bill = () =>
  (world.query('quayside', 'cost') as { kubernetes: { perHour: number; fargate: number } })
    .kubernetes;

const ground = (selectors: object[], more: object = {}) => {
  world = new TestWorld(1, { zones: ZONES }, [eksModel, kubernetesModel]);
  world.ask('quayside', 'createEksGround', {
    clusterConfig: {
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'harbour', region: 'us-east-1' },
      fargateProfiles: [{ name: 'fp', selectors }],
      ...more,
    },
  });
  world.to(0);
};

function apply(group: string, resource: string, name: string, body: object): void {
  const where = { group, version: 'v1', resource, namespace: 'default', name };
  const answer = world.simulation.submit(
    { api: 'kubernetes', verb: 'apply', ...where, body } as never,
    'test',
  );
  if (!answer.ok) throw new Error(answer.error.message);
}

const deployment = (replicas: number, spec: object = {}, labels: object = {}) =>
  apply('apps', 'deployments', 'web', {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web', ...labels } },
        spec: {
          containers: [
            {
              name: 'web',
              image: 'nginx',
              resources: { requests: { cpu: '500m', memory: '1Gi' } },
            },
          ],
          ...spec,
        },
      },
    },
  });

describe('a pod that a selector finds', () => {
  beforeEach(() => {
    ground([{ namespace: 'default' }]);
  });

  it('gets a machine of its own, sized up, in 30 to 60 s, and runs there', () => {
    deployment(3);
    world.to(2_000);
    for (const pod of pods()) {
      expect(pod.spec.schedulerName).toBe('fargate-scheduler');
      expect(pod.spec.priorityClassName).toBe('system-node-critical');
      expect(pod.metadata.labels?.['eks.amazonaws.com/fargate-profile']).toBe('fp');
    }
    expect(nodes()).toHaveLength(0);
    world.to(29_000);
    expect(nodes()).toHaveLength(0);
    world.to(62_000);
    expect(nodes()).toHaveLength(3);
    world.to(2 * MINUTE);
    expect(pods().filter(isReady)).toHaveLength(3);
    expect(new Set(pods().map((pod) => pod.spec.nodeName)).size).toBe(3);
    const [node] = nodes();
    expect(node?.metadata.name).toMatch(/^fargate-ip-10-3-\d+-\d+\.ec2\.internal$/);
    expect(node?.metadata.labels).toMatchObject({ 'eks.amazonaws.com/compute-type': 'fargate' });
    expect(node?.spec.taints).toContainEqual({
      key: 'eks.amazonaws.com/compute-type',
      value: 'fargate',
      effect: 'NoSchedule',
    });
    // 1 GiB and 256 MiB for Kubernetes: the next size of half a vCPU has 2 GB.
    expect(pods()[0]?.metadata.annotations?.['CapacityProvisioned']).toBe('0.5vCPU 2GB');
    expect(facts('fargatePodSized')[0]?.data).toMatchObject({
      askedMilliCpu: 500,
      askedMemoryMiB: 1024,
      addedMiB: 256,
      milliCpu: 500,
      memoryMiB: 2048,
    });
  });

  it('goes with its machine, whose bill ends', () => {
    deployment(2);
    world.to(2 * MINUTE);
    expect(bill().fargate).toBe(2);
    expect(bill().perHour).toBeCloseTo(0.1 + 2 * (0.5 * 0.04048 + 2 * 0.004445), 9);
    deployment(0);
    world.after(MINUTE);
    expect(pods()).toHaveLength(0);
    expect(nodes()).toHaveLength(0);
    expect(bill()).toMatchObject({ fargate: 0 });
    expect(bill().perHour).toBeCloseTo(0.1, 9);
    expect(facts('fargateNodeReleased')).toHaveLength(2);
  });

  it('is told why it cannot run there', () => {
    deployment(1, {
      hostNetwork: true,
      containers: [
        {
          name: 'web',
          image: 'nginx',
          securityContext: { privileged: true },
          ports: [{ containerPort: 80, hostPort: 80 }],
        },
      ],
      volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'web' } }],
    });
    world.to(2 * MINUTE);
    const message =
      'Pod not supported on Fargate: fields not supported: HostNetwork, invalid SecurityContext fields: Privileged, ' +
      'port contains HostIP or HostPort, volumes not supported: data not supported because: PVC web not bound';
    expect(pods()[0]?.status.conditions).toContainEqual(
      expect.objectContaining({ type: 'PodScheduled', status: 'False', message }),
    );
    const events = world.read
      .list('kubernetes/Event')
      .filter((e) => e.reason === 'FailedScheduling');
    expect(events.map((e) => [e.message, e.source.component, e.count])).toEqual([
      [message, 'fargate-scheduler', 1],
    ]);
    expect(nodes()).toHaveLength(0);
  });

  it("that is a DaemonSet's stays Pending: none of them runs there", () => {
    ground([{ namespace: 'default' }], {
      managedNodeGroups: [{ name: 'base', instanceType: 'm5.large', desiredCapacity: 1 }],
    });
    apply('apps', 'daemonsets', 'agent', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent' },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: {
          metadata: { labels: { app: 'agent' } },
          spec: { containers: [{ name: 'agent', image: 'nginx' }] },
        },
      },
    });
    world.to(5 * MINUTE);
    expect(pods().map(({ status }) => status.phase)).toEqual(['Pending']);
    expect(facts('fargatePodUnsupported').map(({ data }) => data)).toEqual([
      { message: 'Pod not supported on Fargate: DaemonSets not supported' },
    ]);
    expect(facts('fargatePodSized')).toEqual([]);
  });

  it('that is deleted while its machine is made leaves none', () => {
    deployment(1);
    world.to(10_000);
    deployment(0);
    world.to(3 * MINUTE);
    expect(world.read.size('eks/FargatePod')).toBe(0);
    expect(nodes()).toHaveLength(0);
    expect(bill().perHour).toBeCloseTo(0.1, 9);
  });

  it('is replaced elsewhere when its zone is lost', () => {
    deployment(2);
    world.to(2 * MINUTE);
    world.ask('quayside', 'loseZone', { zone: 'us-east-1a' });
    world.after(6 * MINUTE);
    const zones = nodes().map((n) => n.metadata.labels?.['topology.kubernetes.io/zone']);
    expect(zones).toEqual(['us-east-1b', 'us-east-1b']);
    expect(pods().filter(isReady)).toHaveLength(2);
  });
});

describe('selectors', () => {
  it('need namespace and every label; wildcards stand for anything', () => {
    ground([
      { namespace: 'prod-*' },
      { namespace: 'default', labels: { tier: 'b?tch', 'run-*': 'y' } },
    ]);
    deployment(1, {}, { tier: 'batch' });
    world.to(1_000);
    expect(pods()[0]?.spec.schedulerName).toBe('default-scheduler');
    deployment(1, {}, { tier: 'batch', 'run-here': 'y' });
    world.to(2 * MINUTE);
    expect(pods().some((pod) => pod.spec.schedulerName === 'fargate-scheduler')).toBe(true);
  });

  it('of several profiles: the first by name, unless the pod names one that finds it', () => {
    ground([{ namespace: 'default' }], {
      fargateProfiles: [
        { name: 'b', selectors: [{ namespace: 'default' }] },
        { name: 'a', selectors: [{ namespace: 'default' }] },
        { name: 'c', selectors: [{ namespace: 'elsewhere' }] },
      ],
    });
    const taken = () =>
      pods().map((pod) => pod.metadata.labels?.['eks.amazonaws.com/fargate-profile']);
    deployment(1);
    world.to(1_000);
    expect(taken()).toEqual(['a']);
    deployment(1, {}, { 'eks.amazonaws.com/fargate-profile': 'b' });
    world.to(2_000);
    expect(taken()).toContain('b');
    deployment(1, {}, { 'eks.amazonaws.com/fargate-profile': 'c' });
    world.to(3_000);
    const own = pods().filter((pod) => pod.spec.schedulerName === 'default-scheduler');
    expect(own).toHaveLength(1);
  });

  it('do not touch pods that are there already', () => {
    ground([{ namespace: 'other' }], {
      managedNodeGroups: [{ name: 'workers', desiredCapacity: 1 }],
    });
    deployment(1);
    world.to(MINUTE);
    world.ask('eks', 'CreateFargateProfile', {
      clusterName: 'harbour',
      fargateProfileName: 'later',
      selectors: [{ namespace: 'default' }],
    });
    world.after(10 * MINUTE);
    expect(pods()[0]?.spec.schedulerName).toBe('default-scheduler');
    expect(nodes()).toHaveLength(1);
  });
});

describe('profiles', () => {
  const profile = (
    fargateProfileName: string,
    selectors: object[] = [{ namespace: 'default' }],
  ) => ({
    clusterName: 'harbour',
    fargateProfileName,
    selectors,
  });
  beforeEach(() => {
    ground([{ namespace: 'other' }]);
  });

  it('are made one at a time, and take a minute or two', () => {
    world.ask('eks', 'CreateFargateProfile', profile('a'));
    expect(() => world.ask('eks', 'CreateFargateProfile', profile('b'))).toThrow(
      'Cannot create Fargate Profile b because cluster harbour currently has Fargate profile a in status CREATING',
    );
    deployment(1);
    world.to(2 * MINUTE + 1_000);
    expect(world.read.get('eks/FargateProfile', 'harbour/a')?.status).toBe('ACTIVE');
    expect(pods()[0]?.spec.nodeName).toBeUndefined();
    expect(() => world.ask('eks', 'CreateFargateProfile', profile('a'))).toThrow(
      'A Fargate Profile already exists with this name in this cluster.',
    );
  });

  it('are made one after the other by eksctl', () => {
    const { clusterName } = profile('a');
    world.ask('quayside', 'createFargateProfiles', {
      clusterName,
      profiles: [profile('a'), profile('b')],
    });
    world.to(10_000);
    expect(world.read.has('eks/FargateProfile', 'harbour/b')).toBe(false);
    world.to(5 * MINUTE);
    expect(world.read.get('eks/FargateProfile', 'harbour/b')?.status).toBe('ACTIVE');
    expect(world.read.size('eks/FargateProfileQueue')).toBe(0);
  });

  it('take their pods with them', () => {
    world.ask('eks', 'CreateFargateProfile', profile('a'));
    world.to(3 * MINUTE);
    deployment(1);
    world.to(6 * MINUTE);
    expect(pods().filter(isReady)).toHaveLength(1);
    world.ask('eks', 'DeleteFargateProfile', { clusterName: 'harbour', fargateProfileName: 'a' });
    world.after(3 * MINUTE);
    expect(world.read.has('eks/FargateProfile', 'harbour/a')).toBe(false);
    expect(nodes()).toHaveLength(0);
    expect(pods()[0]?.spec.schedulerName).toBe('default-scheduler');
    expect(pods()[0]?.status.phase).toBe('Pending');
  });

  it.each([
    [{ selectors: [] }, 'Fargate profile must have at least one selector'],
    [
      { selectors: Array.from({ length: 6 }, () => ({ namespace: 'default' })) },
      'Fargate profile must have at most 5 selectors',
    ],
    [{ selectors: [{ labels: {} }] }, 'Selector namespace must not be empty'],
    [{ clusterName: 'other' }, 'No cluster found for name: other.'],
  ])('refuse %j', (more, message) => {
    expect(() => world.ask('eks', 'CreateFargateProfile', { ...profile('a'), ...more })).toThrow(
      message,
    );
  });
});
