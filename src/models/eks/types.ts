/**
 * The records of EKS: clusters, managed node groups and Fargate profiles in the API's names (eks 2017-11-01), and what its
 * controllers remember of their own work between Kubernetes objects and AWS resources. Times are virtual ms; the wire has
 * dates.
 */

/** A cluster that a ClusterConfig made. One that only its nodes name is known by what it costs (`clusterNamed`). */
export interface Cluster {
  readonly name: string;
  readonly createdAt: number;
}

export type NodegroupStatus =
  'CREATING' | 'ACTIVE' | 'UPDATING' | 'DELETING' | 'CREATE_FAILED' | 'DEGRADED';

export interface NodegroupScalingConfig {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredSize: number;
}

/** As the EKS API writes effects; on a Node they are NoSchedule, NoExecute, PreferNoSchedule. */
export type EksTaintEffect = 'NO_SCHEDULE' | 'NO_EXECUTE' | 'PREFER_NO_SCHEDULE';

export interface EksTaint {
  readonly key: string;
  readonly value?: string;
  readonly effect: EksTaintEffect;
}

export interface NodegroupIssue {
  /** `AsgInstanceLaunchFailures`, `NodeCreationFailure`, `PodEvictionFailure`... */
  readonly code: string;
  readonly message: string;
  readonly resourceIds: readonly string[];
}

export interface Nodegroup {
  readonly nodegroupName: string;
  readonly nodegroupArn: string;
  readonly clusterName: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly status: NodegroupStatus;
  readonly capacityType: 'ON_DEMAND' | 'SPOT';
  /** `desiredSize` follows the Auto Scaling group, whoever changes it. */
  readonly scalingConfig: NodegroupScalingConfig;
  readonly instanceTypes: readonly string[];
  /** `subnet-<zone>` */
  readonly subnets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly EksTaint[];
  readonly tags: Readonly<Record<string, string>>;
  readonly resources: { readonly autoScalingGroups: readonly { readonly name: string }[] };
  readonly health: { readonly issues: readonly NodegroupIssue[] };
  readonly updateConfig: { readonly maxUnavailable: number };
  /** Simulator's own. When an update under way ends; null: none is. */
  readonly updatedAtMs: number | null;
}

/** A node of a managed group on its way out: cordoned, its pods evicted, then its instance terminates. */
export interface NodegroupDrain {
  readonly nodegroup: string;
  readonly node: string;
  readonly sinceMs: number;
}

export interface FargateSelector {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

export interface FargateProfile {
  readonly fargateProfileName: string;
  readonly fargateProfileArn: string;
  readonly clusterName: string;
  readonly createdAt: number;
  readonly subnets: readonly string[];
  readonly selectors: readonly FargateSelector[];
  readonly status: 'CREATING' | 'ACTIVE' | 'DELETING';
  readonly tags: Readonly<Record<string, string>>;
  /** Simulator's own. When creating or deleting ends; null: nothing is under way. */
  readonly dueAtMs: number | null;
}

/** Profiles that eksctl has yet to create: EKS makes one at a time, and eksctl waits for each. */
export interface FargateProfileQueue {
  /** Inputs of CreateFargateProfile. */
  readonly waiting: readonly FargateProfileInput[];
}

export interface FargateProfileInput {
  readonly fargateProfileName: string;
  readonly selectors: readonly FargateSelector[];
  readonly subnets?: readonly string[];
  readonly tags?: Readonly<Record<string, string>>;
}

/** The machine that Fargate makes for one pod. */
export interface FargatePod {
  readonly uid: string;
  readonly profile: string;
  /** Of the machine, and of the bill. */
  readonly milliCpu: number;
  readonly memoryMiB: number;
  readonly nodeName: string;
  readonly ip: string;
  readonly zone: string;
  readonly requestedAtMs: number;
  readonly readyAtMs: number;
  /** `running`: its node has registered, the pod is bound to it, and it is billed. `ended`: its containers will not run
   *  again and nothing is billed; node and pod stay until the pod is deleted. */
  readonly state: 'provisioning' | 'running' | 'ended';
  /** From when it is billed; null: not yet. */
  readonly billedFromMs: number | null;
}

/** The load balancer of one Service: of type LoadBalancer, or behind an Ingress. */
export interface ServiceLoadBalancer {
  readonly loadBalancer: string;
  /** Key of the Ingress that asks for it; absent: the Service itself, and it is a network load balancer. */
  readonly ingress?: string;
  readonly ports: readonly ServicePortBinding[];
}

export interface ServicePortBinding {
  /** Of the listener; without an Ingress that of the Service too. */
  readonly port: number;
  /** Name of the Service port; null where the only port has none. */
  readonly portName: string | null;
  /** TargetGroupName. */
  readonly targetGroup: string;
}

/** A pod registered with a target group. */
export interface BoundTarget {
  readonly TargetGroupArn: string;
  /** IP address of the pod. */
  readonly Id: string;
  readonly Port: number;
}

/** What is registered because of one EndpointSlice. */
export interface TargetGroupBinding {
  readonly targets: readonly BoundTarget[];
}

declare module '../../engine/model' {
  interface RecordKinds {
    /** Key: cluster name. */
    'eks/Cluster': Cluster;
    /** Key: `<cluster>/<nodegroup>`. Index: `group` (its Auto Scaling group). */
    'eks/Nodegroup': Nodegroup;
    /** Key: InstanceId. */
    'eks/NodegroupDrain': NodegroupDrain;
    /** Key: `<cluster>/<profile>`. */
    'eks/FargateProfile': FargateProfile;
    /** Key: cluster name. */
    'eks/FargateProfileQueue': FargateProfileQueue;
    /** Key: that of the Pod. Index: `node`. */
    'eks/FargatePod': FargatePod;
    /** Key: `<namespace>/<service>`. */
    'eks/ServiceLoadBalancer': ServiceLoadBalancer;
    /** Key: that of the EndpointSlice. */
    'eks/TargetGroupBinding': TargetGroupBinding;
  }
}
