/** What agents do, on instances and on Fargate, and what they and the control plane say to each other. */
import type { ContainerEvent } from '../lifecycles/container.machine';

export type AgentCommand =
  // The container instance
  | { readonly type: 'registerContainerInstance'; readonly instanceId: string }
  | {
      readonly type: 'setAgentConnected';
      readonly containerInstance: string;
      readonly connected: boolean;
    }
  /** Fargate: the hosts of a zone are lost, and the platform has noticed. */
  | { readonly type: 'loseFargateHosts'; readonly zone: string }
  // Between control plane and agent; `task` is the task's key.
  /** The agent takes a task that was placed on it. */
  | { readonly type: 'acceptTask'; readonly task: string }
  /** The agent hears that a task is to stop. */
  | { readonly type: 'stopManagedTask'; readonly task: string }
  /** The agent says how a task and its containers stand. */
  | { readonly type: 'submitTaskState'; readonly task: string }
  // The agent's own work
  | {
      readonly type: 'tellContainer';
      readonly task: string;
      readonly container: string;
      readonly event: ContainerEvent;
    }
  /** The kernel has killed its process. */
  | { readonly type: 'containerOutOfMemory'; readonly task: string; readonly container: string }
  | { readonly type: 'processEnded'; readonly task: string; readonly container: string }
  | { readonly type: 'pullImage'; readonly task: string; readonly container: string }
  /** What has come due in its processes: what listens, how it answers, how healthy it is. */
  | { readonly type: 'observeProcesses'; readonly task: string };
