/**
 * Every length of time that the kubelet and the controllers use, in ms, each with its source. "Chosen for teaching"
 * stands where the platform promises nothing: the order of magnitude is what a cluster usually shows.
 */

/** From the watch event to the pod worker or the controller's sync: informer, queue. Chosen for teaching. */
export const KUBELET_LATENCY_MS = 50;
export const CONTROLLER_LATENCY_MS = 20;
/** From a pod's change to its EndpointSlice: "about a second" (reference 9, an estimate). */
export const ENDPOINT_SLICE_LATENCY_MS = 1_000;

/** Pause container and network: the VPC CNI attaches an address it holds in its warm pool. Chosen for teaching. */
export const POD_SANDBOX_MS = [500, 1_200] as const;
/** containerd creates and starts a container from a present image. Chosen for teaching. */
export const CONTAINER_CREATE_MS = [150, 450] as const;
/** A pull whose layers are all present: the registry is asked for the manifest only. Chosen for teaching. */
export const IMAGE_MANIFEST_MS = [300, 700] as const;
/** A pull that the registry refuses. Chosen for teaching. */
export const IMAGE_PULL_FAILURE_MS = [700, 1_600] as const;
/** ErrImagePull is shown until the pod's next sync; then ImagePullBackOff. Chosen for teaching. */
export const ERR_IMAGE_PULL_SHOWN_MS = 2_000;
/** Container gone, object not yet: volumes are unmounted, the last status is sent. Chosen for teaching. */
export const POD_CLEANUP_MS = 500;

/** pkg/kubelet/kubelet.go: imageBackOffPeriod, MaxImageBackOff; backOffPeriod, MaxContainerBackOff. */
export const IMAGE_BACKOFF = { initialMs: 10_000, maxMs: 300_000 } as const;
export const CONTAINER_BACKOFF = { initialMs: 10_000, maxMs: 300_000 } as const;
/** kuberuntime_container.go minimumGracePeriodInSeconds. */
export const MINIMUM_GRACE_MS = 2_000;
/** core/v1: terminationGracePeriodSeconds where the pod says nothing. */
export const DEFAULT_GRACE_SECONDS = 30;

/** kubelet config v1beta1: nodeLeaseDurationSeconds 40, renewed every quarter of it. */
export const LEASE_DURATION_SECONDS = 40;
export const LEASE_RENEW_MS = 10_000;
/** From registration until the node's network plugin (aws-node) answers and Ready turns True. Chosen for teaching. */
export const NETWORK_PLUGIN_READY_MS = [6_000, 12_000] as const;
/** amazon-eks-ami, 1.34 and later: shutdownGracePeriod 2m30s, shutdownGracePeriodCriticalPods 30s. */
export const SHUTDOWN_GRACE_SECONDS = 120;
export const SHUTDOWN_GRACE_CRITICAL_SECONDS = 30;
/** Pods of this priority and above are critical (system-cluster-critical). */
export const CRITICAL_PRIORITY = 2_000_000_000;

/** kubectl drain asks again this long after an eviction was refused (kubectl drain, evictPodLoop). */
export const DRAIN_RETRY_MS = 5_000;
/** pkg/controller/disruption DeletionTimeout: an eviction that was granted is believed in this long. */
export const DISRUPTED_POD_TIMEOUT_MS = 120_000;
/** pkg/controller/replicaset: BurstReplicas, and the first batch of a slow start (SlowStartInitialBatchSize). */
export const BURST_REPLICAS = 500;
export const SLOW_START_INITIAL_BATCH_SIZE = 1;
/** pkg/controller/job: DefaultJobPodFailureBackOff 10 s, MaxJobPodFailureBackOff 10 min. */
export const JOB_POD_FAILURE_BACKOFF = { initialMs: 10_000, maxMs: 600_000 } as const;
