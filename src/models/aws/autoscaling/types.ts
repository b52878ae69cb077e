/** Auto Scaling groups, their instances and activities, in the API's names (autoscaling 2011-01-01). */
import type { Process } from './processes';

export interface LaunchTemplateSpecification {
  readonly LaunchTemplateId: string;
  readonly LaunchTemplateName: string;
  /** A number, `$Latest` or `$Default` on a group; always a number on an instance. */
  readonly Version: string;
}

export interface AutoScalingGroup {
  readonly AutoScalingGroupName: string;
  readonly AutoScalingGroupARN: string;
  readonly LaunchTemplate: LaunchTemplateSpecification;
  readonly MinSize: number;
  readonly MaxSize: number;
  readonly DesiredCapacity: number;
  /** Seconds; 300 unless asked otherwise. */
  readonly DefaultCooldown: number;
  readonly AvailabilityZones: readonly string[];
  readonly HealthCheckType: 'EC2' | 'ELB';
  /** Seconds after coming into service during which a failed status check is overlooked. */
  readonly HealthCheckGracePeriod: number;
  readonly TerminationPolicies: readonly string[];
  readonly NewInstancesProtectedFromScaleIn: boolean;
  /** Virtual ms; ISO 8601 on the wire. */
  readonly CreatedTime: number;
  readonly Tags: readonly { readonly Key: string; readonly Value: string }[];
  readonly MixedInstancesPolicy?: MixedInstancesPolicy;
  readonly WarmPoolConfiguration?: WarmPoolConfiguration;
  /** Seconds until a new instance counts for scaling policies that say nothing else. */
  readonly DefaultInstanceWarmup?: number | undefined;
  readonly SuspendedProcesses?: readonly {
    readonly ProcessName: Process;
    readonly SuspensionReason: string;
  }[];
  /** Replaces spot instances that are likely to be interrupted before they are. */
  readonly CapacityRebalance?: boolean;
  /** Only while it is being deleted with its instances. */
  readonly Status?: 'Delete in progress';
  /** Simulator's own, below. Who changed the desired capacity last, in the words of an activity's Cause. */
  readonly desiredBecause: { readonly atMs: number; readonly text: string } | null;
  /** Simple scaling and HonorCooldown wait until then. */
  readonly cooldownUntilMs: number;
  /** Zones in which launches fail, and when each is tried again. */
  readonly launchFailures: readonly LaunchFailure[];
}

export interface LaunchFailure {
  readonly AvailabilityZone: string;
  readonly failures: number;
  readonly retryAtMs: number;
}

/** In the API's spelling; `:Wait` while lifecycle hooks are not done, `Warmed:` in the warm pool. */
export type LifecycleState =
  | 'Pending'
  | 'Pending:Wait'
  | 'Pending:Proceed'
  | 'InService'
  | 'Terminating'
  | 'Terminating:Wait'
  | 'Terminating:Proceed'
  | 'Warmed:Pending'
  | 'Warmed:Running'
  | 'Warmed:Stopped'
  | 'Warmed:Terminating';

export type LifecycleTransition =
  'autoscaling:EC2_INSTANCE_LAUNCHING' | 'autoscaling:EC2_INSTANCE_TERMINATING';

export interface LifecycleHook {
  readonly LifecycleHookName: string;
  readonly AutoScalingGroupName: string;
  readonly LifecycleTransition: LifecycleTransition;
  /** Seconds; 3600 unless asked otherwise. */
  readonly HeartbeatTimeout: number;
  /** Seconds: a hundred heartbeats or 48 hours, whichever is less. */
  readonly GlobalTimeout: number;
  readonly DefaultResult: 'CONTINUE' | 'ABANDON';
}

/** An instance held by a hook, from the wait to its completion. */
export interface LifecycleAction {
  readonly LifecycleHookName: string;
  readonly LifecycleTransition: LifecycleTransition;
  readonly LifecycleActionToken: string;
  readonly startedMs: number;
  /** The default result is taken then; null: completed. */
  readonly dueMs: number | null;
  readonly result: 'CONTINUE' | 'ABANDON' | null;
}

export interface WarmPoolConfiguration {
  /** Instances that it always holds. */
  readonly MinSize: number;
  /** Of group and pool together; null: the group's MaxSize. */
  readonly MaxGroupPreparedCapacity: number | null;
  readonly PoolState: 'Stopped' | 'Running';
  readonly InstanceReusePolicy: { readonly ReuseOnScaleIn: boolean };
  readonly Status?: 'PendingDelete';
}

export interface InstancesDistribution {
  readonly OnDemandAllocationStrategy: 'prioritized' | 'lowest-price';
  readonly OnDemandBaseCapacity: number;
  readonly OnDemandPercentageAboveBaseCapacity: number;
  readonly SpotAllocationStrategy:
    | 'lowest-price'
    | 'capacity-optimized'
    | 'capacity-optimized-prioritized'
    | 'price-capacity-optimized';
}

export interface MixedInstancesPolicy {
  /** In their order of priority; empty: the launch template's own type. */
  readonly Overrides: readonly { readonly InstanceType: string }[];
  readonly InstancesDistribution: InstancesDistribution;
}

export interface AutoScalingInstance {
  readonly InstanceId: string;
  readonly InstanceType: string;
  readonly AutoScalingGroupName: string;
  readonly AvailabilityZone: string;
  readonly LifecycleState: LifecycleState;
  readonly HealthStatus: 'Healthy' | 'Unhealthy';
  readonly ProtectedFromScaleIn: boolean;
  readonly LaunchTemplate: LaunchTemplateSpecification;
  /** Simulator's own, below. Virtual ms. */
  readonly inServiceAtMs: number | null;
  /** The activity that is launching or terminating it. */
  readonly activity: string | null;
  /** It goes back to the warm pool once its hooks are done. */
  readonly returns?: true;
  /** Hooks that hold it, or held it in the state it is in. */
  readonly actions?: readonly LifecycleAction[];
}

export interface Activity {
  readonly ActivityId: string;
  readonly AutoScalingGroupName: string;
  readonly AutoScalingGroupARN: string;
  readonly Description: string;
  readonly Cause: string;
  /** Virtual ms; ISO 8601 on the wire. */
  readonly StartTime: number;
  readonly EndTime?: number;
  readonly StatusCode: 'InProgress' | 'Successful' | 'Failed';
  readonly StatusMessage?: string;
  readonly Progress: number;
  /** JSON text, as the API has it. */
  readonly Details: string;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: AutoScalingGroupName. */
    'autoscaling/AutoScalingGroup': AutoScalingGroup;
    /** Key: InstanceId. Index: `group`. */
    'autoscaling/AutoScalingInstance': AutoScalingInstance;
    /** Key: `<AutoScalingGroupName>/<LifecycleHookName>`. Index: `group`. */
    'autoscaling/LifecycleHook': LifecycleHook;
    /** Key: ActivityId. Index: `group`. The newest hundred of a group. */
    'autoscaling/Activity': Activity;
  }
}
