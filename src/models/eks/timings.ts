/** How long EKS's outside controllers take, in milliseconds of virtual time. */
export const timings = {
  /** kubernetes/cloud-provider, CloudNodeLifecycleController: `--node-monitor-period`. */
  nodeMonitorPeriodMs: 5_000,
  /** AWS Load Balancer Controller: from a change to its reconciliation and the API calls. Chosen for teaching. */
  reconcileMs: 500,

  /** UpdateNodegroupConfig until the group is ACTIVE again: the Auto Scaling group is changed at once, the update ends
   *  within a few seconds to half a minute. Chosen for teaching. */
  nodegroupUpdateMs: { from: 5_000, to: 15_000 },
  /** Nodes that have not joined by then: NodeCreationFailure, CREATE_FAILED. Users wait 20 to 30 minutes for it. Chosen. */
  nodegroupCreateLimitMs: 1_200_000,
  /** An evicted pod may hold up a scale-in this long, then the node goes all the same (EKS User Guide, managed node groups
   *  concepts: AZRebalance or a lower desired size, fifteen minutes). */
  nodegroupDrainLimitMs: 900_000,
  /** The lifecycle hook `Terminate-LC-Hook` that EKS puts on its groups, as describe-lifecycle-hooks prints it. */
  nodegroupHookSeconds: 1_800,
  /** As describe-auto-scaling-groups prints it for groups of EKS. */
  nodegroupHealthCheckGraceSeconds: 15,

  /** CREATING to ACTIVE and DELETING to gone: one to two minutes (terraform-provider-aws and others, 2020-2026). */
  fargateProfileMs: { from: 60_000, to: 120_000 },
  /** From the pod to its node: 30 to 60 seconds in published measurements ("around a minute" with the pull, AWS blog and
   *  containers-roadmap issues). */
  fargateNodeMs: { from: 30_000, to: 60_000 },
  /** The Fargate scheduler's look at a new pod. Chosen for teaching. */
  fargateSchedulerMs: 1_000,
  /** Fargate's hosts in a lost zone: the platform notices by itself. As for ECS; chosen for teaching. */
  fargateHostLostNoticedMs: 60_000,
} as const;
/** KEDA, ScaledObject: pollingInterval 30 s. */
export const QUEUE_POLL_MS = 30_000;
