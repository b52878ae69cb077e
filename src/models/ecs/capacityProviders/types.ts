/** Capacity providers, in the API's names (ecs 2014-11-13), and how managed scaling explains itself. */
import type { AlarmRow } from '../../aws/applicationautoscaling/table';
import type { Tag } from '../types';

export type Switch = 'ENABLED' | 'DISABLED';

/** Every field has its default: DescribeCapacityProviders answers with all of them. */
export interface ManagedScaling {
  readonly status: Switch;
  /** Percent, 1 to 100. */
  readonly targetCapacity: number;
  readonly minimumScalingStepSize: number;
  readonly maximumScalingStepSize: number;
  /** Seconds. */
  readonly instanceWarmupPeriod: number;
}

export interface AutoScalingGroupProvider {
  readonly autoScalingGroupArn: string;
  readonly managedScaling: ManagedScaling;
  readonly managedTerminationProtection: Switch;
  readonly managedDraining: Switch;
}

export interface CapacityProvider {
  readonly capacityProviderArn: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'INACTIVE';
  readonly autoScalingGroupProvider: AutoScalingGroupProvider;
  readonly updateStatus?: 'UPDATE_COMPLETE' | 'DELETE_COMPLETE';
  readonly tags: readonly Tag[];
  /** Simulator's own: the key of its group. */
  readonly autoScalingGroupName: string;
}

/** What managed scaling last worked out for a provider in its cluster. */
export interface ManagedScalingState {
  readonly capacityProvider: string;
  readonly cluster: string;
  readonly autoScalingGroupName: string;
  /** Name of its scaling policy on the group. */
  readonly policyName: string;
  readonly targetCapacity: number;
  /** M and N; null: not measured yet. */
  readonly needed: number | null;
  readonly running: number | null;
  /** CapacityProviderReservation, percent. */
  readonly reservation: number | null;
  /** Tasks that wait for capacity. */
  readonly waiting: number;
  /** What held the policy back when its alarm last called. */
  readonly heldBy: 'warmUp' | 'limit' | 'half' | null;
}

/** Tasks of the same needs that wait together, and the instances they would take. */
export interface WaitingGroup {
  readonly taskDefinition: string;
  readonly cpu: number;
  readonly memoryMiB: number;
  readonly networkInterface: boolean;
  readonly tasks: number;
  /** On the largest instance type of the group; null: not one fits the smallest, so they are left out. */
  readonly instances: number | null;
}

/** The figures of one minute. */
export interface Need {
  readonly groups: readonly WaitingGroup[];
  /** Instances with at least one task that is not a daemon's. */
  readonly used: number;
  /** For the waiting tasks, before and after the step limits. */
  readonly wanted: number;
  readonly step: number;
  /** M. */
  readonly needed: number;
  /** N. */
  readonly running: number;
  readonly reservation: number;
}

/** The answer of quayside `explainManagedScaling { cluster, capacityProvider }`. */
export interface ManagedScalingExplanation extends Need {
  readonly capacityProvider: string;
  readonly cluster: string;
  readonly autoScalingGroupName: string;
  readonly policyName: string;
  readonly managedScaling: ManagedScaling;
  readonly action: 'OUT' | 'IN' | 'NONE';
  /** The group's size now, and the size that brings the metric to its target. */
  readonly desiredCapacity: number;
  readonly minSize: number;
  readonly maxSize: number;
  readonly target: number;
  /** What the policy would make of it if its alarm called now, and what holds it back. */
  readonly result: number;
  readonly heldBy: 'warmUp' | 'limit' | 'half' | null;
  /** The youngest instance that is still warming up; null: none. */
  readonly warmUp: { readonly instanceId: string; readonly leftMs: number } | null;
  readonly alarms: readonly AlarmRow[];
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: name. Index: `group` (AutoScalingGroupName). FARGATE and FARGATE_SPOT have no record. */
    'ecs/CapacityProvider': CapacityProvider;
    /** Key: `<cluster>/<provider>`. Index: `group` (AutoScalingGroupName). Managed scaling at work, from association to its end. */
    'ecs/ManagedScaling': ManagedScalingState;
  }
}
