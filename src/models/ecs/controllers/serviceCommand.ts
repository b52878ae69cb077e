/** What the service scheduler decides, and what is reported to it. `service` is the key `<cluster>/<name>`. */
import type { SetDesiredCount } from './setDesiredCount';
import type { TaskOutcome } from './circuitBreaker';
import type { Standing } from './serviceTask';

export type ServiceCommand =
  | SetDesiredCount
  // The scheduler's decisions; `deployment` is a deployment id.
  | {
      readonly type: 'startServiceTasks';
      readonly service: string;
      readonly deployment: string;
      readonly count: number;
      /** DAEMON: exactly on these container instances (keys). */
      readonly on?: readonly string[];
    }
  | {
      readonly type: 'stopServiceTasks';
      readonly service: string;
      readonly tasks: readonly string[];
      readonly why: 'scaling' | 'unhealthy';
    }
  /** Stops that many tasks of a deployment, chosen as placement in reverse. */
  | {
      readonly type: 'scaleInServiceTasks';
      readonly service: string;
      readonly deployment: string;
      readonly count: number;
    }
  | {
      readonly type: 'registerServiceTargets';
      readonly service: string;
      readonly tasks: readonly string[];
    }
  /** Counts of the service and of its deployments. */
  | { readonly type: 'reportService'; readonly service: string }
  | { readonly type: 'completeDeployment'; readonly service: string; readonly deployment: string }
  | { readonly type: 'reportSteadyState'; readonly service: string }
  | { readonly type: 'reportBlockedDeployment'; readonly service: string }
  /** Availability Zone rebalancing begins, and is over. */
  | { readonly type: 'startRebalancing' | 'finishRebalancing'; readonly service: string }
  /** A deleted service whose tasks are gone. */
  | { readonly type: 'closeService'; readonly service: string }
  /** More tasks are protected than wanted. */
  | { readonly type: 'reportProtected'; readonly service: string; readonly deployment: string }
  | { readonly type: 'forgetProtection'; readonly task: string }
  // Reports
  | {
      readonly type: 'setStanding';
      readonly task: string;
      readonly standing: Standing;
      readonly unhealthy: { readonly reason: string; readonly event: string } | null;
      readonly onDrainingInstance: boolean;
    }
  | {
      readonly type: 'recordTaskOutcome';
      readonly service: string;
      readonly deployment: string;
      readonly outcome: TaskOutcome;
      /** FAILED because it never reached RUNNING: retries slow down. */
      readonly startFailed: boolean;
    }
  | {
      readonly type: 'recordDraining';
      readonly service: string;
      readonly deployment: string;
      readonly targetGroupArn: string;
    }
  /** Room may have come: services that wait for it look again. */
  | { readonly type: 'retryPlacement'; readonly service: string };
