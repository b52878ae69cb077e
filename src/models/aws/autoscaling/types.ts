/** Auto Scaling groups, their instances and activities, in the API's names (autoscaling 2011-01-01). */

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

export type LifecycleState = 'Pending' | 'InService' | 'Terminating';

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
    /** Key: ActivityId. Index: `group`. The newest hundred of a group. */
    'autoscaling/Activity': Activity;
  }
}
