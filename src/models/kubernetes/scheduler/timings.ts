/** How long the scheduler takes, each with its source. */
export const SCHEDULER_TIMINGS = {
  /** From a change in the API server until the scheduler's informers have seen it. Chosen: same data centre. */
  informerMs: 1,
  /**
   * One scheduling cycle with its binding: 250 pods a second, the order of kube-scheduler's own throughput benchmarks
   * (test/integration/scheduler_perf, SchedulingBasic, v1.34).
   */
  schedulingCycleMs: 4,
  /** The back-off queue is looked through this often (backend/queue/scheduling_queue.go). */
  backoffFlushMs: 1_000,
  /** DefaultPodMaxInUnschedulablePodsDuration: after this time a pod is tried again without any event. */
  maxInUnschedulablePodsMs: 300_000,
  /** ... and this often the scheduler looks for such pods. */
  unschedulableFlushMs: 30_000,
} as const;
