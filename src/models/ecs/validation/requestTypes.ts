/**
 * What requests hold once their shape is right (`requestShape.ts`): the members that rules and requests read. The
 * rest stays in the object untouched; `parameters.ts` has every member there is.
 */
import type {
  CapacityProviderStrategyItem,
  ContainerDefinition,
  ContainerCondition,
  DeploymentConfiguration,
  HealthCheck,
  KeyValuePair,
  NetworkConfiguration,
  NetworkMode,
  PlacementConstraint,
  PlacementStrategy,
  PortMapping,
  ServiceLoadBalancer,
  Tag,
} from '../types';

export type Fields = Readonly<Record<string, unknown>>;

export interface LogConfiguration {
  readonly logDriver: string;
  readonly options?: Readonly<Record<string, string>>;
}

export interface ContainerRequest {
  readonly name?: string;
  readonly image?: string;
  readonly cpu?: number;
  readonly memory?: number;
  readonly memoryReservation?: number;
  readonly links?: readonly string[];
  readonly portMappings?: readonly PortMapping[];
  readonly essential?: boolean;
  readonly restartPolicy?: NonNullable<ContainerDefinition['restartPolicy']>;
  readonly environment?: readonly KeyValuePair[];
  readonly environmentFiles?: readonly { readonly value: string; readonly type: string }[];
  readonly mountPoints?: readonly { readonly sourceVolume?: string }[];
  readonly volumesFrom?: readonly { readonly sourceContainer?: string }[];
  readonly linuxParameters?: {
    readonly capabilities?: { readonly add?: readonly string[]; readonly drop?: readonly string[] };
    readonly devices?: readonly unknown[];
    readonly sharedMemorySize?: number;
    readonly tmpfs?: readonly unknown[];
    readonly maxSwap?: number;
    readonly swappiness?: number;
  };
  readonly secrets?: readonly { readonly name: string; readonly valueFrom: string }[];
  readonly dependsOn?: readonly {
    readonly containerName: string;
    readonly condition: ContainerCondition;
  }[];
  readonly startTimeout?: number;
  readonly stopTimeout?: number;
  readonly hostname?: string;
  readonly disableNetworking?: boolean;
  readonly privileged?: boolean;
  readonly dnsServers?: readonly string[];
  readonly dnsSearchDomains?: readonly string[];
  readonly extraHosts?: readonly unknown[];
  readonly dockerSecurityOptions?: readonly string[];
  readonly ulimits?: readonly {
    readonly name: string;
    readonly softLimit: number;
    readonly hardLimit: number;
  }[];
  readonly logConfiguration?: LogConfiguration;
  readonly healthCheck?: HealthCheck;
  readonly resourceRequirements?: NonNullable<ContainerDefinition['resourceRequirements']>;
  readonly firelensConfiguration?: { readonly type: string };
}

export interface VolumeRequest {
  readonly name?: string;
  readonly host?: { readonly sourcePath?: string };
  readonly dockerVolumeConfiguration?: Fields;
  readonly efsVolumeConfiguration?: {
    readonly fileSystemId: string;
    readonly rootDirectory?: string;
    readonly transitEncryption?: 'ENABLED' | 'DISABLED';
    readonly transitEncryptionPort?: number;
    readonly authorizationConfig?: {
      readonly accessPointId?: string;
      readonly iam?: 'ENABLED' | 'DISABLED';
    };
  };
  readonly configuredAtLaunch?: boolean;
}

export interface RegisterTaskDefinitionRequest {
  readonly family: string;
  readonly containerDefinitions: readonly ContainerRequest[];
  readonly networkMode?: NetworkMode;
  readonly volumes?: readonly VolumeRequest[];
  readonly placementConstraints?: readonly PlacementConstraint[];
  readonly requiresCompatibilities?: readonly string[];
  readonly cpu?: string;
  readonly memory?: string;
  readonly pidMode?: string;
  readonly ipcMode?: string;
  readonly taskRoleArn?: string;
  readonly executionRoleArn?: string;
  readonly proxyConfiguration?: {
    readonly type?: string;
    readonly containerName: string;
    readonly properties?: readonly { readonly name?: string; readonly value?: string }[];
  };
  readonly inferenceAccelerators?: readonly unknown[];
  readonly ephemeralStorage?: { readonly sizeInGiB: number };
  readonly runtimePlatform?: {
    readonly cpuArchitecture?: string;
    readonly operatingSystemFamily?: string;
  };
  readonly tags?: readonly Tag[];
}

/** What CreateService, UpdateService and RunTask share: how tasks are placed and connected. */
export interface LaunchParameters {
  readonly cluster?: string;
  readonly launchType?: string;
  readonly capacityProviderStrategy?: readonly CapacityProviderStrategyItem[];
  readonly platformVersion?: string;
  readonly placementConstraints?: readonly PlacementConstraint[];
  readonly placementStrategy?: readonly PlacementStrategy[];
  readonly networkConfiguration?: NetworkConfiguration;
  readonly enableECSManagedTags?: boolean;
  readonly enableExecuteCommand?: boolean;
  readonly propagateTags?: 'NONE' | 'SERVICE' | 'TASK_DEFINITION';
  readonly tags?: readonly Tag[];
  readonly volumeConfigurations?: readonly { readonly name: string }[];
}

interface ServiceParameters extends LaunchParameters {
  readonly taskDefinition?: string;
  readonly desiredCount?: number;
  readonly deploymentConfiguration?: DeploymentConfiguration;
  readonly availabilityZoneRebalancing?: 'ENABLED' | 'DISABLED';
  readonly loadBalancers?: readonly ServiceLoadBalancer[];
  readonly serviceRegistries?: readonly Fields[];
  readonly serviceConnectConfiguration?: {
    readonly enabled: boolean;
    readonly namespace?: string;
    readonly services?: readonly {
      readonly portName: string;
      readonly clientAliases?: readonly unknown[];
    }[];
  };
  readonly healthCheckGracePeriodSeconds?: number;
  readonly deploymentController?: { readonly type: 'ECS' | 'CODE_DEPLOY' | 'EXTERNAL' };
}

export interface CreateServiceRequest extends ServiceParameters {
  readonly serviceName: string;
  readonly schedulingStrategy?: 'REPLICA' | 'DAEMON';
  readonly role?: string;
  readonly clientToken?: string;
}

export interface UpdateServiceRequest extends ServiceParameters {
  readonly service: string;
  readonly forceNewDeployment?: boolean;
}

interface TaskParameters extends LaunchParameters {
  readonly taskDefinition: string;
  readonly group?: string;
  readonly startedBy?: string;
  readonly overrides?: Fields & {
    readonly containerOverrides?: readonly { readonly name?: string }[];
  };
}
export interface RunTaskRequest extends TaskParameters {
  readonly count?: number;
}
export interface StartTaskRequest extends TaskParameters {
  readonly containerInstances: readonly string[];
}

export interface CreateClusterRequest {
  readonly clusterName?: string;
  readonly settings?: readonly KeyValuePair[];
  readonly configuration?: {
    readonly executeCommandConfiguration?: {
      readonly logging?: string;
      readonly logConfiguration?: Fields;
    };
  };
  readonly capacityProviders?: readonly string[];
  readonly defaultCapacityProviderStrategy?: readonly CapacityProviderStrategyItem[];
  readonly tags?: readonly Tag[];
}

export interface ManagedScalingRequest {
  readonly status?: 'ENABLED' | 'DISABLED';
  readonly targetCapacity?: number;
  readonly minimumScalingStepSize?: number;
  readonly maximumScalingStepSize?: number;
  readonly instanceWarmupPeriod?: number;
}

interface GroupProviderChange {
  readonly managedScaling?: ManagedScalingRequest;
  readonly managedTerminationProtection?: 'ENABLED' | 'DISABLED';
  readonly managedDraining?: 'ENABLED' | 'DISABLED';
}

export interface CreateCapacityProviderRequest {
  readonly name: string;
  readonly cluster?: string;
  readonly autoScalingGroupProvider?: GroupProviderChange & {
    readonly autoScalingGroupArn: string;
  };
  readonly managedInstancesProvider?: unknown;
  readonly tags?: readonly Tag[];
}

export interface UpdateCapacityProviderRequest {
  readonly name: string;
  readonly cluster?: string;
  readonly autoScalingGroupProvider?: GroupProviderChange;
  readonly managedInstancesProvider?: unknown;
}

export interface PutClusterCapacityProvidersRequest {
  readonly cluster: string;
  readonly capacityProviders: readonly string[];
  readonly defaultCapacityProviderStrategy: readonly CapacityProviderStrategyItem[];
}
