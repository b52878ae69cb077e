/** What managed scaling, draining and spot interruptions ask of ECS. */
interface OfProvider {
  readonly cluster: string;
  readonly capacityProvider: string;
}

export type CapacityCommand =
  /** Capacity may have come: tasks that wait for it are placed, oldest first. */
  | { readonly type: 'placeWaitingTasks'; readonly cluster: string }
  /** A task has waited too long. */
  | { readonly type: 'giveUpWaiting'; readonly task: string }
  /** Container instances (keys) take the name of their group's provider, or lose it. */
  | {
      readonly type: 'nameContainerInstances';
      readonly cluster: string;
      readonly containerInstances: readonly string[];
    }
  | ({ readonly type: 'startManagedScaling' } & OfProvider)
  | ({ readonly type: 'endManagedScaling' } & OfProvider)
  /** Each minute. */
  | ({ readonly type: 'measureManagedScaling' } & OfProvider)
  /** Managed draining of an instance that its group terminates (ids of EC2). */
  | { readonly type: 'startManagedDraining' | 'finishManagedDraining'; readonly instanceId: string }
  /** Fargate Spot's two minutes are over, and the task still runs. */
  | { readonly type: 'reclaimFargateSpot'; readonly task: string }
  /** The two-minute notice has been heard. */
  | { readonly type: 'drainSpotInstance'; readonly instanceId: string }
  /** An alarm of a provider's policy is in its state. */
  | {
      readonly type: 'followManagedScaling';
      readonly AlarmName: string;
      readonly autoScalingGroupName: string;
    };
