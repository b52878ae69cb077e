/** Jobs on the real engine: pods, failures waited out, and the end. */
import { describe, expect, it } from 'vitest';
import { Cluster } from '../../kubelet/cluster.fixture';
import type { Pod } from '../../types';
import type { Job } from './jobRecord';

const MINUTE = 60_000;

function job(command: readonly string[], spec: object = {}, podSpec: object = {}) {
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'report', namespace: 'default' },
    spec: {
      template: {
        spec: {
          restartPolicy: 'Never',
          containers: [{ name: 'main', image: 'busybox:1.36', command }],
          ...podSpec,
        },
      },
      ...spec,
    },
  };
}
const SUCCEEDS = ['sleep', '30'];
const FAILS = ['sh', '-c', 'sleep 1; exit 3'];

const recordOf = (cluster: Cluster) =>
  cluster.simulation.context.get('kubernetes/Object', 'jobs.batch/default/report') as
    Job | undefined;
const status = (cluster: Cluster) => recordOf(cluster)?.status ?? {};
const conditions = (cluster: Cluster) =>
  (status(cluster).conditions ?? [])
    .filter((c) => c.status === 'True')
    .map((c) => c.type)
    .sort();
const phases = (pods: readonly Pod[]) => pods.map((pod) => pod.status.phase).sort();
const createdAt = (cluster: Cluster) =>
  cluster.facts('podCreated').map((fact) => Math.round(fact.atMs / 1000));
const patch = (cluster: Cluster, spec: object) =>
  cluster.request({
    verb: 'patch',
    group: 'batch',
    resource: 'jobs',
    namespace: 'default',
    name: 'report',
    body: { spec },
  });

describe('a Job', () => {
  it('runs one pod to its end and is Complete; the pod stays and asks for nothing', () => {
    const cluster = new Cluster(1);
    cluster.apply(job(SUCCEEDS));
    cluster.runChecked(2 * MINUTE);
    expect(status(cluster)).toMatchObject({ succeeded: 1 });
    expect(status(cluster).active).toBeUndefined();
    expect(conditions(cluster)).toEqual(['Complete', 'SuccessCriteriaMet']);
    expect(phases(cluster.pods)).toEqual(['Succeeded']);
    const { labels, ownerReferences } = cluster.pods[0]?.metadata ?? {};
    expect(labels).toMatchObject({
      'job-name': 'report',
      'batch.kubernetes.io/job-name': 'report',
    });
    expect(ownerReferences).toMatchObject([{ kind: 'Job', name: 'report', controller: true }]);
    expect(cluster.facts('jobCompleted')).toHaveLength(1);
  });

  it('works through completions, never more than parallelism at once', () => {
    const cluster = new Cluster(2);
    cluster.apply(job(SUCCEEDS, { completions: 5, parallelism: 2 }));
    cluster.runChecked(5 * MINUTE, () => {
      const running = cluster.pods.filter((pod) => pod.status.phase === 'Running').length;
      return running > 2 ? [`${running} run`] : [];
    });
    expect(status(cluster)).toMatchObject({ succeeded: 5 });
    expect(conditions(cluster)).toContain('Complete');
  });

  it('leaves its room to others once a pod has finished', () => {
    const cluster = new Cluster(1);
    const resources = { requests: { cpu: '5' } };
    const containers = [{ name: 'main', image: 'busybox:1.36', command: SUCCEEDS, resources }];
    cluster.apply(job(SUCCEEDS, { completions: 3, parallelism: 3 }, { containers }));
    cluster.runChecked(5 * MINUTE);
    expect(status(cluster)).toMatchObject({ succeeded: 3 });
    expect(phases(cluster.pods)).toEqual(['Succeeded', 'Succeeded', 'Succeeded']);
  });

  it('waits 10, 20, 40, 80, 160 and 320 s after failures, then gives up', () => {
    const cluster = new Cluster(1);
    cluster.apply(job(FAILS));
    cluster.runChecked(20 * MINUTE);
    const failed = cluster.facts('containerTerminated').map((fact) => fact.atMs);
    const made = cluster.facts('podCreated').map((fact) => fact.atMs);
    expect(made).toHaveLength(7);
    const waits = made.slice(1).map((atMs, i) => Math.round((atMs - (failed[i] ?? 0)) / 1000));
    expect(waits).toEqual([10, 20, 40, 80, 160, 320]);
    expect(status(cluster)).toMatchObject({ failed: 7 });
    expect(conditions(cluster)).toEqual(['Failed', 'FailureTarget']);
    const [over] = cluster.facts('jobFailed');
    expect(over?.data).toMatchObject({
      reason: 'BackoffLimitExceeded',
      message: 'Job has reached the specified backoff limit',
    });
  });

  it('with OnFailure restarts the container in its pod, and counts restarts against the limit', () => {
    const cluster = new Cluster(1);
    cluster.apply(job(FAILS, { backoffLimit: 2 }, { restartPolicy: 'OnFailure' }));
    cluster.runChecked(10 * MINUTE);
    expect(createdAt(cluster)).toHaveLength(1);
    expect(conditions(cluster)).toEqual(['Failed', 'FailureTarget']);
    expect(status(cluster)).toMatchObject({ failed: 1 });
    expect(cluster.pods).toEqual([]);
  });

  it('ends its pods when the deadline is over: Failed only once they are gone', () => {
    const cluster = new Cluster(1);
    cluster.apply(job(['sleep', '3600'], { activeDeadlineSeconds: 60 }));
    cluster.runChecked(61_000);
    expect(conditions(cluster)).toEqual(['FailureTarget']);
    cluster.runChecked(2 * MINUTE);
    expect(conditions(cluster)).toEqual(['Failed', 'FailureTarget']);
    expect(cluster.facts('jobFailed')[0]?.data).toMatchObject({ reason: 'DeadlineExceeded' });
    expect(cluster.pods).toEqual([]);
  });

  it('deletes itself, and its pods with it, so long after it has finished', () => {
    const cluster = new Cluster(1);
    cluster.apply(job(SUCCEEDS, { ttlSecondsAfterFinished: 100 }));
    cluster.runChecked(2 * MINUTE);
    const finishedAtMs = cluster.facts('jobCompleted')[0]?.atMs ?? NaN;
    expect(recordOf(cluster)).toBeDefined();
    cluster.runChecked(finishedAtMs + 100_000);
    expect(recordOf(cluster)).toBeUndefined();
    cluster.runChecked(finishedAtMs + 101_000);
    expect(cluster.pods).toEqual([]);
    expect(cluster.simulation.context.size('kube-jobs/Book')).toBe(0);
  });

  it('suspended runs nothing; resumed it starts anew, and what was ended is no failure', () => {
    const cluster = new Cluster(1);
    cluster.apply(job(['sleep', '60'], { backoffLimit: 0 }));
    cluster.runChecked(20_000);
    patch(cluster, { suspend: true });
    cluster.runChecked(2 * MINUTE);
    expect(cluster.pods).toEqual([]);
    expect(conditions(cluster)).toEqual(['Suspended']);
    patch(cluster, { suspend: false });
    cluster.runChecked(5 * MINUTE);
    expect(conditions(cluster)).toContain('Complete');
    expect(status(cluster).failed).toBeUndefined();
  });

  it('gives each index of an indexed Job its own pod, the lowest first', () => {
    const cluster = new Cluster(1);
    const indexed = { completionMode: 'Indexed', completions: 4, parallelism: 2 };
    cluster.apply(job(SUCCEEDS, indexed));
    cluster.runChecked(10_000);
    expect(cluster.pods.map((pod) => pod.metadata.name.replace(/-\w+$/, ''))).toEqual([
      'report-0',
      'report-1',
    ]);
    cluster.runChecked(5 * MINUTE);
    expect(status(cluster)).toMatchObject({ succeeded: 4, completedIndexes: '0-3' });
  });

  it('does not count a failure that its policy ignores, and stops for one that it does not bear', () => {
    const policy = (action: string) => ({
      podFailurePolicy: { rules: [{ action, onExitCodes: { operator: 'In', values: [3] } }] },
    });
    const ignoring = new Cluster(1);
    ignoring.apply(job(FAILS, { backoffLimit: 0, ...policy('Ignore') }));
    ignoring.runChecked(MINUTE);
    expect(status(ignoring).failed).toBeUndefined();
    expect(createdAt(ignoring).length).toBeGreaterThan(1);

    const strict = new Cluster(1);
    strict.apply(job(FAILS, policy('FailJob')));
    strict.runChecked(MINUTE);
    expect(strict.facts('jobFailed')[0]?.data).toMatchObject({ reason: 'PodFailurePolicy' });
    expect(createdAt(strict)).toHaveLength(1);
  });

  it('whose node is lost makes another pod', () => {
    const cluster = new Cluster(2);
    cluster.apply(job(['sleep', '60']));
    cluster.runChecked(10_000);
    const [pod] = cluster.pods;
    cluster.request({
      verb: 'delete',
      group: '',
      resource: 'pods',
      namespace: 'default',
      name: pod?.metadata.name ?? '',
    });
    cluster.runChecked(5 * MINUTE);
    expect(status(cluster)).toMatchObject({ succeeded: 1, failed: 1 });
  });
});

describe('a back-off limit for each index', () => {
  const INDEXED = { completionMode: 'Indexed', completions: 4, parallelism: 4 };
  const perIndex = (command: readonly string[], spec: object) =>
    job(command, { ...INDEXED, backoffLimitPerIndex: 1, ...spec });

  it('gives each index its own tries and waits, and fails when all are over', () => {
    const cluster = new Cluster(2);
    cluster.apply(perIndex(FAILS, { completions: 3 }));
    cluster.runChecked(3 * MINUTE);
    // Each is tried again ten seconds after its own failure: twice in all, whatever happens to the others.
    expect(cluster.facts('podCreated')).toHaveLength(6);
    expect(status(cluster)).toMatchObject({
      failed: 6,
      failedIndexes: '0-2',
      completedIndexes: '',
    });
    expect(conditions(cluster)).toEqual(['Failed', 'FailureTarget']);
    expect(status(cluster).conditions?.[0]).toMatchObject({
      reason: 'FailedIndexes',
      message: 'Job has failed indexes',
    });
    const counts = cluster.pods.map(
      ({ metadata }) => metadata.annotations?.['batch.kubernetes.io/job-index-failure-count'],
    );
    expect(counts.sort()).toEqual(['0', '0', '0', '1', '1', '1']);
  });

  it('stops when more indexes have failed than may', () => {
    const cluster = new Cluster(2);
    cluster.apply(perIndex(FAILS, { completions: 20, parallelism: 1, maxFailedIndexes: 1 }));
    cluster.runChecked(5 * MINUTE);
    expect(status(cluster)).toMatchObject({ failedIndexes: '0,1' });
    expect(status(cluster).conditions?.[0]).toMatchObject({ reason: 'MaxFailedIndexesExceeded' });
  });

  it('goes on with the others, and a rule may give an index up at once', () => {
    const cluster = new Cluster(2);
    const onExitCodes = { operator: 'In', values: [3] };
    const podFailurePolicy = { rules: [{ action: 'FailIndex', onExitCodes }] };
    cluster.apply(perIndex(FAILS, { backoffLimitPerIndex: 5, podFailurePolicy, parallelism: 2 }));
    cluster.runChecked(2 * MINUTE);
    expect(cluster.facts('podCreated')).toHaveLength(4);
    expect(status(cluster)).toMatchObject({ failed: 4, failedIndexes: '0-3' });
  });

  it('is Complete where none fails', () => {
    const cluster = new Cluster(2);
    cluster.apply(perIndex(SUCCEEDS, {}));
    cluster.runChecked(2 * MINUTE);
    expect(status(cluster)).toMatchObject({
      succeeded: 4,
      completedIndexes: '0-3',
      failedIndexes: '',
    });
    expect(conditions(cluster)).toEqual(['Complete', 'SuccessCriteriaMet']);
  });
});
