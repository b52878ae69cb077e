/**
 * How long AWS takes, in milliseconds of virtual time, each with its source or "chosen for teaching".
 */
export const timings = {
  ec2: {
    /** RunInstances or StartInstances to `running`: 16.4-16.6 s whatever the type (ec2-coldboot-research, 2025), 5-8 s
     *  with the call (C. Percival, EC2 boot time benchmarking, 2021). */
    launchMs: { from: 7_000, to: 17_000 },
    /** `running` to an answering agent: Amazon Linux answers on port 22 after 20-25 s (Percival, 2021); then
     *  cloud-init and the agent's or kubelet's own start. Reference kubernetes.md 12: launch to Ready 40-90 s. */
    bootMs: { from: 28_000, to: 42_000 },
    /** `stopping` to `stopped`: the orderly shutdown of an operating system. Chosen for teaching. */
    stopMs: { from: 20_000, to: 45_000 },
    /** `shutting-down` to `terminated`. Chosen for teaching. */
    shutDownMs: { from: 25_000, to: 45_000 },
    /** EC2 User Guide, instance lifecycle: a terminated instance stays visible for a short while, about an hour. */
    terminatedVisibleMs: 3_600_000,
    /** EC2 User Guide, Spot Instance interruption notices: two minutes before. */
    spotNoticeMs: 120_000,
  },
  autoscaling: {
    /** A change of the desired capacity, or of an instance's state, to the activity that answers it: published activity
     *  histories show 6 to 24 s between the two times of a Cause. */
    noticedMs: 10_000,
    /** Status checks run every minute (EC2 User Guide), and Auto Scaling waits a few minutes for EC2 to mend an impaired
     *  instance (EC2 Auto Scaling User Guide, health checks). Together; chosen for teaching. */
    impairedMs: 300_000,
    /** Before a zone that refused is tried again, doubling. Launches are retried with growing pauses; the pauses are not
     *  documented. Chosen for teaching. */
    launchRetryMs: { first: 60_000, most: 960_000 },
  },
  cloudwatch: {
    /** How often a watched metric is measured: the ECS agent sends its figures every 20 s (agent, stats engine). */
    sampleMs: 20_000,
    /** Into each of these 20 s: in the middle, so that what changes on the minute belongs to the minute that it begins. */
    samplePhaseMs: 10_000,
    /** From the end of a period to an alarm's look at it: the last sample has arrived by then. Chosen for teaching. */
    lookMs: 20_000,
  },
  applicationautoscaling: {
    /** An alarm's call to the change of the desired count: a few seconds in published activity histories. */
    actMs: 1_000,
  },
  elasticloadbalancing: {
    /** Reference kubernetes.md 9: an ALB or NLB takes roughly two to four minutes. */
    provisionMs: { from: 120_000, to: 210_000 },
    /** RegisterTargets to the first health check. ALB: chosen for teaching. NLB: "it can take a few minutes" (NLB guide,
     *  target health); reference kubernetes.md 9 gives 30-90 s for registration and checks together. */
    registerMs: {
      application: { from: 2_000, to: 5_000 },
      network: { from: 10_000, to: 40_000 },
    },
    /** What a request takes on its way through the load balancer, without the target's own work. Chosen for teaching. */
    hopMs: 2,
  },
} as const;
