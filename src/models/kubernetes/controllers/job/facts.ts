/** What becomes of Jobs and of the runs of CronJobs. `about` is the Job; of `cronJob...` the CronJob. */
export type JobFact =
  | {
      readonly type: 'jobPodFailed';
      readonly data: {
        readonly failed: number;
        readonly backoffLimit: number;
        /** In a row, since the last success: the next pod waits 10 s, 20 s, 40 s... */
        readonly failures: number;
      };
    }
  | {
      readonly type: 'jobCompleted';
      readonly data: {
        readonly succeeded: number;
        readonly failed: number;
        readonly tookMs: number;
      };
    }
  | {
      readonly type: 'jobFailed';
      readonly data: {
        readonly succeeded: number;
        readonly failed: number;
        readonly tookMs: number;
        readonly reason: string;
        readonly message: string;
      };
    }
  | {
      readonly type: 'jobSuspended' | 'jobResumed';
      readonly data: Readonly<Record<string, never>>;
    }
  | {
      readonly type: 'jobCleanedUp';
      readonly data: { readonly because: 'ttl' | 'history' | 'replaced' };
    }
  | {
      readonly type: 'cronJobStarted';
      readonly data: {
        readonly job: string;
        /** Virtual ms. */
        readonly scheduledAtMs: number;
        readonly schedule: string;
        readonly timeZone: string | null;
      };
    }
  | {
      readonly type: 'cronJobSkipped';
      readonly data: {
        readonly scheduledAtMs: number;
        readonly because: 'alreadyActive' | 'tooLate';
        readonly schedule: string;
      };
    }
  | {
      readonly type: 'cronJobCannotRun';
      readonly data: { readonly reason: string; readonly message: string };
    };
