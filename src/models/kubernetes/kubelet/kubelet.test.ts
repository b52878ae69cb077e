/** Containers on a node, second by second, on the real engine. */
import { describe, expect, it } from 'vitest';
import {
  powerOffNode,
  registerNode,
  setPodCondition,
  silenceKubelet,
  startKubelet,
  stopKubelet,
} from '../commands';
import { Cluster, barePod, machine, web } from './cluster.fixture';

const atMs = (cluster: Cluster, type: string): readonly number[] =>
  cluster.facts(type).map((fact) => fact.atMs);

describe('a container that keeps failing', () => {
  it('is restarted at once, then after 10, 20, 40 ... 300 s, counted from the end of each run', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('crash', { command: ['sh', '-c', 'sleep 2; exit 1'] }));
    cluster.runChecked(1_500_000);
    const waits = cluster
      .facts('containerBackOff')
      .map((f) => (f.data as { backOffMs: number }).backOffMs);
    expect(waits.slice(0, 7)).toEqual([10, 20, 40, 80, 160, 300, 300].map((s) => s * 1000));
    const [ended, started] = [
      atMs(cluster, 'containerTerminated'),
      atMs(cluster, 'containerStarted'),
    ];
    // Creating the container takes the same time after every wait.
    const createMs = (started[1] ?? 0) - (ended[0] ?? 0);
    expect(createMs).toBeLessThan(500);
    for (let i = 1; i < 6; i++)
      expect((started[i + 1] ?? 0) - (ended[i] ?? 0)).toBe((waits[i - 1] ?? 0) + createMs);
  });

  it('keeps its phase Running and says CrashLoopBackOff as the reason for waiting', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('crash', { command: ['false'] }));
    cluster.runChecked(30_000);
    const status = cluster.pod('crash')?.status;
    expect(status?.phase).toBe('Running');
    expect(status?.containerStatuses?.[0]).toMatchObject({
      state: { waiting: { reason: 'CrashLoopBackOff' } },
      lastState: { terminated: { exitCode: 1, reason: 'Error' } },
    });
  });

  it('begins anew when a run has lasted over ten minutes', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('crash', { command: ['sleep', '700'] }));
    cluster.runChecked(3_000_000);
    expect(cluster.facts('containerTerminated').length).toBeGreaterThanOrEqual(4);
    expect(cluster.facts('containerBackOff')).toHaveLength(0);
  });

  it('stays down under restartPolicy Never, and its pod is Failed', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('once', { command: ['false'] }, { restartPolicy: 'Never' }));
    cluster.runChecked(60_000);
    expect(cluster.pod('once')?.status.phase).toBe('Failed');
    expect(cluster.facts('containerStarted')).toHaveLength(1);
  });

  it('crashes on request and is back at once', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('web', { image: 'nginx:1.27' }));
    cluster.runChecked(30_000);
    cluster.quayside('crashContainer', {
      kind: 'kubernetes/Pod',
      key: 'default/web',
      exitCode: 139,
    });
    cluster.runChecked(40_000);
    expect(cluster.pod('web')?.status.containerStatuses?.[0]).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 139 } },
    });
  });
});

describe('an image', () => {
  it('that cannot be pulled is tried again after 10, 20, 40 s, and starts when it can be', () => {
    const cluster = new Cluster(1);
    cluster.quayside('describeImage', { name: 'shop/web:2', fails: 'pull' });
    cluster.apply(barePod('web', { image: 'shop/web:2' }));
    cluster.runChecked(60_000);
    const waits = cluster
      .facts('imagePullBackOff')
      .map((f) => (f.data as { backOffMs: number }).backOffMs);
    expect(waits).toEqual([10_000, 20_000, 40_000]);
    expect(cluster.pod('web')?.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason: 'ImagePullBackOff' } } }],
    });
    cluster.quayside('describeImage', { name: 'shop/web:2', fails: null });
    cluster.runChecked(180_000);
    expect(cluster.readyPods).toHaveLength(1);
  });

  it('is pulled one after another on a node, and once only', () => {
    const cluster = new Cluster(1);
    for (const name of ['a', 'b', 'c']) cluster.apply(barePod(name, { image: 'nginx:1.27' }));
    cluster.runChecked(60_000);
    const pulls = cluster.facts('imagePulling').map((f) => ({
      fromMs: f.atMs,
      toMs: f.atMs + (f.data as { pullMs: number }).pullMs,
    }));
    expect(pulls).toHaveLength(3);
    for (let i = 1; i < pulls.length; i++) expect(pulls[i]?.fromMs).toBe(pulls[i - 1]?.toMs);
    expect((pulls[1]?.toMs ?? 0) - (pulls[1]?.fromMs ?? 0)).toBeLessThan(1_000);
    const images = cluster.node(0)?.status.images?.flatMap((image) => image.names);
    expect(images).toContain('nginx:1.27');
  });

  it('with a name outside the grammar, or absent with policy Never, is not asked for', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('never', { image: 'nginx:1.27', imagePullPolicy: 'Never' }));
    cluster.apply(barePod('invalid', { image: 'Shop/Web:2' }));
    cluster.runChecked(30_000);
    const reasons = ['never', 'invalid'].map(
      (name) => cluster.pod(name)?.status.containerStatuses?.[0]?.state.waiting?.reason,
    );
    expect(reasons).toEqual(['ErrImageNeverPull', 'InvalidImageName']);
    expect(cluster.facts('imagePulling')).toHaveLength(0);
  });
});

describe('several containers', () => {
  it('init containers run in order, sidecars stay beside the rest and end after it', () => {
    const cluster = new Cluster(1);
    cluster.apply(
      barePod(
        'job',
        { command: ['sleep', '5'] },
        {
          restartPolicy: 'Never',
          initContainers: [
            { name: 'first', image: 'busybox:1.36', command: ['sleep', '3'] },
            { name: 'proxy', image: 'envoyproxy/envoy:v1.31', restartPolicy: 'Always' },
            { name: 'last', image: 'busybox:1.36', command: ['true'] },
          ],
        },
      ),
    );
    cluster.runChecked(90_000);
    const order = (type: string) =>
      cluster.facts(type).map((f) => (f.data as { container: string }).container);
    expect(order('containerStarted')).toEqual(['first', 'proxy', 'last', 'main']);
    expect(order('containerTerminated')).toEqual(['first', 'last', 'main', 'proxy']);
    expect(cluster.pod('job')?.status.phase).toBe('Succeeded');
  });

  it('an init container that fails is restarted with back-off and holds the others', () => {
    const cluster = new Cluster(1);
    const initContainers = [{ name: 'migrate', image: 'busybox:1.36', command: ['false'] }];
    cluster.apply(barePod('web', { image: 'nginx:1.27' }, { initContainers }));
    cluster.runChecked(60_000);
    expect(cluster.pod('web')?.status).toMatchObject({
      phase: 'Pending',
      containerStatuses: [{ state: { waiting: { reason: 'PodInitializing' } } }],
      initContainerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff' } } }],
    });
  });
});

describe('probes', () => {
  const slow = { name: 'shop/slow:1', startUp: '20s', ready: '20s', listens: [80] };
  const knock = { httpGet: { path: '/', port: 80 }, periodSeconds: 5 };

  it('readiness lets traffic in at the first look that succeeds, and never kills', () => {
    const cluster = new Cluster(1);
    cluster.quayside('describeImage', slow);
    cluster.apply(barePod('web', { image: slow.name, readinessProbe: knock }));
    cluster.runChecked(120_000);
    const [started = 0] = atMs(cluster, 'containerStarted');
    expect(atMs(cluster, 'podReady')).toEqual([started + 20_000]);
    expect(cluster.facts('containerTerminated')).toHaveLength(0);
  });

  it('liveness kills a slow starter again and again', () => {
    const cluster = new Cluster(1);
    cluster.quayside('describeImage', slow);
    cluster.apply(barePod('web', { image: slow.name, livenessProbe: knock }));
    cluster.runChecked(60_000);
    const [started = 0] = atMs(cluster, 'containerStarted');
    // Looks at 0, 5 and 10 s fail: three in a row.
    expect(atMs(cluster, 'containerKilling')[0]).toBe(started + 10_000);
    expect(cluster.pod('web')?.status.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
  });

  it('a startup probe holds liveness back until it has passed', () => {
    const cluster = new Cluster(1);
    cluster.quayside('describeImage', slow);
    const startupProbe = { ...knock, failureThreshold: 10 };
    cluster.apply(barePod('web', { image: slow.name, livenessProbe: knock, startupProbe }));
    cluster.runChecked(120_000);
    expect(cluster.facts('containerKilling')).toHaveLength(0);
    expect(cluster.readyPods).toHaveLength(1);
  });

  it('cost nothing while they find what they found before', () => {
    const cluster = new Cluster(1);
    cluster.apply(
      barePod('web', { image: 'nginx:1.27', livenessProbe: knock, readinessProbe: knock }),
    );
    cluster.runChecked(60_000);
    const { steps } = cluster.simulation.work;
    cluster.runChecked(600_000);
    expect(cluster.simulation.work.steps - steps).toBeLessThan(10);
  });

  it('a readiness gate holds Ready back until somebody opens it', () => {
    const cluster = new Cluster(1);
    const gate = 'target-health.elbv2.k8s.aws/web';
    cluster.apply(
      barePod('web', { image: 'nginx:1.27' }, { readinessGates: [{ conditionType: gate }] }),
    );
    cluster.runChecked(30_000);
    expect(cluster.readyPods).toHaveLength(0);
    const condition = { type: gate, status: 'True' } as const;
    cluster.carryOut(setPodCondition({ namespace: 'default', name: 'web', condition }));
    cluster.runChecked(31_000);
    expect(cluster.readyPods).toHaveLength(1);
  });
});

describe('ending a pod', () => {
  const remove = (cluster: Cluster, name: string) => {
    cluster.request({ verb: 'delete', group: '', resource: 'pods', namespace: 'default', name });
  };
  const lastExit = (cluster: Cluster) =>
    cluster.facts('containerTerminated').at(-1)?.data as { exitCode: number } | undefined;

  it('lets preStop use up grace before TERM', () => {
    const cluster = new Cluster(1);
    const lifecycle = { preStop: { sleep: { seconds: 8 } } };
    cluster.apply(barePod('web', { image: 'nginx:1.27', lifecycle }));
    cluster.runChecked(30_000);
    remove(cluster, 'web');
    cluster.runChecked(90_000);
    const [killing = 0] = atMs(cluster, 'containerKilling');
    const [ended = 0] = atMs(cluster, 'containerTerminated');
    expect(ended - killing).toBeGreaterThanOrEqual(8_000);
    expect(cluster.pod('web')).toBeUndefined();
  });

  it('kills what ignores TERM when the grace is over: 137', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('deaf', { command: ['sleep', '3600'] }));
    cluster.runChecked(30_000);
    remove(cluster, 'deaf');
    cluster.runChecked(120_000);
    const [killing = 0] = atMs(cluster, 'containerKilling');
    expect(atMs(cluster, 'containerTerminated')).toEqual([killing + 30_000]);
    expect(lastExit(cluster)?.exitCode).toBe(137);
  });

  it('frees address and port of a pod that is forced away', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('web', { image: 'nginx:1.27' }));
    cluster.runChecked(30_000);
    cluster.request({
      verb: 'delete',
      group: '',
      resource: 'pods',
      namespace: 'default',
      name: 'web',
      body: { gracePeriodSeconds: 0 },
    });
    // The kubelet hears of it in the same instant; the invariants hold from then on.
    cluster.simulation.runUntil(30_000);
    cluster.runChecked(31_000);
    expect(cluster.simulation.context.size('workload/Listener')).toBe(0);
  });

  it('ends a pod that outlives activeDeadlineSeconds, and keeps it as Failed', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('long', { command: ['sleep', '600'] }, { activeDeadlineSeconds: 20 }));
    cluster.runChecked(120_000);
    expect(cluster.pod('long')?.status).toMatchObject({
      phase: 'Failed',
      reason: 'DeadlineExceeded',
    });
  });
});

describe('a node', () => {
  it('refuses what does not fit when nodeName was written by hand', () => {
    const cluster = new Cluster(1);
    const resources = { requests: { cpu: '5' } };
    const spec = { nodeName: machine(0).name };
    cluster.apply(barePod('one', { image: 'nginx:1.27', resources }, spec));
    cluster.apply(barePod('two', { image: 'nginx:1.27', resources }, spec));
    cluster.runChecked(30_000);
    expect(cluster.pod('one')?.status.phase).toBe('Running');
    expect(cluster.pod('two')?.status).toMatchObject({
      phase: 'Failed',
      reason: 'OutOfcpu',
      message: expect.stringContaining('requested: 5000, used: 5000, capacity: 7910') as string,
    });
  });

  it('that lost power tells nobody; when it is back its pods start anew', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('web', { image: 'nginx:1.27' }));
    cluster.apply(barePod('once', { command: ['sleep', '600'] }, { restartPolicy: 'Never' }));
    cluster.runChecked(30_000);
    const before = cluster.pod('web')?.status;
    cluster.carryOut(powerOffNode(machine(0).name));
    cluster.runChecked(40_000);
    expect(cluster.pod('web')?.status).toEqual(before);
    expect(cluster.simulation.context.size('workload/Listener')).toBe(0);
    cluster.carryOut(startKubelet(machine(0).name));
    cluster.runChecked(90_000);
    expect(cluster.pod('web')?.status.containerStatuses?.[0]).toMatchObject({
      ready: true,
      restartCount: 1,
      lastState: { terminated: { exitCode: 255, reason: 'Unknown' } },
    });
    expect(cluster.pod('once')?.status.phase).toBe('Failed');
  });

  it('that was silent reports what became true meanwhile at its next beat', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('web', { command: ['sleep', '60'] }, { restartPolicy: 'Never' }));
    cluster.runChecked(30_000);
    cluster.carryOut(silenceKubelet(machine(0).name, true));
    cluster.runChecked(123_000);
    expect(cluster.pod('web')?.status.phase).toBe('Running');
    cluster.carryOut(silenceKubelet(machine(0).name, false));
    cluster.runChecked(129_999);
    expect(cluster.pod('web')?.status.phase).toBe('Running');
    cluster.runChecked(130_000);
    expect(cluster.pod('web')?.status.phase).toBe('Succeeded');
  });

  it('that was silent while its pod was forced away keeps answering until it hears of it', () => {
    const cluster = new Cluster(1);
    cluster.apply(barePod('web', { image: 'nginx:1.27' }));
    cluster.runChecked(30_000);
    cluster.carryOut(silenceKubelet(machine(0).name, true));
    cluster.request({
      verb: 'delete',
      group: '',
      resource: 'pods',
      namespace: 'default',
      name: 'web',
      body: { gracePeriodSeconds: 0 },
    });
    cluster.runChecked(60_000);
    expect(cluster.pod('web')).toBeUndefined();
    expect(cluster.simulation.context.size('workload/Listener')).toBe(1);
    cluster.carryOut(silenceKubelet(machine(0).name, false));
    cluster.runChecked(80_000);
    expect(cluster.simulation.context.size('workload/Listener')).toBe(0);
  });

  it('that shuts down ends its pods in order and keeps them as Failed', () => {
    const cluster = new Cluster(2);
    cluster.apply(web({ replicas: 2 }));
    cluster.runChecked(30_000);
    cluster.carryOut(stopKubelet(machine(0).name));
    cluster.runChecked(200_000);
    const failed = cluster.pods.filter((pod) => pod.status.phase === 'Failed');
    expect(failed.length).toBeGreaterThan(0);
    for (const { spec, status } of failed) {
      expect(spec.nodeName).toBe(machine(0).name);
      expect(status.reason === 'Terminated' || status.reason === 'NodeShutdown').toBe(true);
    }
    expect(cluster.simulation.context.get('kubernetes/Kubelet', machine(0).name)?.state).toBe(
      'stopped',
    );
  });

  it('that joins later is Ready when its network plugin answers', () => {
    const cluster = new Cluster(0);
    cluster.simulation.runUntil(5_000);
    cluster.carryOut(registerNode(machine(0)));
    const ready = () => cluster.node(0)?.status.conditions.find((c) => c.type === 'Ready')?.status;
    cluster.runChecked(10_000);
    expect(ready()).toBe('False');
    expect(cluster.node(0)?.spec.taints).toEqual([
      { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' },
    ]);
    cluster.runChecked(20_000);
    expect(ready()).toBe('True');
    const [readyAtMs = 0] = atMs(cluster, 'nodeReady');
    expect(readyAtMs).toBeGreaterThanOrEqual(11_000);
    expect(readyAtMs).toBeLessThanOrEqual(17_000);
  });
});
