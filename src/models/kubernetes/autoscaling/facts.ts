/** What the HorizontalPodAutoscaler decides, with the numbers it decided on. All of them: query `explainScaling`. */
export type AutoscalingFact =
  /** About the autoscaler: it has written the target's scale. */
  | {
      readonly type: 'autoscalerRescaled';
      readonly data: {
        /** `Deployment/web` */
        readonly target: string;
        readonly from: number;
        readonly to: number;
        /** The end of the SuccessfulRescale event. */
        readonly reason: string;
        /** The metric that asked for most, as the controller names it; null where the bounds alone decided. */
        readonly metric: MetricInFact | null;
        /** What it asked for, and what was left of that after the windows; null where no metric was asked. */
        readonly recommended: number | null;
        readonly stabilized: number | null;
        /** Reason of the condition ScalingLimited: `DesiredWithinRange`, `ScaleUpLimit`... */
        readonly limit: string | null;
        readonly minReplicas: number;
        readonly maxReplicas: number;
      };
    }
  | {
      readonly type: 'autoscalerConditionChanged';
      readonly data: {
        readonly condition: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';
        readonly status: 'True' | 'False' | 'Unknown';
        readonly reason: string;
        readonly message: string;
        /** null: it is said for the first time. */
        readonly reasonBefore: string | null;
      };
    };

export interface MetricInFact {
  readonly name: string;
  /** Percent where `isPercent`, otherwise thousandths. */
  readonly current: number;
  readonly target: number;
  readonly isPercent: boolean;
}
