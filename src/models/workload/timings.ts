/**
 * How long the work around a container takes, in milliseconds of virtual time.
 *
 * Measured pulls differ by registry, disk and CPU: a 413 MB image took a Fargate task about a minute with its
 * provisioning (elasticscale.com, 2024), 2.7 GB unpacked took 55 s (drorspei.com, 2026). The rates below are chosen for
 * teaching, in the middle of what people report for compressed megabytes, download and unpacking together.
 */
export const timings = {
  /** Resolving the name and fetching the manifest: two or three round trips. Chosen for teaching. */
  manifestMs: { from: 300, to: 700 },
  /** Compressed megabytes per second, download and unpacking together. Chosen for teaching. */
  pullMBPerSecond: { from: 25, to: 35 },
  /** What a one-shot tool (`curl`, `cp`, `apt-get`...) takes before it exits. Chosen for teaching. */
  toolMs: 1_000,
  /** What inline code (`perl -wle`, `python -c`) takes: the pi of the Job example needs about five seconds. */
  inlineCodeMs: 5_000,
  /** The longest that a request waits for CPU before it is given up. Chosen for teaching. */
  queueMs: 2_000,
  /** Use follows the flow of requests at most so often: no reader of it looks more often than every 15 s. */
  useMs: 1_000,
  /** A process without a handler, running as PID 1, never hears SIGTERM (kill(2), signal(7)): only SIGKILL ends it.
   *  A day is longer than any grace period that the APIs take. */
  ignoresSigtermMs: 86_400_000,
} as const;
