/** What Jobs and the runs of CronJobs leave in the log. */
import type { JobFact } from '../../models/kubernetes/controllers/job/facts';
import { duration } from '../../stage/clock';
import type { ModelSentences } from './types';

const CLEANED = {
  ttl: 'its time to live is over',
  history: 'more finished runs than the history keeps',
  replaced: 'the next run replaces it',
} as const;
const SKIPPED = {
  alreadyActive: 'the run before it is not over, and `concurrencyPolicy` is `Forbid`',
  tooLate: 'later than `startingDeadlineSeconds` allows',
} as const;

export const jobs: Pick<ModelSentences<'kubernetes'>, JobFact['type']> = {
  jobPodFailed: (d, name) => ({
    head: `Job ${name}: a pod failed, ${d.failed} in all`,
    why: `After ${d.failures} in a row the next one waits; at most ${d.backoffLimit} may fail`,
    because: `backoffLimit ${d.backoffLimit}`,
  }),
  jobCompleted: (d, name) => ({
    head: `Job ${name} **Complete**`,
    because: `${d.succeeded} succeeded, ${d.failed} failed, ${duration(d.tookMs)}`,
  }),
  jobFailed: (d, name) => ({
    head: `Job ${name} **Failed**`,
    why: d.message,
    because: d.reason,
  }),
  jobSuspended: (_, name) => ({ head: `Job ${name} suspended` }),
  jobResumed: (_, name) => ({ head: `Job ${name} resumed` }),
  jobCleanedUp: (d, name) => ({ head: `Job ${name} deleted`, because: CLEANED[d.because] }),
  cronJobStarted: (d, name) => ({
    head: `CronJob ${name} starts Job \`${d.job}\``,
    because: `\`${d.schedule}\` ${d.timeZone ?? 'UTC'}`,
  }),
  cronJobSkipped: (d, name) => ({
    head: `CronJob ${name} skips a run`,
    because: SKIPPED[d.because],
  }),
  cronJobCannotRun: (d, name) => ({
    head: `CronJob ${name} cannot run`,
    why: d.message,
    because: d.reason,
  }),
};
