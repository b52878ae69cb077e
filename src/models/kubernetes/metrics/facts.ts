/** What becomes known of metrics: that there are any, not each of their values. */
export type MetricsFact =
  /** About the record of the metric; also when a stale one is served again. */
  | {
      readonly type: 'metricPublished';
      readonly data: {
        readonly metricsApi: 'custom' | 'external';
        readonly namespace: string;
        readonly metric: string;
        /** Thousandths; null where it is one value a pod. */
        readonly valueMilli: number | null;
      };
    }
  | {
      readonly type: 'metricWithdrawn';
      readonly data: {
        readonly metricsApi: 'custom' | 'external';
        readonly namespace: string;
        readonly metric: string;
      };
    }
  /** The fault, and its end: the resource metrics API answers no more. */
  | { readonly type: 'metricsApiStopped' | 'metricsApiStarted'; readonly data: object };
