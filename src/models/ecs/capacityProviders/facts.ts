/** What capacity providers and managed scaling leave in the log. */
export type CapacityProviderFact =
  /** About the CapacityProvider. */
  | {
      readonly type: 'capacityProviderCreated';
      readonly data: {
        readonly autoScalingGroupName: string;
        readonly managedScaling: string;
        readonly targetCapacity: number;
        readonly managedTerminationProtection: string;
        readonly managedDraining: string;
      };
    }
  | {
      readonly type: 'capacityProviderUpdated';
      readonly data: { readonly changed: readonly string[] };
    }
  | { readonly type: 'capacityProviderDeleted'; readonly data: Readonly<Record<string, never>> }
  /** About the Cluster. */
  | {
      readonly type: 'clusterCapacityProvidersPut';
      readonly data: {
        readonly capacityProviders: readonly string[];
        readonly strategy: readonly {
          readonly capacityProvider: string;
          readonly base: number;
          readonly weight: number;
        }[];
      };
    }
  /** About the task: it had been waiting for capacity, and has found its place. */
  | {
      readonly type: 'taskPlaced';
      readonly data: {
        readonly capacityProvider: string;
        readonly availabilityZone: string;
        readonly ec2InstanceId: string;
        readonly candidates: number;
        readonly eligible: number;
        readonly waitedMs: number;
      };
    }
  /** About the CapacityProvider: the metric has another value than a minute ago. */
  | {
      readonly type: 'managedScalingMeasured';
      readonly data: {
        readonly cluster: string;
        readonly needed: number;
        readonly running: number;
        readonly waiting: number;
        readonly reservation: number;
        readonly targetCapacity: number;
      };
    }
  /** About the CapacityProvider: the alarm has made its policy act. */
  | {
      readonly type: 'managedScalingStepped';
      readonly data: {
        readonly direction: 'OUT' | 'IN';
        readonly reservation: number;
        readonly targetCapacity: number;
        readonly from: number;
        readonly to: number;
        /** Why it goes no further, or not at all. */
        readonly heldBy: 'warmUp' | 'limit' | 'half' | null;
      };
    }
  /** About the ContainerInstance: its group terminates it, and waits until its tasks have moved. */
  | {
      readonly type: 'managedDrainingStarted';
      readonly data: { readonly ec2InstanceId: string; readonly tasks: number };
    }
  | {
      readonly type: 'managedDrainingCompleted';
      readonly data: { readonly ec2InstanceId: string; readonly tookMs: number };
    }
  /** About the ContainerInstance: the agent has heard the two-minute notice. */
  | {
      readonly type: 'spotInstanceDraining';
      readonly data: {
        readonly ec2InstanceId: string;
        readonly tasks: number;
        readonly leftMs: number;
      };
    }
  /** About the task: Fargate wants its capacity back. */
  | {
      readonly type: 'fargateSpotInterrupted';
      readonly data: { readonly capacityProvider: string; readonly leftMs: number };
    };
