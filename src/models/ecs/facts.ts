/**
 * What ECS reports. Sentences are rendered from these outside; texts in `message`, `reason` are the platform's own and
 * stay English. Every number is the one that the algorithm used.
 */
import type { AgentFact } from './agent/facts';
import type { CapacityProviderFact } from './capacityProviders/facts';
import type { ServiceFact } from './controllers/facts';
import type { RequestsFact } from './requests/facts';
import type { ContainerInstance, StopCode, Task, TaskLastStatus } from './types';

export type EcsFact = TaskFact | AgentFact | ServiceFact | RequestsFact | CapacityProviderFact;

/** About the task. */
export type TaskFact =
  /** Placed and begun, or begun and waiting for capacity. */
  | {
      readonly type: 'taskCreated';
      readonly data: {
        readonly taskDefinition: string;
        readonly group: string;
        readonly launchType: string;
        readonly availabilityZone: string;
        readonly ec2InstanceId: string | null;
        /** Instances (zones on Fargate) that were looked at, and those that could take it. */
        readonly candidates: number;
        readonly eligible: number;
        /** The capacity provider that it was given to. */
        readonly capacityProvider?: string;
        /** It has no place yet: it waits for its provider's group to grow. */
        readonly waits?: true;
      };
    }
  | {
      readonly type: 'taskStatusChanged';
      readonly data: {
        readonly from: TaskLastStatus;
        readonly to: TaskLastStatus;
        readonly desiredStatus: Task['desiredStatus'];
        readonly stopCode?: StopCode | undefined;
        readonly stoppedReason?: string | undefined;
      };
    }
  /** About the container instance. */
  | {
      readonly type: 'instanceStatusChanged';
      readonly data: {
        readonly from: ContainerInstance['status'];
        readonly to: ContainerInstance['status'];
        readonly ec2InstanceId: string;
      };
    };

declare module '../../engine/model' {
  interface FactTypes {
    ecs: EcsFact;
  }
}
