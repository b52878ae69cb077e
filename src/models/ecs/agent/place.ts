/** Where a task runs: the EC2 instance behind its container instance, or its zone on Fargate. */
import type { Read } from '../../../engine/model';
import { keyOfArn } from '../arn';
import type { Task } from '../types';
import { fargatePlace } from './managedTask';

/** undefined: not placed, or its container instance is gone. */
export function placeOfTask(read: Pick<Read, 'get'>, task: Task): string | undefined {
  const { containerInstanceArn, availabilityZone, launchType } = task;
  if (launchType === 'FARGATE')
    return availabilityZone === undefined ? undefined : fargatePlace(availabilityZone);
  if (containerInstanceArn === undefined) return undefined;
  return read.get('ecs/ContainerInstance', keyOfArn(containerInstanceArn))?.ec2InstanceId;
}

/** Can the control plane and the agent of this task speak? What is not noticed yet is not known either. */
export function agentConnected(read: Pick<Read, 'get'>, task: Task): boolean {
  const { containerInstanceArn, availabilityZone = '', launchType } = task;
  if (launchType === 'FARGATE')
    return read.get('ec2/AvailabilityZone', availabilityZone)?.State === 'available';
  if (containerInstanceArn === undefined) return false;
  const instance = read.get('ecs/ContainerInstance', keyOfArn(containerInstanceArn));
  return instance?.agentConnected ?? false;
}
