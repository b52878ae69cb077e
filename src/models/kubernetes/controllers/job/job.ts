/**
 * The Job controller (pkg/controller/job, v1.34): pods until enough have succeeded, each failure waited out, in the end Complete
 * or Failed; afterwards, if it says so, it deletes itself.
 *
 * Simplified: what has been counted is remembered beside the object instead of in finalizers of the pods; no success policy.
 */
import type { ModelPart } from '../../../../engine/composeModel';
import { defineWatch, type Command, type Read } from '../../../../engine/model';
import { controllerOf, isPodActive, isPodFinished, isPodReady } from '../../api/indexes';
import { objectKey } from '../../naming';
import { CONTROLLER_LATENCY_MS } from '../../timings';
import type { Pod } from '../../types';
import { getPodsToDelete } from '../podRanking';
import { deadlineInMs, decideJob, type JobDecision } from './decideJob';
import { firstPendingIndexes, indexOfPod } from './indexes';
import { jobCommands } from './jobEffects';
import { finishedCondition, jobAt, jobKey, JOBS, type Job, type JobCommand } from './jobRecord';
import { decidedBefore, newStatus } from './jobStatus';
import { observeJob, restartsOf, type JobPass } from './observeJob';

const CONTROLLER = 'kubernetes/job';
/** The work queue tries again, with growing pauses. Chosen for teaching: always the same. */
const CREATE_RETRY_MS = 10_000;

export function syncJob(key: string, read: Read) {
  const job = jobAt(read, key);
  if (!job)
    return read.has('kube-jobs/Book', key)
      ? { commands: [command({ type: 'forgetJob', job: key })] }
      : undefined;
  const finished = finishedCondition(job);
  if (finished) return afterwards(key, job, finished.lastTransitionTime ?? read.nowMs, read);
  const pass = observeJob(key, job, read);
  const decision = decide(pass);
  const commands = [...statusCommand(pass, decision, read), ...podCommands(pass, decision, read)];
  // A pod that is refused (no service account, no priority class) is asked for again.
  const again = decision.creates > 0 ? CREATE_RETRY_MS : null;
  const waits = [again, decision.waitsMs || null, deadlineInMs(pass.observed)].filter(
    (ms): ms is number => ms !== null && ms > 0,
  );
  return waits.length > 0 ? { commands, requeueAfterMs: Math.min(...waits) } : { commands };
}

/** Once decided, a Job only waits for its pods to go. */
function decide(pass: JobPass): JobDecision {
  const before = decidedBefore(pass.job);
  if (!before) return decideJob(pass.observed);
  const { active, failed } = pass.observed;
  return {
    creates: 0,
    deletes: active,
    active: 0,
    failed,
    condition: before,
    wanted: 0,
    waitsMs: 0,
  };
}

function statusCommand(pass: JobPass, decision: JobDecision, read: Read): readonly Command[] {
  const status = newStatus(pass, decision);
  const { key: job, book } = pass;
  const known = read.get('kube-jobs/Book', job);
  const sameBook = known !== undefined && JSON.stringify(known) === JSON.stringify(book);
  if (sameBook && JSON.stringify(pass.job.status) === JSON.stringify(status)) return [];
  return [command({ type: 'updateJobStatus', job, status, book })];
}

function podCommands(pass: JobPass, decision: JobDecision, read: Read): readonly Command[] {
  const { key: job, active } = pass;
  const { creates, deletes, wanted } = decision;
  if (deletes > 0) {
    const pods = podsToDelete(pass, deletes, read).map((pod) => objectKey(pod.metadata));
    const uncounted = decision.condition?.type !== 'Failed';
    return [command({ type: 'deleteJobPods', job, pods, uncounted })];
  }
  if (creates === 0) return [];
  const indexes = nextIndexes(pass, creates);
  const count = pass.done === null ? creates : indexes.length;
  return [command({ type: 'createJobPods', job, count, indexes, active: active.length, wanted })];
}

function podsToDelete({ active, done }: JobPass, count: number, read: Read): readonly Pod[] {
  // Of an indexed Job the highest go first.
  if (done !== null)
    return [...active].sort((a, b) => (indexOfPod(b) ?? 0) - (indexOfPod(a) ?? 0)).slice(0, count);
  return getPodsToDelete(active, () => 0, count, read.nowMs);
}

function nextIndexes({ active, done, perIndex, job }: JobPass, count: number): readonly number[] {
  if (done === null) return [];
  const busy = active.flatMap((pod) => indexOfPod(pod) ?? []);
  const waiting = perIndex?.waiting ?? [];
  const over = [...done, ...(perIndex?.failed ?? [])];
  return firstPendingIndexes(job.spec.completions ?? 0, count, [...busy, ...waiting], over);
}

function afterwards(key: string, { spec }: Job, finishedAtMs: number, read: Read) {
  const { ttlSecondsAfterFinished: ttl } = spec;
  if (ttl === undefined) return undefined;
  const leftMs = finishedAtMs + ttl * 1000 - read.nowMs;
  if (leftMs > 0) return { commands: [], requeueAfterMs: leftMs };
  return { commands: [command({ type: 'deleteJob', job: key, why: 'ttl' })] };
}

const command = (body: JobCommand): Command =>
  ({ model: 'kubernetes', ...body }) as unknown as Command;

function jobOf(pod: Pod | undefined): readonly string[] {
  const owner = controllerOf(pod?.metadata.ownerReferences);
  return pod && owner?.kind === 'Job'
    ? [jobKey(pod.metadata.namespace ?? 'default', owner.name)]
    : [];
}

const sameForJob = (a: Pod, b: Pod): boolean =>
  isPodActive(a) === isPodActive(b) &&
  isPodFinished(a) === isPodFinished(b) &&
  isPodReady(a) === isPodReady(b) &&
  restartsOf(a) === restartsOf(b);

export const jobPart: ModelPart = {
  controllers: [{ name: CONTROLLER, latencyMs: CONTROLLER_LATENCY_MS, sync: syncJob }],
  commands: jobCommands,
  watches: [
    defineWatch({
      kind: 'kubernetes/Object',
      wakes: CONTROLLER,
      keys: (after, before, key) => {
        if (!key.startsWith(`${JOBS}/`)) return [];
        const same = after?.metadata === before?.metadata && after?.['spec'] === before?.['spec'];
        // Its own word that it is over starts the time to live.
        const over =
          after &&
          after['status'] !== before?.['status'] &&
          finishedCondition(after as unknown as Job);
        return same && !over ? [] : [key];
      },
    }),
    defineWatch({
      kind: 'kubernetes/Pod',
      wakes: CONTROLLER,
      keys: (after, before) =>
        after && before && sameForJob(after, before) ? [] : jobOf(after ?? before),
    }),
  ],
};
