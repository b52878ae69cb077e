import type { KeptBack } from '../../applicationautoscaling/types';

/** What the scaling policies of groups did; `about` is the group, unless another record is named. */
export type GroupPolicyFact =
  /** About the policy. */
  | {
      readonly type: 'groupPolicyPut';
      readonly data: {
        readonly AutoScalingGroupName: string;
        readonly PolicyName: string;
        readonly PolicyType: string;
        readonly metric: string | null;
        readonly target: number | null;
      };
    }
  | { readonly type: 'groupPolicyDeleted'; readonly data: { readonly PolicyName: string } }
  | {
      readonly type: 'groupScaled';
      readonly data: {
        readonly from: number;
        readonly to: number;
        readonly policy: string;
        readonly metric: number | null;
        readonly target: number | null;
        readonly wanted: number;
        readonly cause: string;
      };
    }
  | {
      readonly type: 'groupKept';
      readonly data: { readonly capacity: number } & KeptBack;
    }
  /** About the scheduled action. */
  | {
      readonly type: 'groupActionPut' | 'groupActionRan';
      readonly data: {
        readonly MinSize: number | null;
        readonly MaxSize: number | null;
        readonly DesiredCapacity: number | null;
        /** Recurrence with its zone, or empty. */
        readonly schedule: string;
        readonly nextAtMs: number | null;
      };
    }
  | { readonly type: 'groupActionDeleted'; readonly data: Readonly<Record<string, never>> };
