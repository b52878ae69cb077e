/** A CronJob as the world keeps it, and what its controller may ask. */
import type { Read, Ref } from '../../../../engine/model';
import type { KubernetesObject, ObjectMeta } from '../../types';
import type { JobSpec } from '../job/jobRecord';
import type { CronEvent, Skipped } from './decideCronJob';

export const CRON_JOBS = 'cronjobs.batch';

export interface CronJob extends KubernetesObject {
  readonly spec: {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly startingDeadlineSeconds?: number;
    readonly concurrencyPolicy?: 'Allow' | 'Forbid' | 'Replace';
    readonly suspend?: boolean;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
    readonly jobTemplate: {
      readonly metadata?: Partial<Pick<ObjectMeta, 'labels' | 'annotations'>>;
      readonly spec: JobSpec;
    };
  };
  readonly status?: CronJobStatus;
}

export interface CronJobStatus {
  readonly active?: readonly JobReference[];
  /** Virtual ms. */
  readonly lastScheduleTime?: number;
  readonly lastSuccessfulTime?: number;
}

interface JobReference {
  readonly apiVersion: 'batch/v1';
  readonly kind: 'Job';
  readonly name: string;
  readonly namespace: string;
  readonly uid: string;
}

export const cronJobAt = (read: Read, key: string): CronJob | undefined =>
  key.startsWith(`${CRON_JOBS}/`)
    ? (read.get('kubernetes/Object', key) as CronJob | undefined)
    : undefined;

export const cronJobKey = (namespace: string, name: string): string =>
  `${CRON_JOBS}/${namespace}/${name}`;
export const aboutCronJob = (key: string) =>
  ({ kind: 'kubernetes/Object', key }) as const satisfies Ref;

export type CronJobCommand =
  | {
      readonly type: 'startCronRun';
      readonly cronJob: string;
      /** Virtual ms. */
      readonly scheduledAtMs: number;
      readonly replaces: readonly string[];
    }
  | {
      readonly type: 'tellCronEvents';
      readonly cronJob: string;
      readonly events: readonly CronEvent[];
      readonly skipped: { readonly scheduledAtMs: number; readonly because: Skipped } | null;
    }
  | { readonly type: 'syncCronStatus'; readonly cronJob: string };
export type CronJobCommandOf<T extends CronJobCommand['type']> = Extract<
  CronJobCommand,
  { type: T }
>;
