/** How long EKS's outside controllers take, in milliseconds of virtual time. */
export const timings = {
  /** kubernetes/cloud-provider, CloudNodeLifecycleController: `--node-monitor-period`. */
  nodeMonitorPeriodMs: 5_000,
  /** AWS Load Balancer Controller: from a change to its reconciliation and the API calls. Chosen for teaching. */
  reconcileMs: 500,
} as const;
/** KEDA, ScaledObject: pollingInterval 30 s. */
export const QUEUE_POLL_MS = 30_000;
