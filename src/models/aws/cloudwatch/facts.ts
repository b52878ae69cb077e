import type { StateValue } from './types';

/** `about` is the alarm. */
export type CloudWatchFact =
  | {
      readonly type: 'alarmPut';
      readonly data: { readonly MetricName: string; readonly Threshold: number };
    }
  | { readonly type: 'alarmDeleted'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'alarmActionsSwitched'; readonly data: { readonly enabled: boolean } }
  | {
      readonly type: 'alarmStateChanged';
      readonly data: {
        readonly from: StateValue;
        readonly to: StateValue;
        readonly MetricName: string;
        readonly Threshold: number;
        /** Newest first; null where nothing was measured. */
        readonly datapoints: readonly (number | null)[];
        readonly reason: string;
      };
    };
