/** What the Cluster Autoscaler says of itself in its ConfigMap, and flags that change what it counts. */
import { describe, expect, it } from 'vitest';
import { autoscaler, Harbour, seconds, web } from '../fixtures/clusterAutoscaler';

const KEY = 'configmaps./kube-system/cluster-autoscaler-status';
const statusOf = (harbour: Harbour): string =>
  (harbour.read.get('kubernetes/Object', KEY) as unknown as { data: { status: string } }).data
    .status;

const groups = [{ name: 'small', min: 1, max: 4, desired: 1 }];

describe('the status ConfigMap', () => {
  const harbour = new Harbour(groups);
  harbour.apply(autoscaler());
  harbour.to(30);

  it('is written at the first look, with the group and its bounds', () => {
    expect(statusOf(harbour)).toMatch(/^autoscalerStatus: Running\nclusterWide:\n {2}health:\n/);
    expect(statusOf(harbour)).toContain(
      '    nodeCounts:\n      registered:\n        ready: 1\n        total: 1\n    status: Healthy\n',
    );
    expect(statusOf(harbour)).toMatch(
      /nodeGroups:\n- health:\n {4}cloudProviderTarget: 1\n[^]*maxSize: 4\n {4}minSize: 1\n[^]*\n {2}name: small\n/,
    );
    expect(statusOf(harbour)).toContain('  scaleUp:\n    backoffInfo: {}\n');
    expect(statusOf(harbour)).not.toContain('InProgress');
  });

  it('is left alone while it has nothing new to say', () => {
    const before = harbour.read.meta('kubernetes/Object', KEY)?.revision;
    harbour.to(200);
    expect(harbour.read.meta('kubernetes/Object', KEY)?.revision).toBe(before);
  });

  it('tells of a scale-up and its end, and of nodes that may go', () => {
    harbour.apply(web(4));
    harbour.to(230);
    expect(statusOf(harbour)).toMatch(
      /cloudProviderTarget: 2[^]*unregistered: 1[^]*status: InProgress/,
    );
    harbour.to(330);
    expect(statusOf(harbour)).toContain('cloudProviderTarget: 2');
    expect(statusOf(harbour)).not.toContain('InProgress');
    harbour.apply(web(0));
    harbour.to(400);
    expect(statusOf(harbour)).toMatch(/candidates: \d\n[^]*status: CandidatesPresent/);
    expect(statusOf(harbour)).toMatch(
      /lastTransitionTime: "2026-01-05T00:0[56]:\d\dZ"\n {4}status: CandidatesPresent/,
    );
  });

  it('is not written with --write-status-configmap=false', () => {
    const silent = new Harbour(groups);
    silent.apply(autoscaler('--write-status-configmap=false'));
    silent.to(60);
    expect(silent.read.has('kubernetes/Object', KEY)).toBe(false);
  });
});

describe('a cluster most of whose nodes are unready', () => {
  it('is left as it is until enough of them are back', () => {
    const harbour = new Harbour([{ name: 'small', min: 1, max: 12, desired: 8 }]);
    harbour.apply(autoscaler('--scale-down-enabled=false'));
    harbour.to(30);
    const [pod] = harbour.read.keysBy('kubernetes/Pod', 'clusterAutoscaler', 'cluster-autoscaler');
    const own = harbour.read.get('kubernetes/Pod', pod ?? '')?.spec.nodeName;
    const nodes = harbour.read.keys('kubernetes/Node').filter((name) => name !== own);
    const silence = (silent: boolean) => {
      for (const node of nodes.slice(0, 5)) {
        const id = harbour.read.get('kubernetes/Node', node)?.spec.providerID?.split('/').at(-1);
        harbour.act({
          api: 'quayside',
          action: silent ? 'disconnectInstance' : 'reconnectInstance',
          input: { instanceId: id },
        } as never);
      }
    };
    silence(true);
    harbour.to(120);
    expect(statusOf(harbour)).toMatch(/unready:\n {10}total: 5\n {4}status: Unhealthy/);
    expect(harbour.events('ClusterUnhealthy')).toEqual(['Cluster is unhealthy']);
    harbour.apply(web(30));
    harbour.to(180);
    expect(harbour.desired('small')).toBe(8);
    silence(false);
    harbour.to(240);
    expect(harbour.desired('small')).toBeGreaterThan(8);
  });
});

describe('--ignore-daemonsets-utilization', () => {
  it('makes a node unneeded that its DaemonSets alone keep busy', () => {
    const agent = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'agent', namespace: 'kube-system' },
      spec: {
        selector: { matchLabels: { app: 'agent' } },
        template: {
          metadata: { labels: { app: 'agent' } },
          spec: {
            containers: [
              { name: 'agent', image: 'shop/web:1', resources: { requests: { cpu: '1100m' } } },
            ],
          },
        },
      },
    };
    for (const ignore of [false, true]) {
      const harbour = new Harbour([{ name: 'small', min: 1, max: 4, desired: 3 }]);
      harbour.apply(agent);
      harbour.to(20);
      harbour.apply(autoscaler(`--ignore-daemonsets-utilization=${ignore}`));
      harbour.to(11 * 60 + 30);
      const went = harbour.facts('nodeScaleDownBegun');
      expect(went.length > 0).toBe(ignore);
      for (const fact of went) expect(seconds(fact)).toBeGreaterThan(600);
    }
  });
});

describe('a node that is not needed', () => {
  it('is so because its last pod went, and not because the autoscaler was started', () => {
    const harbour = new Harbour([{ name: 'small', min: 1, max: 4, desired: 1 }]);
    harbour.apply(autoscaler());
    harbour.to(10);
    harbour.apply(web(4));
    harbour.to(180);
    harbour.apply(web(0));
    harbour.to(15 * 60);
    const begun = harbour.facts('nodeScaleDownBegun');
    expect(begun.length).toBeGreaterThan(0);
    for (const { serial } of begun) {
      const chain = harbour.world.causes(serial).map(({ type }) => type);
      expect(chain).toContain('replicaSetScaled');
      expect(chain).not.toContain('clusterAutoscalerStarted');
    }
    expect(harbour.read.size('eks/LastPodGone')).toBeLessThanOrEqual(
      harbour.read.size('kubernetes/Node'),
    );
  });
});
