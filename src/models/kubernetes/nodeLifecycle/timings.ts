/** Periods and rates of the node controllers, each with its source. */
export const NODE_LIFECYCLE_TIMINGS = {
  /** kube-controller-manager --node-monitor-period. */
  nodeMonitorPeriodMs: 5_000,
  /** --node-monitor-grace-period: 50 s since v1.32 (40 s before). */
  nodeMonitorGracePeriodMs: 50_000,
  /** --node-startup-grace-period: for a node that has never reported. */
  nodeStartupGracePeriodMs: 60_000,
  /** pkg/controller/nodelifecycle/scheduler NodeEvictionPeriod: how often the queue of nodes to taint is tried. */
  nodeEvictionPeriodMs: 100,
  /** --node-eviction-rate 0.1 and --secondary-node-eviction-rate 0.01 a second. */
  evictionsPer1000Seconds: 100,
  secondaryEvictionsPer1000Seconds: 10,
  /** pkg/controller/podgc: gcCheckPeriod, quarantineTime. */
  podGCPeriodMs: 20_000,
  podGCQuarantineMs: 40_000,
  /** From a change to the work on it: informer and queue. Chosen: same data centre. */
  latencyMs: 20,
} as const;

/** --large-cluster-size-threshold: in a smaller zone that is partly down, nobody is evicted. */
export const LARGE_CLUSTER_THRESHOLD = 50;
/** --unhealthy-zone-threshold. */
export const UNHEALTHY_ZONE_THRESHOLD = 0.55;

/** The first multiple of the period at or after an instant. */
export const tickFrom = (atMs: number, periodMs: number): number =>
  Math.ceil(atMs / periodMs) * periodMs;

/** The first multiple of the period after an instant. */
export const tickAfter = (atMs: number, periodMs: number): number =>
  (Math.floor(atMs / periodMs) + 1) * periodMs;
