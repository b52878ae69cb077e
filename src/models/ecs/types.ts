/**
 * Wire shapes of Amazon ECS, in the API's names (ecs 2014-11-13; @aws-sdk/client-ecs 3.1162.0).
 * Timestamps are virtual milliseconds inside the world (`Time`); `printers/` turns them into epoch seconds.
 * Fields we accept and keep but never read stay in the object untouched.
 */

/** Virtual milliseconds; epoch seconds on the wire. */
export type Time = number;
export type LaunchType = 'EC2' | 'FARGATE' | 'EXTERNAL';
export type NetworkMode = 'awsvpc' | 'bridge' | 'host' | 'none';
export interface KeyValuePair {
  readonly name: string;
  readonly value: string;
}
export interface Tag {
  readonly key: string;
  readonly value: string;
}

export interface Cluster {
  readonly clusterArn: string;
  readonly clusterName: string;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'PROVISIONING' | 'DEPROVISIONING' | 'FAILED';
  readonly capacityProviders: readonly string[];
  readonly defaultCapacityProviderStrategy: readonly CapacityProviderStrategyItem[];
  readonly settings: readonly KeyValuePair[];
  readonly tags: readonly Tag[];
  readonly [accepted: string]: unknown;
}
export interface CapacityProviderStrategyItem {
  readonly capacityProvider: string;
  readonly weight?: number;
  readonly base?: number;
}

export interface PortMapping {
  readonly containerPort?: number;
  readonly hostPort?: number;
  readonly protocol?: 'tcp' | 'udp';
  readonly name?: string;
  readonly appProtocol?: string;
  readonly containerPortRange?: string;
}
export interface HealthCheck {
  readonly command: readonly string[];
  /** Seconds; 5-300, default 30. */
  readonly interval?: number;
  /** Seconds; 2-60, default 5. */
  readonly timeout?: number;
  /** 1-10, default 3. */
  readonly retries?: number;
  /** Seconds; 0-300, default off. */
  readonly startPeriod?: number;
}
export type ContainerCondition = 'START' | 'COMPLETE' | 'SUCCESS' | 'HEALTHY';
export interface ContainerDefinition {
  readonly name: string;
  readonly image: string;
  /** CPU units, 1024 = one vCPU; default 0. */
  readonly cpu?: number;
  /** Hard limit, MiB. */
  readonly memory?: number;
  /** Soft limit, MiB. */
  readonly memoryReservation?: number;
  readonly essential?: boolean;
  readonly portMappings?: readonly PortMapping[];
  readonly entryPoint?: readonly string[];
  readonly command?: readonly string[];
  readonly environment?: readonly KeyValuePair[];
  readonly dependsOn?: readonly {
    readonly containerName: string;
    readonly condition: ContainerCondition;
  }[];
  readonly healthCheck?: HealthCheck;
  /** Seconds. */
  readonly startTimeout?: number;
  /** Seconds. */
  readonly stopTimeout?: number;
  readonly restartPolicy?: {
    readonly enabled: boolean;
    readonly ignoredExitCodes?: readonly number[];
    readonly restartAttemptPeriod?: number;
  };
  readonly resourceRequirements?: readonly {
    readonly type: 'GPU' | 'InferenceAccelerator' | 'NeuronDevice';
    readonly value: string;
  }[];
  readonly [accepted: string]: unknown;
}
export interface PlacementConstraint {
  readonly type: 'distinctInstance' | 'memberOf';
  readonly expression?: string;
}
export interface PlacementStrategy {
  readonly type: 'spread' | 'binpack' | 'random';
  readonly field?: string;
}
export interface TaskDefinition {
  readonly taskDefinitionArn: string;
  readonly family: string;
  readonly revision: number;
  readonly status: 'ACTIVE' | 'INACTIVE' | 'DELETE_IN_PROGRESS';
  readonly containerDefinitions: readonly ContainerDefinition[];
  readonly networkMode?: NetworkMode;
  /** CPU units as a string of digits. */
  readonly cpu?: string;
  /** MiB as a string of digits. */
  readonly memory?: string;
  readonly requiresCompatibilities?: readonly LaunchType[];
  readonly compatibilities: readonly string[];
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly volumes: readonly { readonly name?: string; readonly [source: string]: unknown }[];
  readonly requiresAttributes?: readonly { readonly name: string; readonly value?: string }[];
  readonly executionRoleArn?: string;
  readonly taskRoleArn?: string;
  readonly registeredAt: Time;
  readonly deregisteredAt?: Time;
  readonly tags: readonly Tag[];
  readonly runtimePlatform?: {
    readonly cpuArchitecture?: string;
    readonly operatingSystemFamily?: string;
  };
  readonly [accepted: string]: unknown;
}

export interface Resource {
  readonly name: string;
  readonly type: 'INTEGER' | 'STRINGSET';
  readonly integerValue?: number;
  readonly stringSetValue?: readonly string[];
}
export interface Attribute {
  readonly name: string;
  readonly value?: string;
}
export interface ContainerInstance {
  readonly containerInstanceArn: string;
  readonly ec2InstanceId: string;
  /** Of whose Auto Scaling group it is. */
  readonly capacityProviderName?: string;
  readonly status:
    'REGISTERING' | 'REGISTRATION_FAILED' | 'ACTIVE' | 'DRAINING' | 'DEREGISTERING' | 'INACTIVE';
  readonly agentConnected: boolean;
  readonly registeredResources: readonly Resource[];
  readonly remainingResources: readonly Resource[];
  readonly runningTasksCount: number;
  readonly pendingTasksCount: number;
  readonly attributes: readonly Attribute[];
  readonly registeredAt: Time;
  readonly version: number;
  readonly versionInfo: { readonly agentVersion: string; readonly dockerVersion?: string };
}

export type TaskLastStatus =
  | 'PROVISIONING'
  | 'PENDING'
  | 'ACTIVATING'
  | 'RUNNING'
  | 'DEACTIVATING'
  | 'STOPPING'
  | 'DEPROVISIONING'
  | 'STOPPED';
export type StopCode =
  | 'TaskFailedToStart'
  | 'EssentialContainerExited'
  | 'UserInitiated'
  | 'ServiceSchedulerInitiated'
  | 'SpotInterruption'
  | 'TerminationNotice'
  | 'InfrastructureHealth';
export type HealthStatus = 'HEALTHY' | 'UNHEALTHY' | 'UNKNOWN';
export interface NetworkBinding {
  readonly bindIP: string;
  readonly containerPort: number;
  readonly hostPort: number;
  readonly protocol: 'tcp' | 'udp';
}
export interface TaskContainer {
  readonly containerArn: string;
  readonly taskArn: string;
  readonly name: string;
  readonly image: string;
  readonly lastStatus: 'PENDING' | 'RUNNING' | 'STOPPED';
  readonly exitCode?: number;
  readonly reason?: string;
  readonly healthStatus: HealthStatus;
  readonly networkBindings: readonly NetworkBinding[];
  readonly networkInterfaces: readonly {
    readonly attachmentId: string;
    readonly privateIpv4Address: string;
  }[];
  readonly cpu: string;
  readonly memory?: string;
  readonly memoryReservation?: string;
  readonly restartCount?: number;
}
export interface Task {
  readonly taskArn: string;
  readonly clusterArn: string;
  readonly taskDefinitionArn: string;
  readonly containerInstanceArn?: string;
  readonly lastStatus: TaskLastStatus;
  readonly desiredStatus: 'RUNNING' | 'STOPPED';
  readonly healthStatus: HealthStatus;
  readonly launchType: LaunchType;
  readonly capacityProviderName?: string;
  readonly platformVersion?: string;
  readonly platformFamily?: string;
  readonly availabilityZone?: string;
  /** `service:<name>` or `family:<family>`. */
  readonly group: string;
  /** Deployment id for service tasks. */
  readonly startedBy?: string;
  readonly cpu: string;
  readonly memory: string;
  readonly containers: readonly TaskContainer[];
  readonly attachments: readonly {
    readonly id: string;
    readonly type: string;
    readonly status: string;
    readonly details: readonly KeyValuePair[];
  }[];
  readonly version: number;
  readonly stopCode?: StopCode;
  readonly stoppedReason?: string;
  readonly createdAt: Time;
  readonly connectivity?: 'CONNECTED' | 'DISCONNECTED';
  readonly connectivityAt?: Time;
  readonly pullStartedAt?: Time;
  readonly pullStoppedAt?: Time;
  readonly startedAt?: Time;
  readonly stoppingAt?: Time;
  readonly executionStoppedAt?: Time;
  readonly stoppedAt?: Time;
  readonly overrides?: Readonly<Record<string, unknown>>;
  readonly tags: readonly Tag[];
}

export interface DeploymentConfiguration {
  readonly minimumHealthyPercent?: number;
  readonly maximumPercent?: number;
  readonly deploymentCircuitBreaker?: {
    readonly enable: boolean;
    readonly rollback: boolean;
    readonly resetOnHealthyTask?: boolean;
    readonly thresholdConfiguration?: {
      readonly type: 'BOUNDED_PERCENT' | 'UNBOUNDED_PERCENT' | 'COUNT';
      readonly value: number;
    };
  };
  readonly [accepted: string]: unknown;
}
export interface ServiceLoadBalancer {
  readonly targetGroupArn?: string;
  readonly loadBalancerName?: string;
  readonly containerName?: string;
  readonly containerPort?: number;
}
export interface NetworkConfiguration {
  readonly awsvpcConfiguration?: {
    readonly subnets: readonly string[];
    readonly securityGroups?: readonly string[];
    readonly assignPublicIp?: 'ENABLED' | 'DISABLED';
  };
}
export interface Deployment {
  /** `ecs-svc/<number>` */
  readonly id: string;
  readonly status: 'PRIMARY' | 'ACTIVE' | 'INACTIVE';
  readonly taskDefinition: string;
  readonly desiredCount: number;
  readonly pendingCount: number;
  readonly runningCount: number;
  readonly failedTasks: number;
  readonly createdAt: Time;
  readonly updatedAt: Time;
  readonly launchType?: LaunchType;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[];
  readonly platformVersion?: string;
  readonly networkConfiguration?: NetworkConfiguration;
  readonly rolloutState: 'IN_PROGRESS' | 'COMPLETED' | 'FAILED';
  readonly rolloutStateReason: string;
}
export interface ServiceEvent {
  readonly id: string;
  readonly createdAt: Time;
  readonly message: string;
}
export interface Service {
  readonly serviceArn: string;
  readonly serviceName: string;
  readonly clusterArn: string;
  readonly status: 'ACTIVE' | 'DRAINING' | 'INACTIVE';
  readonly desiredCount: number;
  readonly runningCount: number;
  readonly pendingCount: number;
  readonly launchType?: LaunchType;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[];
  readonly platformVersion?: string;
  /** ARN of the newest deployment's task definition. */
  readonly taskDefinition: string;
  readonly deploymentConfiguration: DeploymentConfiguration;
  readonly deployments: readonly Deployment[];
  readonly loadBalancers: readonly ServiceLoadBalancer[];
  readonly roleArn?: string;
  /** Newest first, at most 100. */
  readonly events: readonly ServiceEvent[];
  readonly createdAt: Time;
  readonly placementConstraints: readonly PlacementConstraint[];
  readonly placementStrategy: readonly PlacementStrategy[];
  readonly networkConfiguration?: NetworkConfiguration;
  readonly healthCheckGracePeriodSeconds?: number;
  readonly schedulingStrategy: 'REPLICA' | 'DAEMON';
  readonly deploymentController: { readonly type: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL' };
  readonly availabilityZoneRebalancing?: 'ENABLED' | 'DISABLED';
  readonly enableECSManagedTags: boolean;
  readonly propagateTags: 'NONE' | 'SERVICE' | 'TASK_DEFINITION';
  readonly enableExecuteCommand: boolean;
  readonly tags: readonly Tag[];
  readonly [accepted: string]: unknown;
}

/**
 * Who keeps the indexes named below: `requests/part.ts` those of TaskDefinition and Service, the running half
 * (placement, controllers, agent) those of Task and ContainerInstance.
 */
declare module '../../engine/model' {
  interface RecordKinds {
    /** Key: clusterName. */
    'ecs/Cluster': Cluster;
    /** Key: `<family>:<revision>`. Indexes: `family`. */
    'ecs/TaskDefinition': TaskDefinition;
    /** Key: `<cluster>/<serviceName>`. Indexes: `cluster`. */
    'ecs/Service': Service;
    /** Key: `<cluster>/<task id>`. Indexes: `waiting` (cluster: tasks without capacity), `service` (`<cluster>/<name>`), `deployment` (id),
     *  `containerInstance` (arn), `cluster`, `family`. */
    'ecs/Task': Task;
    /** Key: `<cluster>/<id>`. Indexes: `cluster`, `ec2InstanceId`. */
    'ecs/ContainerInstance': ContainerInstance;
  }
}
