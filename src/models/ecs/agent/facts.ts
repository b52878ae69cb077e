/** What agents report, about the task unless another record is named. `container` is its name. */
import type { HealthStatus } from '../types';

export type AgentFact =
  /** About the ContainerInstance. */
  | {
      readonly type: 'instanceRegistered';
      readonly data: {
        readonly ec2InstanceId: string;
        readonly instanceType: string;
        readonly availabilityZone: string;
        readonly cpu: number;
        readonly memoryMiB: number;
      };
    }
  /** About the ContainerInstance. Tasks stay as they were last known. */
  | {
      readonly type: 'agentDisconnected' | 'agentReconnected';
      readonly data: { readonly ec2InstanceId: string; readonly tasks: number };
    }
  /** About the ContainerInstance. */
  | {
      readonly type: 'instanceDeregistered';
      readonly data: {
        readonly ec2InstanceId: string;
        readonly reason: string;
        readonly tasks: number;
      };
    }
  | {
      readonly type: 'imagePullStarted';
      readonly data: {
        readonly container: string;
        readonly image: string;
        readonly pullMs: number;
        /** Its layers were there already, or another task's pull brings them. */
        readonly cached: boolean;
      };
    }
  | {
      readonly type: 'containerStarted';
      readonly data: { readonly container: string; readonly restarts: number };
    }
  | {
      readonly type: 'containerStopped';
      readonly data: {
        readonly container: string;
        readonly exitCode: number | null;
        readonly reason: string | null;
        readonly essential: boolean;
      };
    }
  | {
      readonly type: 'containerHealthChanged';
      readonly data: {
        readonly container: string;
        readonly from: HealthStatus;
        readonly to: HealthStatus;
      };
    }
  /** A learner's fault. */
  | {
      readonly type: 'containerCrashed';
      readonly data: { readonly container: string; readonly exitCode: number };
    };
