/** A Job as the world keeps it, what its controller remembers of its pods, and what it may ask. */
import type { Read, Ref } from '../../../../engine/model';
import type { Condition, KubernetesObject, Pod, PodTemplateSpec } from '../../types';
import type { JobBackoffRecord } from './jobBackoff';
import type { FailuresByIndex } from './perIndex';
import type { PodFailurePolicy } from './podFailurePolicy';

export const JOBS = 'jobs.batch';

export interface JobSpec {
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: 'Indexed' | 'NonIndexed';
  readonly activeDeadlineSeconds?: number;
  readonly backoffLimit?: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly suspend?: boolean;
  readonly podReplacementPolicy?: 'TerminatingOrFailed' | 'Failed';
  readonly podFailurePolicy?: PodFailurePolicy;
  readonly selector?: { readonly matchLabels?: Readonly<Record<string, string>> };
  readonly template: PodTemplateSpec;
  readonly [accepted: string]: unknown;
}

export interface JobStatus {
  readonly active?: number;
  readonly ready?: number;
  readonly terminating?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  /** Virtual ms. */
  readonly startTime?: number;
  readonly completionTime?: number;
  readonly completedIndexes?: string;
  readonly failedIndexes?: string;
  readonly conditions?: readonly Condition[];
  readonly [accepted: string]: unknown;
}

export interface Job extends KubernetesObject {
  readonly spec: JobSpec;
  readonly status?: JobStatus;
}

/** What the controller knows beside the object: which finished pods are counted already, and its back-off. */
export interface JobBook extends JobBackoffRecord {
  /** Uids of pods that are still there. */
  readonly counted: readonly string[];
  /** Where each index has a back-off limit of its own. */
  readonly byIndex?: FailuresByIndex;
}

declare module '../../../../engine/model' {
  interface RecordKinds {
    /** Key: that of the Job. */
    'kube-jobs/Book': JobBook;
  }
}

export const NO_BOOK: JobBook = {
  counted: [],
  failuresAfterLastSuccess: 0,
  lastFailureTimeMs: null,
};

export const jobAt = (read: Read, key: string): Job | undefined =>
  key.startsWith(`${JOBS}/`) ? (read.get('kubernetes/Object', key) as Job | undefined) : undefined;

export const jobKey = (namespace: string, name: string): string => `${JOBS}/${namespace}/${name}`;
export const aboutJob = (key: string) =>
  ({ kind: 'kubernetes/Object', key }) as const satisfies Ref;

export type JobCommand =
  | {
      readonly type: 'createJobPods';
      readonly job: string;
      readonly count: number;
      /** Of an indexed Job: one for each. */
      readonly indexes: readonly number[];
      readonly active: number;
      readonly wanted: number;
    }
  | {
      readonly type: 'deleteJobPods';
      readonly job: string;
      readonly pods: readonly string[];
      /** They are none of its failures: it has too many, or is suspended. */
      readonly uncounted: boolean;
    }
  | {
      readonly type: 'updateJobStatus';
      readonly job: string;
      readonly status: JobStatus;
      readonly book: JobBook;
    }
  | {
      readonly type: 'deleteJob';
      readonly job: string;
      readonly why: 'ttl' | 'history' | 'replaced';
    }
  | { readonly type: 'forgetJob'; readonly job: string };
export type JobCommandOf<T extends JobCommand['type']> = Extract<JobCommand, { type: T }>;

/** Complete or Failed, once that is true. */
export const finishedCondition = (job: Job): Condition | undefined =>
  job.status?.conditions?.find(
    (c) => (c.type === 'Complete' || c.type === 'Failed') && c.status === 'True',
  );

export const isSuspended = ({ status }: Job): boolean =>
  status?.conditions?.some((c) => c.type === 'Suspended' && c.status === 'True') ?? false;

/** Failed, or on its way out and not successful (job_controller.go isPodFailed; podReplacementPolicy TerminatingOrFailed). */
export const isPodFailed = (pod: Pod, { podReplacementPolicy }: JobSpec): boolean =>
  pod.status.phase === 'Failed' ||
  (podReplacementPolicy !== 'Failed' &&
    pod.metadata.deletionTimestamp !== undefined &&
    pod.status.phase !== 'Succeeded');

/** A finished Job's pods say when each of them ended. */
export function podEndedAtMs(pod: Pod, nowMs: number): number {
  const ends = (pod.status.containerStatuses ?? []).flatMap(
    ({ state }) => state?.terminated?.finishedAt ?? [],
  );
  return ends.length === 0 ? nowMs : Math.max(...ends);
}
