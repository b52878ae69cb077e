import { describe, expect, it } from 'vitest';
import type { ContainerStatus, StoredObject } from '../models/kubernetes/types';
import { World, deployment, node, pod, replicaSet } from './fixtures/records';
import { readKubernetes } from './readKubernetes';
import type { Family, GlyphName, Half, Tile } from './view';

const world = (): World =>
  new World()
    .put('kubernetes/Node', 'node-a', node('node-a', 'us-east-1a'))
    .put('kubernetes/Deployment', 'default/web', deployment(1))
    .put('kubernetes/ReplicaSet', 'default/web-7d9f', replicaSet('web-7d9f', 1));
const read = (from: World, nowMs = 10_000): Half => readKubernetes(from.records, { nowMs });
const all = (half: Half): readonly Tile[] => [
  ...half.zones.flatMap((zone) => [...zone.boxes.flatMap((box) => box.tiles), ...zone.floating]),
  ...half.waiting.tiles,
];
const only = (over: Parameters<typeof pod>[1]): Tile =>
  all(read(world().put('kubernetes/Pod', 'default/p', pod('web-7d9f-k8v2m', over))))[0]!;

const container = (
  over: Partial<ContainerStatus>,
): { status: { containerStatuses: ContainerStatus[]; conditions: [] } } => ({
  status: {
    conditions: [],
    containerStatuses: [
      {
        name: 'web',
        state: {},
        lastState: {},
        ready: false,
        restartCount: 0,
        image: '',
        imageID: '',
        ...over,
      },
    ],
  },
});
const waiting = (reason: string, message?: string) =>
  container({ state: { waiting: { reason, ...(message === undefined ? {} : { message }) } } });
const notReady = (fellAtMs: number) => ({
  status: {
    conditions: [{ type: 'Ready', status: 'False' as const, lastTransitionTime: fellAtMs }],
  },
});

describe('readKubernetes of a Job', () => {
  const job = (name: string, createdAtMs: number, status: object) =>
    ({
      metadata: { name, namespace: 'default', creationTimestamp: createdAtMs },
      spec: { completions: 9, parallelism: 3 },
      status,
    }) as unknown as StoredObject;
  const ofJob = (name: string, phase: 'Running' | 'Succeeded' | 'Failed') => {
    const made = pod(name, { status: { phase } });
    const owner = {
      apiVersion: 'batch/v1',
      kind: 'Job',
      name: 'thumbnails',
      uid: 'j',
      controller: true,
    };
    return { ...made, metadata: { ...made.metadata, uid: name, ownerReferences: [owner] } };
  };
  const jobs = (): World =>
    new World()
      .put('kubernetes/Node', 'node-a', node('node-a', 'us-east-1a'))
      .put('kubernetes/Object', 'jobs.batch/default/older', job('older', 0, {}))
      .put(
        'kubernetes/Object',
        'jobs.batch/default/thumbnails',
        job('thumbnails', 5_000, { succeeded: 3, failed: 1, active: 1 }),
      )
      .put('kubernetes/Pod', 'default/r', ofJob('thumbnails-r', 'Running'))
      .put('kubernetes/Pod', 'default/s', ofJob('thumbnails-s', 'Succeeded'))
      .put('kubernetes/Pod', 'default/f', ofJob('thumbnails-f', 'Failed'));

  it('asks for completions and counts what has succeeded, never as serving that is missing', () => {
    const { ledger } = read(jobs());
    expect(ledger).toMatchObject({ asked: 9, askedAs: 'completions' });
    expect(ledger.workload).toMatchObject({ kind: 'Job', name: 'thumbnails' });
    expect(ledger.true).toEqual({ state: 'Succeeded', family: 'done', count: 3 });
    expect(ledger.underWay).toEqual([
      { state: 'Running', family: 'serving', count: 1 },
      { state: 'Failed', family: 'failed', count: 1 },
    ]);
    expect(ledger.gauge).toMatchObject({ asked: 9, serving: 3, starting: 1, broken: 0 });
  });

  it('counts those that failed apart from those that succeeded', () => {
    expect(read(jobs()).ended).toMatchObject({ count: 2, failed: 1 });
  });

  it('tells of a Deployment where there is one', () => {
    const from = jobs().put('kubernetes/Deployment', 'default/web', deployment(1));
    expect(read(from).ledger.workload).toMatchObject({ kind: 'Deployment' });
  });
});

describe('readKubernetes', () => {
  it.each<[string, Parameters<typeof pod>[1], string, Family, GlyphName | null]>([
    ['Ready', {}, 'Ready', 'serving', null],
    ['no node', { spec: unbound() }, 'Pending', 'waiting', 'clock'],
    ['creating', waiting('ContainerCreating'), 'ContainerCreating', 'starting', 'pull'],
    ['not ready yet', notReady(0), 'Running, not Ready', 'starting', 'ring'],
    ['ready once', notReady(5_000), 'Running, lost Ready', 'unhealthy', 'bang'],
    ['crash loop', waiting('CrashLoopBackOff'), 'CrashLoopBackOff', 'broken', 'loop'],
    ['pull', waiting('ImagePullBackOff'), 'ImagePullBackOff', 'broken', 'nopull'],
    [
      'config',
      waiting('CreateContainerConfigError'),
      'CreateContainerConfigError',
      'broken',
      'bang',
    ],
    [
      'just crashed',
      container({ state: { terminated: { exitCode: 1, reason: 'Error' } } }),
      'Error',
      'broken',
      'cross',
    ],
    [
      'deleted',
      { metadata: { deletionTimestamp: 35_000, deletionGracePeriodSeconds: 30 } },
      'Terminating',
      'leaving',
      'stop',
    ],
    [
      'done',
      { status: { phase: 'Succeeded', containerStatuses: [] } },
      'Succeeded',
      'done',
      'check',
    ],
    ['failed', { status: { phase: 'Failed', containerStatuses: [] } }, 'Failed', 'failed', 'cross'],
    [
      'evicted',
      { status: { phase: 'Failed', reason: 'Evicted', containerStatuses: [] } },
      'Evicted',
      'failed',
      'cross',
    ],
  ])('draws a pod that is %s', (_name, over, state, family, glyph) => {
    const half = read(
      world().put('kubernetes/Pod', 'default/p', pod('web-7d9f-k8v2m', over)),
      1_000,
    );
    const tile = all(half)[0]!;
    expect([tile.state, tile.family, tile.glyph]).toEqual([state, family, glyph]);
  });

  it('takes a pod of a Job off a moment after it has finished, and counts it', () => {
    const terminated = { exitCode: 0, reason: 'Completed', startedAt: 1_000, finishedAt: 4_000 };
    const done = container({ state: { terminated } });
    const finished = { status: { ...done.status, phase: 'Succeeded' as const } };
    const records = world().put(
      'kubernetes/Pod',
      'default/p',
      pod('report-29459535-k8v2m', finished),
    );
    expect(all(read(records, 4_100))).toHaveLength(1);
    const later = read(records, 60_000);
    expect(all(later)).toEqual([]);
    expect(later.ended.count).toBe(1);
  });

  it('keeps what the platform believes on a node not heard from, and says it does not know', () => {
    const silent = node('node-a', 'us-east-1a');
    const conditions = [{ type: 'Ready', status: 'Unknown' as const, lastTransitionTime: 9_500 }];
    const half = read(
      world()
        .put('kubernetes/Node', 'node-a', { ...silent, status: { ...silent.status, conditions } })
        .put('kubernetes/Pod', 'default/p', pod('web-7d9f-k8v2m')),
    );
    expect(all(half)[0]).toMatchObject({ state: 'Unknown', family: 'unknown', glyph: 'what' });
    expect(half.zones[0]!.boxes[0]).toMatchObject({
      state: 'lost',
      badge: { label: 'NotReady', sinceMs: 9_500 },
    });
  });

  it('reads the grace period and the back-off from what the API shows', () => {
    expect(
      only({ metadata: { deletionTimestamp: 35_000, deletionGracePeriodSeconds: 30 } }).span,
    ).toEqual({
      startedAtMs: 5_000,
      dueAtMs: 35_000,
    });
    const message =
      'back-off 1m20s restarting failed container=web pod=web-7d9f-k8v2m_default(uid)';
    const loop = container({
      state: { waiting: { reason: 'CrashLoopBackOff', message } },
      lastState: { terminated: { exitCode: 1, finishedAt: 4_000 } },
      restartCount: 5,
    });
    expect(only(loop)).toMatchObject({
      restarts: 5,
      span: { startedAtMs: 4_000, dueAtMs: 84_000 },
    });
  });

  it('knows revisions by the ReplicaSet', () => {
    const half = read(
      world()
        .put('kubernetes/Deployment', 'default/web', deployment(2))
        .put('kubernetes/ReplicaSet', 'default/web-6c8d', replicaSet('web-6c8d', 2))
        .put('kubernetes/Pod', 'default/a', pod('web-7d9f-k8v2m'))
        .put(
          'kubernetes/Pod',
          'default/b',
          pod('web-6c8d-r4n8d', {
            metadata: {
              ownerReferences: [
                {
                  apiVersion: 'apps/v1',
                  kind: 'ReplicaSet',
                  name: 'web-6c8d',
                  uid: 'rs-2',
                  controller: true,
                },
              ],
            },
          }),
        ),
    );
    expect(all(half).map((t) => [t.name, t.shortId, t.revision, t.old, t.flies])).toEqual([
      ['web', 'k8v2m', 1, true, true],
      ['web', 'r4n8d', 2, false, true],
    ]);
    expect(half.ledger.askedAs).toBe('generation 2');
    expect(half.ledger.gauge.max).toBe(8);
  });

  it("says in the scheduler's words why pods wait", () => {
    const message = '0/3 nodes are available: 3 Insufficient cpu.';
    const conditions = [{ type: 'PodScheduled', status: 'False' as const, message }];
    const pending = (name: string) =>
      pod(name, {
        spec: unbound(),
        status: { phase: 'Pending', conditions, containerStatuses: [] },
      });
    const half = read(
      world()
        .put('kubernetes/Pod', 'default/a', pending('a'))
        .put('kubernetes/Pod', 'default/b', pending('b')),
    );
    expect(half.waiting.reasons).toEqual([{ text: message, count: 2 }]);
  });

  it('keeps a reserve, shows DaemonSet pods as part of the node, and cordons', () => {
    const plain = node('node-a', 'us-east-1a');
    const half = read(
      world()
        .put('kubernetes/Node', 'node-a', {
          ...plain,
          spec: { ...plain.spec, unschedulable: true },
        })
        .put(
          'kubernetes/Pod',
          'kube-system/d',
          pod('kube-proxy-x', {
            metadata: {
              ownerReferences: [
                {
                  apiVersion: 'apps/v1',
                  kind: 'DaemonSet',
                  name: 'kube-proxy',
                  uid: 'd',
                  controller: true,
                },
              ],
            },
          }),
        ),
    );
    const box = half.zones[0]!.boxes[0]!;
    expect(Math.round(box.cpuMilli.reserved)).toBe(70);
    expect(box.tiles[0]).toMatchObject({ family: 'system', name: 'kube-proxy', glyph: null });
    expect([box.state, box.badge?.label]).toEqual(['draining', 'SchedulingDisabled']);
    expect(half.count).toBe(0);
  });

  it('gives back the same objects for what did not change', () => {
    const from = world().put('kubernetes/Pod', 'default/a', pod('web-7d9f-a'));
    expect(read(from).zones[0]).toBe(read(from).zones[0]);
  });
});

/** `nodeName` is missing, not empty. */
function unbound(): { nodeName?: never } {
  return { nodeName: undefined } as { nodeName?: never };
}

describe('the load balancer of the half', () => {
  const DNSName = 'web-1.us-east-1.elb.amazonaws.com';
  const status = { loadBalancer: { ingress: [{ hostname: DNSName }] } };
  const balanced = (): World =>
    world().put('elasticloadbalancing/LoadBalancer', 'web-eks', {
      LoadBalancerArn: 'lb',
      LoadBalancerName: 'web-eks',
      DNSName,
      Type: 'application',
      State: { Code: 'active' },
      CreatedTime: 0,
      forwardsTo: null,
    });

  it('is the one that an Ingress shows', () => {
    const ingress = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', status };
    const from = (key: string) =>
      read(balanced().put('kubernetes/Object', key, ingress as never)).loadBalancer?.name;
    expect(from('ingresses.networking.k8s.io/default/web')).toBe('web-eks');
    expect(from('gateways.example.com/default/web')).toBeUndefined();
  });
});
