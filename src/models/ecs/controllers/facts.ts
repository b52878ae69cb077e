/** What the service scheduler reports, about the service unless another record is named. */
import type { Standing } from './serviceTask';

export type ServiceFact =
  /** The service event that DescribeServices shows. */
  | { readonly type: 'serviceEvent'; readonly data: { readonly message: string } }
  | {
      readonly type: 'deploymentCompleted';
      readonly data: { readonly deployment: string; readonly tookMs: number };
    }
  | {
      readonly type: 'deploymentFailed';
      readonly data: {
        readonly deployment: string;
        readonly failures: number;
        readonly threshold: number;
        readonly rollbackTo: string | null;
      };
    }
  /** Availability Zone rebalancing; `started`: tasks above the desired number. */
  | {
      readonly type: 'rebalancingStarted' | 'rebalancingCompleted';
      readonly data: {
        readonly zones: Readonly<Record<string, number>>;
        readonly started: number;
      };
    }
  /** No instance, or no zone, takes the next task. */
  | {
      readonly type: 'placementFailed';
      readonly data: {
        readonly deployment: string;
        readonly wanted: number;
        readonly placed: number;
        /** Failure reason -> number of instances that gave it. */
        readonly reasons: Readonly<Record<string, number>>;
      };
    }
  | {
      readonly type: 'launchesThrottled';
      readonly data: {
        readonly deployment: string;
        readonly round: number;
        readonly gapMs: number;
      };
    }
  /** How the scheduler counts a task has changed. About the task. */
  | {
      readonly type: 'standingChanged';
      readonly data: {
        readonly from: Standing;
        readonly to: Standing;
        readonly reason: string | null;
      };
    }
  /** UpdateTaskProtection, about the task; null: it is protected no longer. */
  | {
      readonly type: 'taskProtectionSet';
      readonly data: { readonly expiresInMinutes: number | null };
    }
  | { readonly type: 'serviceClosed'; readonly data: Readonly<Record<string, never>> };
