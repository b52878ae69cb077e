/** The Cluster Autoscaler in the running world, second by second: pods without a node, nodes without a need, what blocks. */
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/engine/model';
import { autoscaler, budget, Harbour, ready, seconds, web } from '../fixtures/clusterAutoscaler';

const two = [
  { name: 'small', instanceType: 'm5.large', desired: 1, max: 6 },
  { name: 'large', instanceType: 'm5.2xlarge', desired: 0, max: 6 },
];

describe('scaling up', () => {
  it('adds as many nodes as the pods need, once, and they run within two minutes', () => {
    const harbour = new Harbour([{ name: 'nodes', desired: 1, max: 5 }]);
    harbour.apply(autoscaler());
    harbour.apply(web(6));
    harbour.to(120);
    const [grown, ...others] = harbour.facts('nodeGroupScaledUp');
    expect(others).toEqual([]);
    // The autoscaler's own pod is up after ten seconds and looks ten seconds later; two of the six had found room.
    expect([seconds(grown as Fact), grown?.data]).toEqual([
      20,
      {
        from: 1,
        to: 3,
        max: 5,
        pods: 4,
        by: 'only',
        options: [{ group: 'nodes', nodes: 2, pods: 4, wastePermille: 1167 }],
      },
    ]);
    expect(harbour.events('TriggeredScaleUp')).toEqual(
      Array.from({ length: 4 }, () => 'pod triggered scale-up: [{nodes 1->3 (max: 5)}]'),
    );
    expect(harbour.events('ScaledUpGroup')).toEqual([
      'Scale-up: setting group nodes size to 3 instead of 1 (max: 5)',
    ]);
    expect(ready(harbour)).toBe(6);
    const chain = harbour.world.causes((grown as Fact).serial).map(({ type }) => type);
    expect(chain).toContain('podUnschedulable');
    expect(chain[0]).toBe('requested');
  });

  it('stops at the maximum and says so', () => {
    const harbour = new Harbour([{ name: 'nodes', desired: 1, max: 2 }]);
    harbour.apply(autoscaler());
    harbour.apply(web(9));
    harbour.to(300);
    expect(harbour.desired('nodes')).toBe(2);
    expect(harbour.events('NotTriggerScaleUp')).toEqual(
      Array.from({ length: 5 }, () => "pod didn't trigger scale-up: 1 max node group size reached"),
    );
    expect(harbour.facts('scaleUpNotTriggered').map(({ data }) => data)).toEqual([
      { pods: 5, message: "pod didn't trigger scale-up: 1 max node group size reached" },
    ]);
    expect(harbour.explanation.scaleUp).toMatchObject({ pending: 5, chosen: null });
  });

  it('says why no group would help', () => {
    const harbour = new Harbour(two.map((group) => ({ ...group, desired: 1 })));
    harbour.apply(autoscaler());
    harbour.apply(web(1, '9'));
    harbour.to(60);
    expect(harbour.events('NotTriggerScaleUp')).toEqual([
      "pod didn't trigger scale-up: 2 Insufficient cpu",
    ]);
    expect([harbour.desired('small'), harbour.desired('large')]).toEqual([1, 1]);
  });

  it('chooses the group that wastes least', () => {
    const harbour = new Harbour(two);
    harbour.apply(autoscaler());
    harbour.apply(web(11, '800m'));
    harbour.to(30);
    const [grown] = harbour.facts('nodeGroupScaledUp');
    expect(grown?.about.key).toBe('large');
    expect(grown?.data).toMatchObject({ from: 0, to: 1, pods: 9, by: 'least-waste' });
    harbour.to(180);
    expect(ready(harbour)).toBe(11);
  });

  it('follows the priorities of the ConfigMap', () => {
    const harbour = new Harbour(two);
    harbour.apply({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cluster-autoscaler-priority-expander', namespace: 'kube-system' },
      data: { priorities: '10:\n  - .*\n50:\n  - small\n' },
    });
    harbour.apply(autoscaler('--expander=priority'));
    harbour.apply(web(11, '800m'));
    harbour.to(30);
    expect(harbour.facts('nodeGroupScaledUp')[0]).toMatchObject({
      about: { key: 'small' },
      data: { by: 'priority' },
    });
  });

  it('keeps groups of the same kind in balance', () => {
    const harbour = new Harbour([
      { name: 'one', desired: 1, max: 6 },
      { name: 'two', desired: 1, max: 6 },
    ]);
    harbour.apply(autoscaler());
    harbour.apply(web(12));
    harbour.to(30);
    expect([harbour.desired('one'), harbour.desired('two')]).toEqual([3, 3]);
  });

  it('leaves a group alone that cannot be had, and gives up what did not come', () => {
    const harbour = new Harbour([{ name: 'nodes', desired: 1, max: 5 }]);
    harbour.act({
      api: 'quayside',
      action: 'refuseCapacity',
      input: { instanceType: 'm5.large' },
    });
    harbour.apply(autoscaler());
    harbour.apply(web(6));
    harbour.to(60);
    expect(harbour.facts('nodeGroupBackedOff').map(({ data }) => data)).toEqual([
      {
        backoffMs: 300_000,
        message:
          'Failed adding 2 nodes to group nodes due to OutOfResource.placeholder-cannot-be-fulfilled',
      },
    ]);
    expect(harbour.desired('nodes')).toBe(1);
    expect(harbour.events('NotTriggerScaleUp')[0]).toBe(
      "pod didn't trigger scale-up: 1 in backoff after failed scale-up",
    );
    harbour.act({
      api: 'quayside',
      action: 'restoreCapacity',
      input: { instanceType: 'm5.large' },
    });
    harbour.to(330);
    expect(harbour.desired('nodes')).toBe(1);
    harbour.to(480);
    expect(ready(harbour)).toBe(6);
  });

  it('does nothing without its pod, and refuses flags that it does not know', () => {
    const harbour = new Harbour([{ name: 'nodes', desired: 1, max: 5 }]);
    harbour.apply(web(6));
    harbour.to(60);
    expect(harbour.desired('nodes')).toBe(1);
    harbour.apply(autoscaler('--expander=price'));
    harbour.to(120);
    expect(harbour.facts('clusterAutoscalerRefused')[0]?.data).toEqual({
      message: "Couldn't access cloud provider pricing for price expander: Not implemented",
    });
    expect(harbour.desired('nodes')).toBe(1);
  });
});

/** Three nodes with two pods each, and the autoscaler on the first; then the pods want less. */
function overgrown(flags: readonly string[] = [], extra?: object): Harbour {
  const harbour = new Harbour([{ name: 'nodes', desired: 1, min: 1, max: 5 }]);
  harbour.apply(autoscaler(...flags));
  if (extra) harbour.apply(extra);
  harbour.apply(web(6));
  harbour.to(200);
  expect([harbour.desired('nodes'), ready(harbour)]).toEqual([3, 6]);
  return harbour;
}

describe('scaling down', () => {
  it('removes nodes ten minutes after they are no longer needed, empty ones together', () => {
    const harbour = overgrown();
    harbour.apply(web(1));
    harbour.to(1_200);
    const unneeded = harbour.facts('nodeUnneeded');
    const begun = harbour.facts('nodeScaleDownBegun');
    expect(unneeded.map(seconds)).toEqual([210, 210]);
    expect(begun.map(seconds)).toEqual([810, 810]);
    expect(harbour.facts('nodeScaledDown').map(seconds)).toEqual([815, 815]);
    expect(harbour.desired('nodes')).toBe(1);
    expect(harbour.read.size('kubernetes/Node')).toBe(1);
    expect(harbour.events('ScaleDown')).toContain('marked the node as toBeDeleted/unschedulable');
    expect(harbour.events('ScaleDownEmpty')).toHaveLength(4);
  });

  it('moves pods that fit elsewhere before it takes their node', () => {
    const harbour = overgrown();
    harbour.apply(web(6, '300m'));
    harbour.to(1_500);
    const begun = harbour.facts('nodeScaleDownBegun').map(({ data }) => data);
    expect(begun.some((data) => !(data as { empty: boolean }).empty)).toBe(true);
    expect(ready(harbour)).toBe(6);
    expect(harbour.facts('podEvicted').length).toBeGreaterThan(0);
  });

  it('is held by a budget, says which pod, and goes on when it is freed', () => {
    const harbour = overgrown([], budget({ minAvailable: 6 }));
    harbour.apply(web(6, '300m'));
    harbour.to(1_500);
    const blocked = harbour.facts('scaleDownBlocked').map(({ data }) => data);
    expect(blocked).toContainEqual(
      expect.objectContaining({
        reason: 'NotEnoughPdb',
        message: expect.stringMatching(
          /^not enough pod disruption budget to move default\/web-/,
        ) as string,
        recheckMs: 300_000,
      }),
    );
    expect(harbour.facts('podEvicted')).toEqual([]);
    const before = harbour.desired('nodes');
    const row = harbour.explanation.nodes.find(({ reason }) => reason === 'NotEnoughPdb');
    expect(row).toMatchObject({ verdict: 'kept', unneededSinceMs: null });
    expect(row?.blockingPod).toMatch(/^default\/web-/);

    harbour.apply(budget({ minAvailable: 4 }));
    harbour.to(2_700);
    expect(harbour.desired('nodes')).toBeLessThan(before);
    const unneeded = harbour.facts('nodeUnneeded').filter(({ atMs }) => atMs > 1_500_000)[0];
    // Simulated again at the latest five minutes after the last time; then its ten minutes begin.
    expect(seconds(unneeded as Fact)).toBeLessThanOrEqual(1_810);
    const begun = harbour.facts('nodeScaleDownBegun').find(({ atMs }) => atMs > 1_500_000);
    expect(seconds(begun as Fact) - seconds(unneeded as Fact)).toBe(600);
    for (const { data } of harbour.facts('podEvicted'))
      expect(data).toMatchObject({ budget: 'web' });
    expect(ready(harbour)).toBe(6);
  });

  it('tries refused evictions for two minutes, gives up, and waits three before it tries again', () => {
    const harbour = overgrown(['--scale-down-unneeded-time=1m', '--scale-down-delay-after-add=1m']);
    harbour.apply(web(6, '300m'));
    while (
      harbour.facts('nodeScaleDownBegun').every(({ data }) => (data as { empty: boolean }).empty)
    )
      harbour.to(harbour.world.nowMs / 1000 + 1);
    harbour.apply(budget({ minAvailable: 6 }));
    const begun = seconds(harbour.facts('nodeScaleDownBegun').at(-1) as Fact);
    harbour.to(begun + 400);
    const [failed] = harbour.facts('nodeScaleDownFailed');
    expect(failed?.data).toMatchObject({
      message: expect.stringContaining('not enough pod disruption budget') as string,
    });
    expect(harbour.events('ScaleDownFailed')[0]).toMatch(/^failed to drain and delete node: /);
  });

  it.each([
    ['a minimum', [], [{ name: 'nodes', desired: 3, min: 3, max: 5 }], 'NodeGroupMinSizeReached'],
    ['tags that nobody looks for', ['--node-group-auto-discovery=asg:tag=other'], undefined, ''],
  ] as const)('is held by %s', (_, flags, groups, reason) => {
    const harbour = new Harbour(groups ?? [{ name: 'nodes', desired: 3, max: 5 }]);
    harbour.apply(autoscaler(...flags));
    harbour.to(1_300);
    if (reason !== '')
      expect(harbour.explanation.nodes.map((row) => row.reason)).toEqual([reason, reason, reason]);
    expect(harbour.desired('nodes')).toBe(reason === '' ? 1 : 3);
  });

  it('begins to count anew when its process does', () => {
    const harbour = overgrown();
    harbour.apply(web(1));
    harbour.to(700);
    const [pod] = harbour.read.keysBy('kubernetes/Pod', 'clusterAutoscaler', 'cluster-autoscaler');
    harbour.act({
      api: 'quayside',
      action: 'crashContainer',
      input: { kind: 'kubernetes/Pod', key: pod },
    });
    harbour.to(1_000);
    expect(harbour.desired('nodes')).toBe(3);
    harbour.to(1_600);
    expect(harbour.desired('nodes')).toBe(1);
  });
});

describe('a managed node group', () => {
  it('is found by the tags that EKS gives it, grows and shrinks', () => {
    const harbour = new Harbour([{ name: 'base', desired: 1, min: 1, max: 1 }]);
    harbour.apply({
      apiVersion: 'eksctl.io/v1alpha5',
      kind: 'ClusterConfig',
      metadata: { name: 'harbour', region: 'us-east-1' },
      availabilityZones: ['us-east-1a', 'us-east-1b'],
      managedNodeGroups: [
        { name: 'web', instanceType: 'm5.large', minSize: 1, maxSize: 4, desiredCapacity: 1 },
      ],
    });
    harbour.to(180);
    harbour.apply(autoscaler('--scale-down-unneeded-time=1m', '--scale-down-delay-after-add=1m'));
    harbour.apply(web(8));
    harbour.to(420);
    const [grown] = harbour.facts('nodeGroupScaledUp');
    expect(grown?.data).toMatchObject({ from: 1, to: 3, max: 4 });
    expect(ready(harbour)).toBe(8);
    harbour.apply(web(1));
    harbour.to(1_200);
    expect(harbour.read.size('kubernetes/Node')).toBe(2);
    expect(harbour.read.get('eks/Nodegroup', 'harbour/web')?.scalingConfig.desiredSize).toBe(1);
    expect(ready(harbour)).toBe(1);
  });
});

describe('a look that finds nothing', () => {
  it('reads each node once, and writes nothing', () => {
    const harbour = new Harbour([{ name: 'nodes', desired: 10, min: 10, max: 12 }]);
    harbour.apply(autoscaler());
    harbour.to(600);
    const { work, records } = harbour.world.simulation;
    const [visited, version] = [work.recordsVisited, records.version];
    harbour.to(1_200);
    expect(records.version).toBe(version);
    // CloudWatch reads each group once a minute besides.
    expect((work.recordsVisited - visited) / 60).toBeLessThan(110);
  });
});
