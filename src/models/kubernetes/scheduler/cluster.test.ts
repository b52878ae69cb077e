/** The cluster that follows changes one by one is the cluster that is built at once from what is there in the end. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Node, Pod } from '../types';
import { without } from '../validation/without';
import { EMPTY_CLUSTER, nodeNamed, type Cluster } from './cluster';
import { clusterAfterNode } from './clusterNodes';
import { clusterAfterPod } from './clusterPods';
import { interleaved } from './nodeOrder';
import { node, pod } from './testWorld';

const change = fc.record({
  of: fc.constantFrom('node', 'pod'),
  id: fc.integer({ min: 0, max: 7 }),
  on: fc.integer({ min: 0, max: 8 }),
  zone: fc.constantFrom('a', 'b', 'c'),
  cpu: fc.constantFrom('100m', '250m'),
  what: fc.constantFrom('put', 'put', 'put', 'remove', 'finish', 'terminate'),
});
type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;

interface There {
  readonly nodes: Map<string, Node>;
  readonly pods: Map<string, Pod>;
}

function applyChange(cluster: Cluster, { nodes, pods }: There, c: Change): Cluster {
  const name = `${c.of}${c.id}`;
  if (c.of === 'node') {
    const after = c.what === 'remove' ? undefined : node({ name, zone: c.zone });
    const before = nodes.get(name);
    if (after) nodes.set(name, after);
    else nodes.delete(name);
    return clusterAfterNode(cluster, before, after);
  }
  const before = pods.get(name);
  const after = c.what === 'remove' ? undefined : podAfter(name, c);
  if (after) pods.set(name, after);
  else pods.delete(name);
  return clusterAfterPod(cluster, `default/${name}`, before, after);
}

function podAfter(name: string, { on, cpu, what, zone }: Change): Pod {
  // Node 8 never exists, and no node at all is a pending pod.
  const made = pod({
    name,
    cpu,
    labels: { app: zone },
    ...(on > 0 && { spec: { nodeName: `node${on}` } }),
  });
  if (what === 'finish') return { ...made, status: { phase: 'Succeeded' } };
  if (what === 'terminate')
    return { ...made, metadata: { ...made.metadata, deletionTimestamp: 1 } };
  return made;
}

/** Without what depends on the order of events: ids of groups. */
function accounts(cluster: Cluster) {
  const nodes = cluster.nodes.toArray().map((n) => {
    const pods = n.groups.map(({ key }, i) => [key, n.groupPods[i]]).sort();
    return { ...without(n, 'groups', 'groupIds', 'groupPods'), pods };
  });
  return nodes.sort((a, b) => (a.name < b.name ? -1 : 1));
}

describe('the cluster', () => {
  it('adds up the same whatever way it came about', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const there: There = { nodes: new Map(), pods: new Map() };
        const followed = changes.reduce((c, next) => applyChange(c, there, next), EMPTY_CLUSTER);
        let built = EMPTY_CLUSTER;
        for (const after of there.nodes.values()) built = clusterAfterNode(built, undefined, after);
        for (const [name, after] of there.pods)
          built = clusterAfterPod(built, `default/${name}`, undefined, after);
        expect(accounts(followed)).toEqual(accounts(built));
        expect([...followed.pods.entries()].map(([key]) => key)).toEqual(
          [...built.pods.entries()].map(([key]) => key),
        );
      }),
    );
  });

  it('knows the place of every node, and how many pods of each kind a zone has', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), (changes) => {
        const there: There = { nodes: new Map(), pods: new Map() };
        const cluster = changes.reduce((c, next) => applyChange(c, there, next), EMPTY_CLUSTER);
        const names = cluster.nodes.toArray().map(({ name }) => name);
        expect(names).toEqual(interleaved(cluster.tree));
        expect(names.map((name) => nodeNamed(cluster, name)?.name)).toEqual(names);
        for (const [key, { byZone }] of cluster.groups.entries()) {
          const counted: Record<string, number> = {};
          cluster.nodes.forEach(({ groups, groupPods, zoneName = '' }) => {
            const at = groups.findIndex((group) => group.key === key);
            if (at >= 0) counted[zoneName] = (counted[zoneName] ?? 0) + (groupPods[at] ?? 0);
          });
          const zones = Object.entries(byZone).filter(([, pods]) => pods !== 0);
          expect(Object.fromEntries(zones)).toEqual(counted);
        }
      }),
    );
  });

  it('tries one node of each zone in turn', () => {
    const order = ['a1', 'a2', 'a3', 'b1', 'c1', 'c2'].reduce(
      (c, name) => clusterAfterNode(c, undefined, node({ name, zone: name.charAt(0) })),
      EMPTY_CLUSTER,
    );
    expect(order.nodes.toArray().map(({ name }) => name)).toEqual([
      'a1',
      'b1',
      'c1',
      'a2',
      'c2',
      'a3',
    ]);
  });

  it('keeps the pods of a node that is away, and counts them when it is back', () => {
    const [n1, web] = [
      node({ name: 'n1' }),
      pod({ name: 'web', cpu: '700m', spec: { nodeName: 'n1' } }),
    ];
    let cluster = clusterAfterPod(EMPTY_CLUSTER, 'default/web', undefined, web);
    cluster = clusterAfterNode(cluster, undefined, n1);
    expect(nodeNamed(cluster, 'n1')?.requested.cpuMilli).toBe(700);
    cluster = clusterAfterNode(clusterAfterNode(cluster, n1, undefined), undefined, n1);
    expect(nodeNamed(cluster, 'n1')).toMatchObject({ podCount: 1, requested: { cpuMilli: 700 } });
  });
});
