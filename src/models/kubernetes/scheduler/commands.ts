/** What the scheduler wants, an intent each. `pod` is `namespace/name`; `uid` guards against a namesake. */
import type { Decision } from './records';
import type { SchedulerFact } from './facts';

type DataOf<T extends SchedulerFact['type']> = Extract<SchedulerFact, { type: T }>['data'];

export type SchedulerCommand =
  /** A pending pod is new to the scheduler, or its gates are gone. */
  | { readonly type: 'enqueuePod'; readonly pod: string }
  /** Its back-off is over. */
  | { readonly type: 'activatePod'; readonly pod: string }
  /** Something has happened that could help it. */
  | { readonly type: 'requeuePod'; readonly pod: string; readonly event: string }
  /** It is bound, deleted or somebody else's: the scheduler forgets it. */
  | { readonly type: 'dequeuePod'; readonly pod: string }
  | {
      readonly type: 'bindPod';
      readonly decision: Decision & { readonly nodeName: string };
      readonly figures: Omit<DataOf<'podBound'>, 'waitedMs'>;
    }
  | {
      readonly type: 'markPodUnschedulable';
      readonly decision: Decision;
      readonly figures: Omit<DataOf<'podUnschedulable'>, 'backoffMs'>;
      readonly victims: readonly { readonly pod: string; readonly uid: string }[];
    };
