/** A DaemonSet on the real engine: a pod on every node that should have one, and what its status says. */
import { describe, expect, it } from 'vitest';
import { deleteNode, registerNode } from '../../commands';
import { Cluster, machine } from '../../kubelet/cluster.fixture';
import { daemonPodSpec, nodeShouldRunDaemonPod } from './nodeShouldRun';
import type { Node, Pod, Taint } from '../../types';

const AT = {
  group: 'apps',
  resource: 'daemonsets',
  namespace: 'kube-system',
  name: 'agent',
} as const;

function daemonSet(podSpec: object = {}) {
  const labels = { app: 'agent' };
  const containers = [
    { name: 'agent', image: 'fluent-bit:3', resources: { requests: { cpu: '50m' } } },
  ];
  const spec = { containers, ...podSpec };
  const { namespace, name } = AT;
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec } },
  };
}

const apply = (cluster: Cluster, podSpec: object = {}) =>
  cluster.request({ verb: 'apply', ...AT, body: daemonSet(podSpec) });
const nodesOf = (pods: readonly Pod[]) => pods.map((pod) => pod.spec.nodeName).sort();
const status = (cluster: Cluster) =>
  cluster.simulation.context.get('kubernetes/Object', 'daemonsets.apps/kube-system/agent')?.[
    'status'
  ];
const three = [0, 1, 2].map((i) => machine(i).name);

describe('a DaemonSet', () => {
  it('runs one pod on every node, owned by it, and says so', () => {
    const cluster = new Cluster(3);
    apply(cluster);
    cluster.runChecked(60_000);
    expect(nodesOf(cluster.readyPods)).toEqual(three);
    expect(cluster.pods[0]?.metadata.ownerReferences).toMatchObject([
      { kind: 'DaemonSet', name: 'agent', controller: true },
    ]);
    expect(status(cluster)).toMatchObject({ desiredNumberScheduled: 3, numberReady: 3 });
  });

  it('follows nodes that join, and waits for a stopping pod before it makes the next', () => {
    const cluster = new Cluster(3);
    // As node agents do: not-ready is NoSchedule too, and only NoExecute is tolerated by itself.
    apply(cluster, { tolerations: [{ operator: 'Exists' }] });
    cluster.runChecked(60_000);
    cluster.carryOut(registerNode(machine(3)));
    cluster.runChecked(120_000);
    expect(nodesOf(cluster.readyPods)).toEqual([...three, machine(3).name].sort());

    const [gone] = cluster.pods;
    const { name = '' } = gone?.metadata ?? {};
    const at = { group: '', resource: 'pods', namespace: 'kube-system', name };
    cluster.request({ verb: 'delete', ...at });
    cluster.runChecked(180_000, () => {
      const there = cluster.pods.filter((pod) => pod.spec.nodeName === gone?.spec.nodeName);
      return there.length > 1 ? ['two daemon pods on one node'] : [];
    });
    expect(cluster.readyPods).toHaveLength(4);
    expect(cluster.pods.map((pod) => pod.metadata.name)).not.toContain(name);
  });

  it('leaves nodes out that its selector does not name, and takes its pods with it', () => {
    const cluster = new Cluster(2);
    cluster.carryOut(registerNode({ ...machine(2), labels: { disk: 'ssd' } }));
    apply(cluster, { nodeSelector: { disk: 'ssd' } });
    cluster.runChecked(60_000);
    expect(nodesOf(cluster.readyPods)).toEqual([machine(2).name]);
    expect(status(cluster)).toMatchObject({ desiredNumberScheduled: 1, numberReady: 1 });

    cluster.request({ verb: 'delete', ...AT });
    cluster.runChecked(120_000);
    expect(cluster.pods).toEqual([]);
  });

  it('takes a pod away that waits for a node which is gone: nobody else would', () => {
    const cluster = new Cluster(1);
    const big = [{ name: 'agent', image: 'web', resources: { requests: { cpu: '8' } } }];
    apply(cluster, { containers: big });
    cluster.runChecked(60_000);
    expect(cluster.pods).toHaveLength(1);
    cluster.carryOut(deleteNode(machine(0).name));
    cluster.runChecked(62_000);
    expect(cluster.pods).toEqual([]);
  });

  it('stays Pending where there is no room: the controller does not ask, the scheduler does', () => {
    const cluster = new Cluster(1);
    const big = [{ name: 'agent', image: 'web', resources: { requests: { cpu: '8' } } }];
    apply(cluster, { containers: big });
    cluster.runChecked(60_000);
    expect(cluster.pods.map((pod) => pod.status.phase)).toEqual(['Pending']);
    expect(status(cluster)).toMatchObject({ desiredNumberScheduled: 1, numberUnavailable: 1 });
  });
});

describe('whether a node should run a daemon pod', () => {
  const node = (...taints: Taint[]): Node =>
    ({ metadata: { name: 'n1' }, spec: { taints }, status: { allocatable: {} } }) as never;
  const template = { containers: [] };

  it.each([
    ['no taint', node(), true, true],
    [
      'cordoned',
      node({ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }),
      true,
      true,
    ],
    [
      'unreachable',
      node({ key: 'node.kubernetes.io/unreachable', effect: 'NoExecute' }),
      true,
      true,
    ],
    ['a taint of one’s own', node({ key: 'gpu', effect: 'NoSchedule' }), false, true],
    ['... that evicts', node({ key: 'gpu', effect: 'NoExecute' }), false, false],
    ['only a preference', node({ key: 'gpu', effect: 'PreferNoSchedule' }), true, true],
  ])('%s', (_, on, shouldRun, shouldContinueRunning) => {
    expect(nodeShouldRunDaemonPod(on, template)).toEqual({ shouldRun, shouldContinueRunning });
  });

  it('asks the template’s own affinity, and then binds the pod by name alone', () => {
    const nodeSelectorTerms = [{ matchExpressions: [{ key: 'a', operator: 'Exists' as const }] }];
    const required = { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms } };
    const picky = { ...template, affinity: { nodeAffinity: required } };
    expect(nodeShouldRunDaemonPod(node(), picky).shouldRun).toBe(false);
    expect(daemonPodSpec(picky, 'n1').affinity?.nodeAffinity).toEqual({
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [
          { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['n1'] }] },
        ],
      },
    });
  });
});
