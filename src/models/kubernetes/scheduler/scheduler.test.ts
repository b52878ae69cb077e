import { describe, expect, it } from 'vitest';
import type { Simulation } from '../../../engine/simulation';
import type { PodSpec } from '../types';
import { without } from '../validation/without';
import type { PlacementTable } from './table';
import {
  node,
  pod,
  podOf,
  put,
  schedulerWorld,
  write,
  type NodeShape,
  type PodShape,
} from './testWorld';

const POD = 'kubernetes/Pod';
const NODE = 'kubernetes/Node';

function world(nodes: readonly NodeShape[], pods: readonly PodShape[]): Simulation {
  const simulation = schedulerWorld();
  write(simulation, ...nodes.map((n) => put(NODE, node(n))));
  write(simulation, ...pods.map((p) => put(POD, pod(p))));
  return simulation;
}

const facts = (simulation: Simulation, type: string) =>
  simulation.facts.since(0).filter((fact) => fact.type === type);

function explain(simulation: Simulation, name: string): PlacementTable {
  const input = { kind: POD, key: `default/${name}` };
  const answer = simulation.query({ api: 'quayside', action: 'explainPlacement', input } as never);
  if (!answer?.ok) throw new Error(answer ? answer.error.message : 'not a read');
  return answer.output as PlacementTable;
}

const condition = (simulation: Simulation, name: string) =>
  podOf(simulation, name)?.status.conditions?.find((c) => c.type === 'PodScheduled');

describe('binding', () => {
  it('gives a pod its node, the condition, the event and the fact', () => {
    const w = world([{ name: 'n1' }], [{ name: 'web' }]);
    w.runUntil(100);
    expect(podOf(w, 'web')?.spec.nodeName).toBe('n1');
    expect(condition(w, 'web')).toMatchObject({ status: 'True', lastTransitionTime: 5 });
    expect(w.context.list('kubernetes/Event')[0]).toMatchObject({
      type: 'Normal',
      reason: 'Scheduled',
      message: 'Successfully assigned default/web to n1',
      source: { component: 'default-scheduler' },
    });
    expect(facts(w, 'podBound')[0]?.data).toMatchObject({
      nodeName: 'n1',
      nodes: 1,
      feasible: 1,
      by: 'onlyFeasible',
    });
    expect(w.context.size('kube-scheduler/QueuedPodInfo')).toBe(0);
  });

  it('takes pods one cycle apart, higher priority first', () => {
    const w = world(
      [{ name: 'n1' }],
      [
        { name: 'low' },
        { name: 'high', spec: { priority: 100 } },
        { name: 'mid', spec: { priority: 10 } },
      ],
    );
    w.runUntil(100);
    expect(facts(w, 'podBound').map((f) => [f.about.key, f.atMs])).toEqual([
      ['default/high', 5],
      ['default/mid', 9],
      ['default/low', 13],
    ]);
  });

  it('spreads the pods of a ReplicaSet over zones by the default constraints', () => {
    const w = world(
      ['a', 'b', 'c'].flatMap((zone) => [1, 2].map((i) => ({ name: `${zone}${i}`, zone }))),
      [],
    );
    write(w, {
      do: 'put',
      kind: 'kubernetes/ReplicaSet',
      key: 'default/web',
      value: {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        metadata: { name: 'web', namespace: 'default', uid: 'web', creationTimestamp: 0 },
        spec: {
          replicas: 6,
          selector: { matchLabels: { app: 'web' } },
          template: { spec: { containers: [] } },
        },
        status: { replicas: 0 },
      },
    });
    const names = Array.from({ length: 6 }, (_, i) => `web-${i}`);
    write(w, ...names.map((name) => put(POD, pod({ name, owner: 'web', labels: { app: 'web' } }))));
    w.runUntil(100);
    const nodes = names.map((name) => podOf(w, name)?.spec.nodeName);
    expect(new Set(nodes).size).toBe(6);
  });

  it('leaves a pod of another scheduler alone', () => {
    const w = world([{ name: 'n1' }], [{ name: 'web', spec: { schedulerName: 'mine' } }]);
    w.runUntil(60_000);
    expect(podOf(w, 'web')?.spec.nodeName).toBeUndefined();
    expect(w.context.size('kube-scheduler/QueuedPodInfo')).toBe(0);
  });
});

describe('a pod that fits nowhere', () => {
  const crowded = () =>
    world(
      [
        { name: 'n1', cpu: '1' },
        { name: 'n2', cpu: '1', taints: [{ key: 'k', effect: 'NoSchedule' }] },
      ],
      [
        { name: 'big', cpu: '800m' },
        { name: 'more', cpu: '800m' },
      ],
    );

  it('says why, as the real scheduler does', () => {
    const w = crowded();
    w.runUntil(100);
    const message =
      '0/2 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s). no new claims to deallocate, preemption: 0/2 nodes are available: 1 No preemption victims found for incoming pod, 1 Preemption is not helpful for scheduling.';
    expect(condition(w, 'more')).toMatchObject({
      status: 'False',
      reason: 'Unschedulable',
      message,
    });
    expect(
      w.context.list('kubernetes/Event').find((e) => e.reason === 'FailedScheduling'),
    ).toMatchObject({ type: 'Warning', message });
    expect(explain(w, 'more')).toMatchObject({
      outcome: 'unschedulable',
      message,
      decided: {
        by: 'none',
        reasons: { 'Insufficient cpu': 1, 'node(s) had untolerated taint(s)': 1 },
      },
    });
  });

  it('is not tried again until something happens that could help', () => {
    const w = crowded();
    w.runUntil(200_000);
    expect(facts(w, 'podUnschedulable')).toHaveLength(1);
    write(w, { do: 'remove', kind: POD, key: 'default/big' });
    w.runUntil(200_100);
    expect(podOf(w, 'more')?.spec.nodeName).toBe('n1');
    expect(facts(w, 'podRequeued')[0]?.data).toMatchObject({
      event: 'AssignedPodDelete',
      queue: 'active',
    });
  });

  it('cites the event that called it back', () => {
    const w = crowded();
    w.runUntil(20_000);
    write(w, put(NODE, node({ name: 'n3' })), {
      do: 'note',
      fact: {
        model: 'kubernetes',
        type: 'nodeReady',
        about: { kind: NODE, key: 'n3' },
        data: {},
      },
    });
    w.runUntil(20_100);
    const bound = facts(w, 'podBound').find((f) => f.about.key === 'default/more');
    expect(w.causes(bound?.serial ?? -1).map((f) => f.type)).toEqual([
      'requested',
      'nodeReady',
      'podRequeued',
      'podBound',
    ]);
  });

  it('waits for its back-off when the event comes early: 1 s, then 2 s', () => {
    const w = crowded();
    w.runUntil(100);
    for (const name of ['x1', 'x2'])
      write(
        w,
        put(NODE, node({ name, cpu: '900m', taints: [] })),
        put(POD, pod({ name: `on-${name}`, cpu: '700m', spec: { nodeName: name } })),
      );
    w.runUntil(999);
    expect(facts(w, 'podUnschedulable')).toHaveLength(1);
    w.runUntil(2_100);
    const [first, second] = facts(w, 'podUnschedulable').map((f) => f.atMs);
    expect(first).toBeLessThan(100);
    expect(second).toBeGreaterThanOrEqual(2_000);
    expect(facts(w, 'podUnschedulable')[1]?.data).toMatchObject({ attempt: 2, backoffMs: 2_000 });
  });

  it('is tried again after five minutes without any event', () => {
    const w = crowded();
    w.runUntil(331_000);
    expect(
      facts(w, 'podUnschedulable')
        .map((f) => f.atMs)
        .at(-1),
    ).toBe(330_004);
    expect(facts(w, 'podRequeued')[0]?.data).toMatchObject({ event: 'UnschedulableTimeout' });
  });

  it('retries by back-off alone while there are no nodes at all', () => {
    const w = world([], [{ name: 'web' }]);
    w.runUntil(20_000);
    expect(condition(w, 'web')?.message).toBe('no nodes available to schedule pods');
    expect(facts(w, 'podUnschedulable').map((f) => Math.round(f.atMs / 1000))).toEqual([
      0, 2, 5, 10, 19,
    ]);
  });

  it('leaves the queue when it is deleted, and its decision goes with it', () => {
    const w = crowded();
    w.runUntil(100);
    write(w, { do: 'remove', kind: POD, key: 'default/more' });
    w.runUntil(200);
    expect(w.context.size('kube-scheduler/QueuedPodInfo')).toBe(0);
    expect(w.context.keys('kube-scheduler/Decision')).toEqual(['default/big']);
    expect(() => explain(w, 'more')).toThrow('pods "default/more" not found');
  });
});

describe('scheduling gates', () => {
  it('keep a pod out of the queue until they are gone', () => {
    const w = world(
      [{ name: 'n1' }],
      [{ name: 'web', spec: { schedulingGates: [{ name: 'wait' }] } }],
    );
    w.runUntil(1_000);
    expect(condition(w, 'web')).toMatchObject({ status: 'False', reason: 'SchedulingGated' });
    expect(() => explain(w, 'web')).toThrow('waits for its scheduling gates');
    const gated = podOf(w, 'web');
    if (!gated) throw new Error('gone');
    const spec = without(gated.spec, 'schedulingGates') as PodSpec;
    write(w, put(POD, { ...gated, spec }));
    w.runUntil(1_100);
    expect(podOf(w, 'web')?.spec.nodeName).toBe('n1');
  });
});

describe('preemption', () => {
  it('nominates the node, deletes the victim, and the pod lands when the victim is gone', () => {
    const w = world([{ name: 'n1', cpu: '1' }], [{ name: 'low', cpu: '800m' }]);
    w.runUntil(100);
    write(w, put(POD, pod({ name: 'high', cpu: '800m', spec: { priority: 1000 } })));
    w.runUntil(2_100);
    expect(podOf(w, 'low')).toBeUndefined();
    expect(podOf(w, 'high')?.spec.nodeName).toBe('n1');
    expect(facts(w, 'podPreempted')[0]?.data).toEqual({
      by: 'default/high',
      nodeName: 'n1',
      priority: 0,
    });
    const failed = facts(w, 'podUnschedulable')[0];
    expect(failed?.data).toMatchObject({
      nominatedNodeName: 'n1',
      victims: 1,
      message: '0/1 nodes are available: 1 Insufficient cpu.',
    });
    expect(facts(w, 'podBound').at(-1)?.data).toMatchObject({ by: 'nomination' });
  });

  it('keeps the promised room from pods of lower priority', () => {
    const w = world([{ name: 'n1', cpu: '1' }], [{ name: 'low', cpu: '800m' }]);
    w.runUntil(100);
    write(w, put(POD, pod({ name: 'high', cpu: '800m', spec: { priority: 1000 } })));
    w.runUntil(500);
    // The victim is gone, the pod that preempted it is still backing off.
    expect(podOf(w, 'low')).toBeUndefined();
    write(w, put(POD, pod({ name: 'late', cpu: '500m' })));
    w.runUntil(600);
    expect(condition(w, 'late')?.message).toMatch(
      /^0\/1 nodes are available: 1 Insufficient cpu\./,
    );
    w.runUntil(2_100);
    expect(podOf(w, 'high')?.spec.nodeName).toBe('n1');
  });

  it('does not happen for a pod that must not preempt', () => {
    const w = world([{ name: 'n1', cpu: '1' }], [{ name: 'low', cpu: '800m' }]);
    w.runUntil(100);
    const spec = { priority: 1000, preemptionPolicy: 'Never' } as const;
    write(w, put(POD, pod({ name: 'high', cpu: '800m', spec })));
    w.runUntil(200);
    expect(condition(w, 'high')?.message).toMatch(
      /preemption: not eligible due to preemptionPolicy=Never\.$/,
    );
    expect(podOf(w, 'low')).toBeDefined();
  });
});

describe('explainPlacement', () => {
  it('tells every node, every verdict with its figures, every score, and what decided', () => {
    const w = world(
      [
        { name: 'n1', cpu: '2' },
        { name: 'n2', cpu: '4' },
        { name: 'n3', taints: [{ key: 'dedicated', value: 'batch', effect: 'NoSchedule' }] },
      ],
      [{ name: 'web', cpu: '500m', memory: '1Gi' }],
    );
    w.runUntil(100);
    const table = explain(w, 'web');
    expect(table).toMatchObject({
      outcome: 'bound',
      nodeName: 'n2',
      attempt: 1,
      counts: { nodes: 3, tried: 3, feasible: 2, enough: 3 },
      filters: ['NodeUnschedulable', 'TaintToleration', 'NodeResourcesFit'],
    });
    expect(table.scores).toEqual([
      { plugin: 'TaintToleration', weight: 3 },
      { plugin: 'NodeResourcesFit', weight: 1 },
      { plugin: 'NodeResourcesBalancedAllocation', weight: 1 },
      { plugin: 'ImageLocality', weight: 1 },
    ]);
    const rows = Object.fromEntries(table.rows.map((row) => [row.node, row]));
    expect(rows['n2']?.verdicts.at(-1)).toEqual({
      plugin: 'NodeResourcesFit',
      passed: true,
      code: 'Success',
      reasons: [],
      detail: null,
      figures: [
        { name: 'cpu', unit: 'milliCPU', requested: 500, used: 0, capacity: 4000 },
        { name: 'memory', unit: 'bytes', requested: 2 ** 30, used: 0, capacity: 16 * 2 ** 30 },
        { name: 'pods', unit: 'pieces', requested: 1, used: 0, capacity: 58 },
      ],
    });
    expect(rows['n2']?.scores?.map((s) => [s.raw, s.normalized, s.weighted])).toEqual([
      [0, 100, 300],
      [90, 90, 90],
      [96, 96, 96],
      [0, 0, 0],
    ]);
    expect(rows['n2']?.total).toBe(486);
    expect(rows['n3']?.verdicts.map((v) => [v.plugin, v.code, v.detail])).toEqual([
      ['NodeUnschedulable', 'Success', null],
      ['TaintToleration', 'UnschedulableAndUnresolvable', '{dedicated: batch}'],
    ]);
    expect(table.decided).toEqual({
      by: 'score',
      second: 'n1',
      lead: 12,
      plugin: 'NodeResourcesFit',
      pluginLead: 6,
    });
  });

  it('still tells what was true at the time, after the cluster has changed', () => {
    const w = world([{ name: 'n1' }, { name: 'n2' }], [{ name: 'web' }]);
    w.runUntil(100);
    const before = explain(w, 'web');
    write(
      w,
      { do: 'remove', kind: NODE, key: 'n2' },
      put(NODE, node({ name: 'n5' })),
      put(POD, pod({ name: 'other' })),
    );
    w.runUntil(200);
    expect(explain(w, 'web')).toEqual(before);
  });
});

describe('configureScheduler', () => {
  it('takes effect on the next pod, and pods that waited are tried again', () => {
    const w = world(
      [
        { name: 'n1', cpu: '4' },
        { name: 'n2', cpu: '4' },
      ],
      [{ name: 'first', cpu: '1' }],
    );
    w.runUntil(100);
    const first = podOf(w, 'first')?.spec.nodeName;
    const scoringStrategy = { type: 'MostAllocated', resources: [{ name: 'cpu', weight: 1 }] };
    const profile = {
      plugins: { score: { disabled: [{ name: 'NodeResourcesBalancedAllocation' }] } },
      pluginConfig: [{ name: 'NodeResourcesFit', args: { scoringStrategy } }],
    };
    const input = { configuration: { profiles: [profile] } };
    const answer = w.submit(
      { api: 'quayside', action: 'configureScheduler', input } as never,
      'test',
    );
    expect(answer.ok).toBe(true);
    write(w, put(POD, pod({ name: 'second', cpu: '1' })));
    w.runUntil(200);
    expect(podOf(w, 'second')?.spec.nodeName).toBe(first);
  });

  it('is refused with the field that is wrong', () => {
    const w = world([], []);
    const args = {
      scoringStrategy: { type: 'LeastAllocated', resources: [{ name: 'cpu', weight: 0 }] },
    };
    const input = {
      configuration: { profiles: [{ pluginConfig: [{ name: 'NodeResourcesFit', args }] }] },
    };
    const answer = w.submit(
      { api: 'quayside', action: 'configureScheduler', input } as never,
      'test',
    );
    expect(answer).toMatchObject({
      ok: false,
      error: {
        causes: [
          {
            path: [
              'configuration',
              'profiles',
              0,
              'pluginConfig',
              0,
              'args',
              'scoringStrategy',
              'resources',
              0,
              'weight',
            ],
            message: 'Invalid value: 0: resource weight of cpu not in valid range (0, 100]',
          },
        ],
      },
    });
  });
});
