/** Flags of kube-controller-manager that the autoscaler runs with, at their defaults (v1.34); EKS does not let them be changed. */

/** --horizontal-pod-autoscaler-sync-period; an autoscaler is looked at so long after it was made, and then again and again. */
export const SYNC_PERIOD_MS = 15_000;
/** --horizontal-pod-autoscaler-tolerance */
export const TOLERANCE = 0.1;
export const READINESS_PERIODS = {
  /** --horizontal-pod-autoscaler-cpu-initialization-period */
  cpuInitializationMs: 300_000,
  /** --horizontal-pod-autoscaler-initial-readiness-delay */
  initialReadinessDelayMs: 30_000,
} as const;
