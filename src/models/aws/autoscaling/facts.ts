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
  | 'deletion';

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
  | { readonly type: 'groupInstanceTerminated'; readonly data: { readonly InstanceId: string } };

export type LaunchReason = 'capacity' | 'replacement' | 'rebalance';

/** The step of the default termination policy that left one instance. */
export type ChosenBy = 'zone' | 'launchTemplate' | 'billingHour' | 'random';
