/** Jobs: one pass of the controller, pod failure policies, indexes. */
import {
  decideJob,
  type JobDecision,
  type ObservedJob,
} from '../../models/kubernetes/controllers/job/decideJob';
import {
  firstPendingIndexes,
  indexOf,
  succeededIndexes,
  type Interval,
} from '../../models/kubernetes/controllers/job/indexes';
import {
  matchPodFailurePolicy,
  type PodFailurePolicy,
} from '../../models/kubernetes/controllers/job/podFailurePolicy';
import type { Pod } from '../../models/kubernetes/types';
import { differences, type Suite } from '../suite';

type Input = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'job-controller',
  check({ input, expect }) {
    return differences(expect, answer(input, expect));
  },
};

function answer(input: Input, expect: Input): Input {
  switch (input['operation']) {
    case 'sync':
    case 'onFailureRestarts':
    case 'neverFailures':
      return pass(observedOf(input), expect);
    case 'matchPodFailurePolicy':
      return {
        ...matchPodFailurePolicy(input['policy'] as PodFailurePolicy, input['pod'] as Pod),
      };
    case 'succeededIndexes': {
      const pods = input['pods'] as readonly { index: string; phase: string }[];
      const done = pods.flatMap(({ index, phase }) =>
        phase === 'Succeeded' ? (indexOf(index) ?? []) : [],
      );
      const completions = input['completions'] as number;
      return { intervals: succeededIndexes(input['previous'] as string, completions, done) };
    }
    case 'firstPendingIndexes': {
      const active = (input['activeIndexes'] as readonly (number | null)[]).flatMap(
        (index) => index ?? [],
      );
      return {
        indexes: firstPendingIndexes(
          input['completions'] as number,
          input['count'] as number,
          active,
          input['succeededIntervals'] as readonly Interval[],
        ),
      };
    }
    default:
      throw new Error(`unknown operation ${String(input['operation'])}`);
  }
}

/** Of a condition, what the case names. */
function pass(observed: ObservedJob, expect: Input): Input {
  const { condition, ...decision }: JobDecision = decideJob(observed);
  const named = Object.keys((expect['condition'] as object | undefined) ?? {});
  const told =
    condition &&
    Object.fromEntries(named.map((field) => [field, condition[field as keyof typeof condition]]));
  return { ...decision, succeeded: observed.succeeded, ...(told ? { condition: told } : {}) };
}

function observedOf(input: Input): ObservedJob {
  const pods = (input['pods'] ?? {}) as Readonly<Record<string, number>>;
  const restartCounts = (input['restartCounts'] ?? []) as readonly number[];
  const of = <T>(field: string, standard: T) => (input[field] ?? standard) as T;
  return {
    nowMs: 0,
    parallelism: of('parallelism', 1),
    completions: of<number | null>('completions', null),
    backoffLimit: of('backoffLimit', 6),
    activeDeadlineSeconds: null,
    suspend: of('suspend', false),
    wasSuspended: of('wasSuspended', false),
    deleting: of('deleting', false),
    startTimeMs: null,
    active:
      (pods['pending'] ?? 0) + (pods['running'] ?? 0) + restartCounts.length + of('activePods', 0),
    terminating: 0,
    succeeded: pods['succeeded'] ?? 0,
    failed: (pods['failed'] ?? 0) + of('failedPods', 0),
    restartPolicy: input['operation'] === 'onFailureRestarts' ? 'OnFailure' : 'Never',
    restarts: restartCounts.reduce((a, b) => a + b, 0),
    backoffRemainingMs: 0,
    policyMessage: null,
  };
}
