/** Waits between attempts: of the scheduler's queue, of Jobs, of the kubelet. */
import {
  newBackoffRecord,
  remainingJobBackoffMs,
} from '../../models/kubernetes/controllers/job/jobBackoff';
import {
  nextBackOff,
  remainingSinceUpdateMs,
  type BackOffEntry,
  type BackOffLimits,
} from '../../models/kubernetes/kubelet/backoff';
import { calculateBackoffSeconds } from '../../models/kubernetes/scheduler/backoff';
import { differences, type Suite } from '../suite';

type Input = Readonly<Record<string, unknown>>;

export const suite: Suite = {
  system: 'kubernetes',
  suite: 'backoff',
  check({ input, expect }) {
    return differences(expect, { ...answer(input) });
  },
};

function answer(input: Input): object {
  const number = (name: string): number => input[name] as number;
  switch (input['operation']) {
    case 'schedulerPodBackoff':
      return {
        seconds: calculateBackoffSeconds(
          number('attempts'),
          number('initialSeconds'),
          number('maxSeconds'),
        ),
      };
    case 'jobRemainingBackoff': {
      const record = {
        failuresAfterLastSuccess: number('failuresSinceLastSuccess'),
        lastFailureTimeMs: 0,
      };
      const limits = {
        initialMs: number('baseSeconds') * 1000,
        maxMs: number('maxSeconds') * 1000,
      };
      const nowMs = number('secondsSinceLastFailure') * 1000;
      return { remainingSeconds: remainingJobBackoffMs(record, nowMs, limits) / 1000 };
    }
    case 'jobFailuresSinceSuccess': {
      const before = {
        failuresAfterLastSuccess: number('previousFailures'),
        lastFailureTimeMs: null,
      };
      const record = newBackoffRecord(
        before,
        input['succeededAtMs'] as readonly number[],
        input['failedAtMs'] as readonly number[],
      );
      return {
        failuresSinceLastSuccess: record.failuresAfterLastSuccess,
        lastFailureAtMs: record.lastFailureTimeMs,
      };
    }
    case 'containerBackoff':
      return { seconds: waitAfter(number('consecutiveFailures'), limitsOf(input)) / 1000 };
    case 'containerBackoffTimeline':
      return { blocked: timeline(input['attemptAtSeconds'] as readonly number[], limitsOf(input)) };
    default:
      throw new Error(`unknown operation ${String(input['operation'])}`);
  }
}

const limitsOf = (input: Input): BackOffLimits => ({
  initialMs: (input['initialSeconds'] as number) * 1000,
  maxMs: (input['maxSeconds'] as number) * 1000,
});

function waitAfter(failures: number, limits: BackOffLimits): number {
  let entry: BackOffEntry | null = null;
  for (let i = 0; i < failures; i++) entry = nextBackOff(entry, 0, 0, limits);
  return entry?.backOffMs ?? 0;
}

/** An attempt that is not held back counts as made. */
function timeline(attempts: readonly number[], limits: BackOffLimits): readonly boolean[] {
  let entry: BackOffEntry | null = null;
  return attempts.map((seconds) => {
    const atMs = seconds * 1000;
    const blocked = remainingSinceUpdateMs(entry, atMs, limits) > 0;
    if (!blocked) entry = nextBackOff(entry, atMs, atMs, limits);
    return blocked;
  });
}
