/**
 * Managed draining (Developer Guide, "Safely stop Amazon ECS workloads running on EC2 instances"): a lifecycle hook holds an
 * instance that its group terminates, the instance is DRAINING until its last task has stopped, and the hook is completed.
 * While it drains the hook is told that somebody is at work; 48 hours are the most. An instance whose agent does not answer
 * has nothing that could be moved in order, so it is let go. Key: InstanceId.
 */
import type { Command, Context, Controller, Effect, Read } from '../../../engine/model';
import { openAction } from '../../aws/autoscaling/lifecycleHooks';
import type { LifecycleAction, LifecycleHook } from '../../aws/autoscaling/types';
import { keyOfArn } from '../arn';
import type { ContainerInstance } from '../types';
import { containerInstanceOf } from './need';

export const DRAINING_CONTROLLER = 'ecs/managedDraining';
export const DRAINING_HOOK = 'ecs-managed-draining-termination-hook';

/** As ECS sets it up (published groups): an hour, then the termination goes on. */
export const drainingHook = (AutoScalingGroupName: string): LifecycleHook => ({
  LifecycleHookName: DRAINING_HOOK,
  AutoScalingGroupName,
  LifecycleTransition: 'autoscaling:EC2_INSTANCE_TERMINATING',
  HeartbeatTimeout: 3600,
  GlobalTimeout: 172_800,
  DefaultResult: 'CONTINUE',
});

/** Half of the heartbeat's timeout. */
const HEARTBEAT_MS = 1_800_000;

export const drainingController: Controller = {
  name: DRAINING_CONTROLLER,
  latencyMs: 0,
  sync(InstanceId, read) {
    const observed = observeDraining(InstanceId, read);
    if (!observed) return undefined;
    const { action, instance, nowMs } = observed;
    const beatMs = (action.dueMs ?? nowMs) - HEARTBEAT_MS;
    return {
      commands: decideDraining(InstanceId, observed, nowMs >= beatMs),
      ...(instance && nowMs < beatMs ? { requeueAfterMs: beatMs - nowMs } : {}),
    };
  },
};

interface Draining {
  readonly action: LifecycleAction;
  readonly instance: ContainerInstance | undefined;
  readonly nowMs: number;
}

function observeDraining(InstanceId: string, read: Read): Draining | undefined {
  const member = read.get('autoscaling/AutoScalingInstance', InstanceId);
  const action = member && openAction(member, DRAINING_HOOK);
  return action && { action, instance: containerInstanceOf(InstanceId, read), nowMs: read.nowMs };
}

function decideDraining(
  InstanceId: string,
  { instance }: Draining,
  heartbeat: boolean,
): readonly Command[] {
  const done: Command = { model: 'ecs', type: 'finishManagedDraining', instanceId: InstanceId };
  if (!instance?.agentConnected) return [done];
  if (instance.status === 'ACTIVE')
    return [{ model: 'ecs', type: 'startManagedDraining', instanceId: InstanceId }];
  if (tasksOn(instance) === 0) return [done];
  const beat = { InstanceId, LifecycleHookName: DRAINING_HOOK };
  return heartbeat ? [{ model: 'aws', type: 'recordHeartbeat', ...beat }] : [];
}

const tasksOn = ({ runningTasksCount, pendingTasksCount }: ContainerInstance): number =>
  runningTasksCount + pendingTasksCount;

interface OfInstance {
  readonly instanceId: string;
}

export function startManagedDraining({ instanceId }: OfInstance, ctx: Context): readonly Effect[] {
  const instance = containerInstanceOf(instanceId, ctx);
  if (instance?.status !== 'ACTIVE') return [];
  const key = keyOfArn(instance.containerInstanceArn);
  const data = { ec2InstanceId: instanceId, tasks: tasksOn(instance) };
  const about = { kind: 'ecs/ContainerInstance', key } as const;
  return [
    { do: 'note', fact: { model: 'ecs', type: 'managedDrainingStarted', about, data } },
    drain(key),
  ];
}

export const drain = (containerInstance: string): Effect => ({
  do: 'command',
  command: {
    model: 'ecs',
    type: 'setContainerInstanceStatus',
    containerInstance,
    status: 'DRAINING',
  },
});

export function finishManagedDraining({ instanceId }: OfInstance, ctx: Context): readonly Effect[] {
  const member = ctx.get('autoscaling/AutoScalingInstance', instanceId);
  const action = member && openAction(member, DRAINING_HOOK);
  if (!action) return [];
  const instance = containerInstanceOf(instanceId, ctx);
  const data = { ec2InstanceId: instanceId, tookMs: ctx.nowMs - action.startedMs };
  const about = {
    kind: 'ecs/ContainerInstance',
    key: instance ? keyOfArn(instance.containerInstanceArn) : instanceId,
  } as const;
  const complete = {
    InstanceId: instanceId,
    LifecycleHookName: DRAINING_HOOK,
    result: 'CONTINUE',
    timedOut: false,
  } as const;
  return [
    { do: 'note', fact: { model: 'ecs', type: 'managedDrainingCompleted', about, data } },
    { do: 'command', command: { model: 'aws', type: 'completeLifecycleAction', ...complete } },
  ];
}
