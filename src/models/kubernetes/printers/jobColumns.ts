/** Jobs and CronJobs as `kubectl get` shows them (pkg/printers/internalversion printJob and printCronJob, v1.34). */
import type { CronJob } from '../controllers/cronJob/cronJobRecord';
import type { Job } from '../controllers/job/jobRecord';
import type { Column } from './columns';
import { humanDuration } from './time';

export const jobColumns: readonly Column<Job>[] = [
  { name: 'Status', cell: jobStatus },
  { name: 'Completions', cell: completions },
  { name: 'Duration', cell: duration },
];

function jobStatus({ metadata, status }: Job): string {
  const is = (type: string) =>
    status?.conditions?.some((c) => c.type === type && c.status === 'True') ?? false;
  if (is('Complete')) return 'Complete';
  if (is('Failed')) return 'Failed';
  if (metadata.deletionTimestamp !== undefined) return 'Terminating';
  return ['Suspended', 'FailureTarget', 'SuccessCriteriaMet'].find(is) ?? 'Running';
}

function completions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const { parallelism = 1 } = spec;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function duration({ status }: Job, nowMs: number): string {
  if (status?.startTime === undefined) return '';
  return humanDuration((status.completionTime ?? nowMs) - status.startTime);
}

export const cronJobColumns: readonly Column<CronJob>[] = [
  { name: 'Schedule', cell: ({ spec }) => spec.schedule },
  { name: 'Timezone', cell: ({ spec }) => spec.timeZone ?? '<none>' },
  { name: 'Suspend', cell: ({ spec }) => (spec.suspend === true ? 'True' : 'False') },
  { name: 'Active', type: 'integer', cell: ({ status }) => status?.active?.length ?? 0 },
  {
    name: 'Last Schedule',
    cell: ({ status }, nowMs) =>
      status?.lastScheduleTime === undefined
        ? '<none>'
        : humanDuration(nowMs - status.lastScheduleTime),
  },
];
