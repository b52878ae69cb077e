import { describe, expect, it } from 'vitest';
import type { Simulation } from '../../../engine/simulation';
import { node, pod, podOf, put, schedulerWorld, write } from '../scheduler/testWorld';
import type { Lease, Node, Pod, Toleration } from '../types';
import { without } from '../validation/without';
import { nodeLifecyclePart } from './part';

const NODE = 'kubernetes/Node';
const POD = 'kubernetes/Pod';

/** As DefaultTolerationSeconds admission leaves every pod. */
const forFiveMinutes: readonly Toleration[] = ['not-ready', 'unreachable'].map((key) => ({
  key: `node.kubernetes.io/${key}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
}));

function lease(name: string, renewTime: number, renewing: boolean): Lease {
  return {
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    metadata: { name, namespace: 'kube-node-lease', uid: name, creationTimestamp: 0 },
    spec: { holderIdentity: name, leaseDurationSeconds: 40, renewTime, renewing },
  };
}

const putLease = (w: Simulation, value: Lease) =>
  write(w, {
    do: 'put',
    kind: 'kubernetes/Lease',
    key: `kube-node-lease/${value.metadata.name}`,
    value,
  });

/** Nodes n1, n2... by zone, all heard of. */
function cluster(zones: Readonly<Record<string, number>>): Simulation {
  const w = schedulerWorld(1, [nodeLifecyclePart]);
  let serial = 0;
  for (const [zone, count] of Object.entries(zones))
    for (let i = 0; i < count; i++) {
      const name = `n${++serial}`;
      write(w, put(NODE, node({ name, zone })));
      putLease(w, lease(name, 0, true));
    }
  return w;
}

function runningPod(name: string, nodeName: string, tolerations = forFiveMinutes): Pod {
  const bound = pod({ name, spec: { nodeName, tolerations } });
  return {
    ...bound,
    status: {
      phase: 'Running',
      conditions: [{ type: 'Ready', status: 'True', lastTransitionTime: 0 }],
    },
  };
}

const nodeOf = (w: Simulation, name: string) => w.context.get(NODE, name);
const taintsOf = (w: Simulation, name: string) =>
  (nodeOf(w, name)?.spec.taints ?? []).map(
    (t) => `${t.key.replace('node.kubernetes.io/', '')}:${t.effect}`,
  );
const facts = (w: Simulation, type: string) => w.facts.since(0).filter((f) => f.type === type);
const at = (w: Simulation, type: string) => facts(w, type).map((f) => f.atMs);

function setReady(w: Simulation, name: string, status: 'True' | 'False'): void {
  const present = nodeOf(w, name) as Node;
  const conditions = [
    { type: 'Ready', status, lastTransitionTime: w.nowMs, lastHeartbeatTime: w.nowMs },
  ];
  write(w, put(NODE, { ...present, status: { ...present.status, conditions } }));
}

describe('a node that falls silent', () => {
  /** The kubelet of n1 renews at 60 s for the last time. */
  function silence(): Simulation {
    const w = cluster({ a: 2, b: 2 });
    write(
      w,
      put(POD, runningPod('web', 'n1')),
      put(POD, runningPod('agent', 'n1', [{ operator: 'Exists' }])),
    );
    w.runUntil(63_000);
    putLease(w, lease('n1', 60_000, false));
    return w;
  }

  it('is Unknown after 50 s, its pods are not Ready, and it takes no new ones', () => {
    const w = silence();
    w.runUntil(109_999);
    expect(nodeOf(w, 'n1')?.status.conditions[0]?.status).toBe('True');
    w.runUntil(110_100);
    expect(nodeOf(w, 'n1')?.status.conditions[0]).toMatchObject({
      status: 'Unknown',
      reason: 'NodeStatusUnknown',
      message: 'Kubelet stopped posting node status.',
      lastTransitionTime: 110_000,
    });
    expect(podOf(w, 'web')?.status.conditions?.[0]).toMatchObject({
      type: 'Ready',
      status: 'False',
    });
    expect(taintsOf(w, 'n1')).toEqual(['unreachable:NoSchedule']);
    expect(w.context.list('kubernetes/Event').map((e) => [e.reason, e.message])).toContainEqual([
      'NodeNotReady',
      'Node n1 status is now: NodeNotReady',
    ]);
  });

  it('gets its NoExecute taint with the next pass, and its pods go 300 s later', () => {
    const w = silence();
    w.runUntil(115_200);
    expect(taintsOf(w, 'n1')).toEqual(['unreachable:NoSchedule', 'unreachable:NoExecute']);
    expect(at(w, 'nodeTainted')).toEqual([110_020, 115_100]);
    w.runUntil(415_119);
    expect(podOf(w, 'web')).toBeDefined();
    w.runUntil(415_120);
    expect(podOf(w, 'web')).toBeUndefined();
    expect(facts(w, 'podEvictedByTaint').map((f) => f.data)).toEqual([
      { node: 'n1', taint: 'node.kubernetes.io/unreachable' },
    ]);
    w.runUntil(3_600_000);
    expect(podOf(w, 'agent')).toBeDefined();
  });

  it('is as it was when the kubelet returns before that', () => {
    const w = silence();
    w.runUntil(200_000);
    putLease(w, lease('n1', 200_000, true));
    setReady(w, 'n1', 'True');
    w.runUntil(200_100);
    expect(taintsOf(w, 'n1')).toEqual(['unreachable:NoExecute']);
    w.runUntil(205_100);
    expect(taintsOf(w, 'n1')).toEqual([]);
    expect(facts(w, 'podEvictionCancelled').map((f) => f.about.key)).toEqual(['default/web']);
    w.runUntil(3_600_000);
    expect(podOf(w, 'web')).toBeDefined();
  });

  it('costs nothing while it is heard of', () => {
    const w = cluster({ a: 50 });
    w.runUntil(10_000);
    const { syncs } = w.work;
    w.runUntil(3_600_000);
    expect(w.work.syncs).toBe(syncs);
  });
});

describe('tolerations decide when a pod goes', () => {
  it('at once without one, at the shortest with several', () => {
    const w = cluster({ a: 2, b: 1 });
    const key = 'dedicated';
    write(
      w,
      put(POD, runningPod('none', 'n1')),
      put(POD, runningPod('short', 'n1', [{ key, operator: 'Exists', tolerationSeconds: 10 }])),
      put(POD, runningPod('ever', 'n1', [{ key, operator: 'Exists' }])),
    );
    w.runUntil(1_000);
    const n1 = nodeOf(w, 'n1') as Node;
    write(w, put(NODE, { ...n1, spec: { taints: [{ key, effect: 'NoExecute' }] } }));
    w.runUntil(1_100);
    expect(podOf(w, 'none')).toBeUndefined();
    w.runUntil(11_100);
    expect(podOf(w, 'short')).toBeUndefined();
    expect(podOf(w, 'ever')).toBeDefined();
  });
});

describe('a cordon', () => {
  it('is a taint, and goes with the cordon', () => {
    const w = cluster({ a: 1 });
    const n1 = nodeOf(w, 'n1') as Node;
    write(w, put(NODE, { ...n1, spec: { unschedulable: true } }));
    w.runUntil(100);
    expect(taintsOf(w, 'n1')).toEqual(['unschedulable:NoSchedule']);
    const spec = without((nodeOf(w, 'n1') as Node).spec, 'unschedulable');
    write(w, put(NODE, { ...(nodeOf(w, 'n1') as Node), spec }));
    w.runUntil(200);
    expect(taintsOf(w, 'n1')).toEqual([]);
  });
});

describe('zones', () => {
  const silenceAll = (w: Simulation, names: readonly string[]): void => {
    w.runUntil(60_000);
    for (const name of names) putLease(w, lease(name, 60_000, false));
  };

  it('give their nodes a NoExecute taint one by one, every 10 s', () => {
    const w = cluster({ a: 6, b: 2 });
    silenceAll(w, ['n1', 'n2', 'n3']);
    w.runUntil(200_000);
    const executed = facts(w, 'nodeTainted').filter((f) =>
      JSON.stringify(f.data).includes('NoExecute'),
    );
    expect(executed.map((f) => [f.about.key, f.atMs])).toEqual([
      ['n1', 115_100],
      ['n2', 125_100],
      ['n3', 135_100],
    ]);
  });

  it('stop evicting when most of a small zone is silent', () => {
    const w = cluster({ a: 5, b: 2 });
    silenceAll(w, ['n1', 'n2', 'n3']);
    w.runUntil(600_000);
    expect(facts(w, 'zoneStateChanged').at(-1)?.data).toMatchObject({
      to: 'PartialDisruption',
      ready: 2,
      notReady: 3,
      evictionsPer1000Seconds: 0,
    });
    expect(taintsOf(w, 'n1')).toEqual(['unreachable:NoSchedule']);
  });

  it('that are down beside healthy ones are emptied at the normal rate', () => {
    const w = cluster({ a: 1, b: 2 });
    silenceAll(w, ['n1']);
    w.runUntil(200_000);
    expect(facts(w, 'zoneStateChanged').at(-1)?.data).toMatchObject({
      to: 'FullDisruption',
      evictionsPer1000Seconds: 100,
    });
    expect(taintsOf(w, 'n1')).toContain('unreachable:NoExecute');
  });

  it('all down: nobody is evicted, and counting begins anew when they return', () => {
    const w = cluster({ a: 1, b: 1 });
    write(w, put(POD, runningPod('web', 'n1')));
    silenceAll(w, ['n1', 'n2']);
    w.runUntil(1_000_000);
    expect(taintsOf(w, 'n1')).toEqual(['unreachable:NoSchedule']);
    expect(podOf(w, 'web')).toBeDefined();
    putLease(w, lease('n2', 1_000_000, true));
    setReady(w, 'n2', 'True');
    w.runUntil(1_060_000);
    expect(taintsOf(w, 'n1')).toContain('unreachable:NoExecute');
    w.runUntil(1_400_000);
    expect(podOf(w, 'web')).toBeUndefined();
  });
});

describe('a node that is not ready', () => {
  it('is tainted not-ready, and unreachable instead when it falls silent too', () => {
    const w = cluster({ a: 2, b: 1 });
    w.runUntil(12_000);
    setReady(w, 'n1', 'False');
    w.runUntil(20_000);
    expect(taintsOf(w, 'n1')).toEqual(['not-ready:NoSchedule', 'not-ready:NoExecute']);
    putLease(w, lease('n1', 12_000, false));
    w.runUntil(80_000);
    expect(taintsOf(w, 'n1').sort()).toEqual(['unreachable:NoExecute', 'unreachable:NoSchedule']);
  });

  it('that never reports is Unknown after 60 s', () => {
    const w = cluster({ a: 1 });
    w.runUntil(7_000);
    const mute = node({ name: 'mute', zone: 'a' });
    write(
      w,
      put(NODE, {
        ...mute,
        metadata: { ...mute.metadata, creationTimestamp: 7_000 },
        status: { ...mute.status, conditions: [] },
      }),
    );
    w.runUntil(69_999);
    expect(nodeOf(w, 'mute')?.status.conditions).toEqual([]);
    w.runUntil(70_000);
    expect(nodeOf(w, 'mute')?.status.conditions[0]).toMatchObject({
      type: 'Ready',
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
    });
  });
});

describe('pods of a node that is deleted', () => {
  it('are removed 40 s after a garbage collection pass has missed it', () => {
    const w = cluster({ a: 2 });
    write(w, put(POD, runningPod('web', 'n1')));
    w.runUntil(23_000);
    write(w, { do: 'remove', kind: NODE, key: 'n1' });
    w.runUntil(79_999);
    expect(podOf(w, 'web')).toBeDefined();
    w.runUntil(80_000);
    expect(podOf(w, 'web')).toBeUndefined();
    expect(w.context.size('kube-controller-manager/MissingNode')).toBe(0);
  });

  it('stay when the node comes back in time', () => {
    const w = cluster({ a: 2 });
    write(w, put(POD, runningPod('web', 'n1')));
    w.runUntil(23_000);
    const n1 = nodeOf(w, 'n1') as Node;
    write(w, { do: 'remove', kind: NODE, key: 'n1' });
    w.runUntil(50_000);
    write(w, put(NODE, n1));
    w.runUntil(200_000);
    expect(podOf(w, 'web')).toBeDefined();
    expect(w.context.size('kube-controller-manager/MissingNode')).toBe(0);
  });
});
