/** Why a group terminates an instance. */
export type TerminationReason =
  /** Fewer are wanted. */
  | 'scaleIn'
  /** EC2 says it is stopped or terminated. */
  | 'notRunning'
  /** Its status checks fail. */
  | 'impaired'
  /** TerminateInstanceInAutoScalingGroup. */
  | 'request'
  /** The group itself is being deleted. */
  | 'deletion'
  /** Its replacement for an instance at risk is in service. */
  | 'capacityRebalance'
  /** Somebody said that it is unhealthy. */
  | 'userHealthCheck'
  /** A lifecycle hook was abandoned. */
  | 'abandoned';

/** What Auto Scaling did; `about` is the group. */
export type AutoScalingFact =
  | {
      readonly type: 'autoScalingGroupCreated';
      readonly data: {
        readonly MinSize: number;
        readonly MaxSize: number;
        readonly DesiredCapacity: number;
        readonly InstanceType: string;
        readonly AvailabilityZones: readonly string[];
      };
    }
  | {
      readonly type: 'autoScalingGroupUpdated';
      readonly data: {
        readonly MinSize: number;
        readonly MaxSize: number;
        readonly DesiredCapacity: number;
        readonly from: number;
      };
    }
  | { readonly type: 'autoScalingGroupDeleted'; readonly data: Readonly<Record<string, never>> }
  | {
      readonly type: 'instanceHealthSet';
      readonly data: {
        readonly InstanceId: string;
        readonly HealthStatus: 'Healthy' | 'Unhealthy';
      };
    }
  | {
      readonly type: 'groupProcessesSet';
      /** All that are suspended from now on. */
      readonly data: { readonly suspended: readonly string[] };
    }
  | {
      readonly type: 'desiredCapacitySet';
      readonly data: { readonly from: number; readonly to: number };
    }
  /** One instance more; `before` counts those launching or in service, `zone` those of its zone. */
  | {
      readonly type: 'groupLaunched';
      readonly data: {
        readonly InstanceId: string;
        readonly AvailabilityZone: string;
        readonly desired: number;
        readonly before: number;
        readonly inZone: number;
        readonly reason: LaunchReason;
        /** Absent: on demand. */
        readonly market?: 'spot';
        /** Taken from the warm pool. */
        readonly warm?: true;
      };
    }
  | {
      readonly type: 'groupLaunchFailed';
      readonly data: {
        readonly AvailabilityZone: string;
        readonly InstanceType: string;
        readonly StatusMessage: string;
        readonly retryInMs: number;
      };
    }
  | {
      readonly type: 'groupInstanceInService';
      readonly data: { readonly InstanceId: string; readonly launchMs: number };
    }
  | {
      readonly type: 'groupTerminating';
      readonly data: {
        readonly InstanceId: string;
        readonly AvailabilityZone: string;
        readonly reason: TerminationReason;
        readonly desired: number;
        readonly before: number;
        /** What the default termination policy went by; null when nothing was chosen. */
        readonly chosenBy: ChosenBy | null;
      };
    }
  | { readonly type: 'groupInstanceTerminated'; readonly data: { readonly InstanceId: string } }
  | {
      readonly type: 'lifecycleHookPut';
      readonly data: {
        readonly LifecycleHookName: string;
        readonly LifecycleTransition: string;
        readonly HeartbeatTimeout: number;
        readonly DefaultResult: string;
      };
    }
  | {
      readonly type: 'lifecycleHookDeleted';
      readonly data: { readonly LifecycleHookName: string };
    }
  /** An instance waits for a hook, and goes on. */
  | {
      readonly type: 'lifecycleActionStarted';
      readonly data: {
        readonly InstanceId: string;
        readonly LifecycleHookName: string;
        readonly LifecycleTransition: string;
        readonly HeartbeatTimeout: number;
      };
    }
  | {
      readonly type: 'lifecycleActionCompleted';
      readonly data: {
        readonly InstanceId: string;
        readonly LifecycleHookName: string;
        readonly LifecycleActionResult: string;
        readonly tookMs: number;
        /** Nobody has completed it: its default result. */
        readonly timedOut: boolean;
      };
    }
  | {
      readonly type: 'instanceProtectionSet';
      readonly data: { readonly InstanceId: string; readonly isProtected: boolean };
    }
  | {
      readonly type: 'warmPoolPut';
      readonly data: {
        readonly MinSize: number;
        readonly prepared: number;
        readonly PoolState: string;
        readonly ReuseOnScaleIn: boolean;
      };
    }
  | { readonly type: 'warmPoolDeleted'; readonly data: Readonly<Record<string, never>> }
  /** An instance more for the pool: `wanted` in it, `before` it has. */
  | {
      readonly type: 'warmPoolLaunched';
      readonly data: {
        readonly InstanceId: string;
        readonly AvailabilityZone: string;
        readonly wanted: number;
        readonly before: number;
      };
    }
  | {
      readonly type: 'warmPoolInstanceReady';
      readonly data: { readonly InstanceId: string; readonly LifecycleState: string };
    }
  /** A scale-in gave it back to the pool. */
  | { readonly type: 'warmPoolReturned'; readonly data: { readonly InstanceId: string } };

export type LaunchReason = 'capacity' | 'replacement' | 'rebalance' | 'capacityRebalance';

/** The step of the default termination policy that left one instance. */
export type ChosenBy =
  'zone' | 'allocation' | 'launchTemplate' | 'billingHour' | 'oldest' | 'newest' | 'random';
