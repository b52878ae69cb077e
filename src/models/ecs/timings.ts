/**
 * How long the parts of ECS take, in milliseconds of virtual time, each with its source. Ranges are drawn once per task
 * or instance from a stream of its own. "Chosen for teaching" means: no published number; the order of magnitude is what
 * people see.
 */
const range = (from: number, to: number) => ({ from, to }) as const;

export const timings = {
  // Control plane
  /** From a change to the scheduler's look at it. Service events of real services stand on a grid of about 10 s
   *  (published event logs, 2025-2026): this is the mean wait. */
  serviceSchedulerMs: 5_000,
  /** Quota "Rate of tasks launched by a service", 500 a minute on EC2 and on Fargate (ECS quotas): ten at a time. */
  launchBatchSize: 10,
  launchBatchMs: 1_200,
  /** A service without any health check: a task counts as healthy this long after RUNNING (API, DeploymentConfiguration). */
  healthyWithoutChecksMs: 40_000,
  /** "reached a steady state" repeats about every 6 hours. */
  steadyStateRepeatMs: 6 * 3_600_000,
  /** Gaps before the next attempt after one, two, three... rounds of failed starts: documented are "incrementally" and the
   *  last, 27 minutes (Developer Guide, service throttle logic, 2026). The steps between are chosen for teaching. */
  throttleGapsMs: [0, 60_000, 120_000, 240_000, 480_000, 960_000, 1_620_000],
  /** From steady state, or from an instance that comes into use, to the look at the zones. "Continuously" in the Developer
   *  Guide; chosen for teaching. */
  zoneBalanceMs: 30_000,
  /** How long a task waits for capacity before it is stopped (AWS Containers blog, "Deep dive on Amazon ECS cluster auto
   *  scaling": between 10 and 30 minutes). */
  waitForCapacityMs: range(600_000, 1_800_000),
  /** From the interruption notice to the agent's answer: it asks the metadata service every few seconds. Chosen for
   *  teaching. */
  spotNoticeHeardMs: 5_000,
  /** DescribeTasks shows a stopped task for at least an hour. */
  stoppedTaskKeptMs: 3_600_000,
  /** ECS learns of a terminated instance through EC2's state change. Chosen for teaching. */
  terminationNoticedMs: 5_000,
  /** A silent agent: how many messages must be missed is not published. Chosen for teaching. */
  disconnectNoticedMs: 30_000,
  /** Fargate's own hosts: the platform notices a lost host itself. Chosen for teaching. */
  fargateHostLostNoticedMs: 60_000,

  // Network interfaces (awsvpc)
  /** EC2: creating and attaching an ENI. Chosen for teaching. */
  networkInterfaceAttachedMs: range(4_000, 8_000),
  /** Fargate: a host is found and prepared as well; tasks usually run within a minute. Chosen for teaching. */
  fargateProvisionedMs: range(12_000, 20_000),
  networkInterfaceDetachedMs: range(6_000, 12_000),
  /** CNI plugins set up the pause container's network. Chosen for teaching. */
  networkProvisionedMs: range(400, 900),

  // Agent
  /** Between agent and control plane, either way. Chosen for teaching. */
  agentMessageMs: 250,
  manifestPulledMs: range(200, 600),
  /** Five attempts, waiting 1.1, 2.2, 4.4 and 5 s between them (agent: maximumPullRetries 5, minimum 1.1 s, maximum 5 s,
   *  times 2, jitter 0.2), each refused at once. */
  pullGivenUpMs: range(12_700, 15_200),
  /** All layers present: only the registry is asked. Chosen for teaching. */
  cachedPullMs: range(150, 400),
  containerCreatedMs: range(150, 400),
  containerStartedMs: range(200, 500),
  /** API, ContainerDefinition.stopTimeout: ECS_CONTAINER_STOP_TIMEOUT, 30 s. */
  stopTimeoutMs: 30_000,
  /** API, ContainerRestartPolicy.restartAttemptPeriod. */
  restartAttemptPeriodMs: 300_000,
} as const;

export interface Range {
  readonly from: number;
  readonly to: number;
}
