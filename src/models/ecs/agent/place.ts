/** Where a task runs: the EC2 instance behind its container instance, or its zone on Fargate. */
import type { Read } from '../../../engine/model';
import { keyOfArn } from '../arn';
import type { Task } from '../types';
import { fargatePlace, hostOf } from './managedTask';

/** undefined: not placed, or its container instance is gone. */
export function placeOfTask(read: Pick<Read, 'get'>, task: Task): string | undefined {
  const { containerInstanceArn, availabilityZone, launchType } = task;
  if (launchType === 'FARGATE')
    return availabilityZone === undefined ? undefined : fargatePlace(availabilityZone);
  if (containerInstanceArn === undefined) return undefined;
  return read.get('ecs/ContainerInstance', keyOfArn(containerInstanceArn))?.ec2InstanceId;
}

/**
 * Can the control plane and the agent of this task speak? Both must hold: a packet gets through, and the control plane
 * has not given the agent up.
 */
export function agentConnected(read: Pick<Read, 'get'>, task: Task): boolean {
  const place = placeOfTask(read, task);
  if (place === undefined || !hostOf(read, place).reachable) return false;
  const { containerInstanceArn } = task;
  if (containerInstanceArn === undefined) return true;
  return read.get('ecs/ContainerInstance', keyOfArn(containerInstanceArn))?.agentConnected ?? false;
}
