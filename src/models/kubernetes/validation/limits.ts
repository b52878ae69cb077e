/** What this simulator holds at most. Each number is ours, and the refusal says so. */
export const LIMITS = {
  /** Of one Deployment or ReplicaSet. */
  replicas: 50_000,
  /** Objects that requests may have created, all kinds together. */
  objects: 20_000,
  /** One object as JSON; the API server's own limit is 3 MiB, etcd's 1.5 MiB. */
  objectBytes: 1_500_000,
} as const;

export const OURS = '(a limit of this simulator, not of Kubernetes)';
