/** What Application Auto Scaling did. About the scalable target unless another record is named. */
export type ApplicationAutoScalingFact =
  | {
      readonly type: 'scalableTargetRegistered';
      readonly data: {
        readonly MinCapacity: number;
        readonly MaxCapacity: number;
        /** What is suspended, in the API's words. */
        readonly suspended: readonly string[];
        /** true: its limits were changed. */
        readonly again: boolean;
      };
    }
  | { readonly type: 'scalableTargetDeregistered'; readonly data: Readonly<Record<string, never>> }
  /** About the policy. */
  | {
      readonly type: 'scalingPolicyPut';
      readonly data: {
        readonly PolicyType: string;
        readonly PolicyName: string;
        /** What it watches; null: step scaling, whose alarms are made by others. */
        readonly metric: string | null;
        readonly target: number | null;
      };
    }
  | { readonly type: 'scalingPolicyDeleted'; readonly data: { readonly PolicyName: string } }
  /** About the scheduled action. */
  | {
      readonly type: 'scheduledActionPut';
      readonly data: {
        readonly Schedule: string;
        readonly Timezone: string;
        readonly MinCapacity: number | null;
        readonly MaxCapacity: number | null;
        readonly nextAtMs: number | null;
      };
    }
  | { readonly type: 'scheduledActionDeleted'; readonly data: Readonly<Record<string, never>> }
  | {
      readonly type: 'scheduledActionRan';
      readonly data: {
        readonly MinCapacity: number | null;
        readonly MaxCapacity: number | null;
        readonly nextAtMs: number | null;
      };
    }
  | {
      readonly type: 'capacityScaled';
      readonly data: {
        readonly from: number;
        readonly to: number;
        /** The policy that won; null: limits or a schedule moved it. */
        readonly policy: string | null;
        readonly metric: number | null;
        /** Target, or the threshold of the alarm. */
        readonly target: number | null;
        /** What it wanted before the limits. */
        readonly wanted: number;
        readonly cause: string;
      };
    }
  /** A policy asked for a change that was not made; said once, until something else happens. */
  | {
      readonly type: 'capacityKept';
      readonly data: {
        readonly capacity: number;
        readonly wanted: number;
        readonly policy: string;
        readonly because:
          'maxCapacity' | 'minCapacity' | 'cooldown' | 'suspended' | 'deployment' | 'otherPolicy';
      };
    };
