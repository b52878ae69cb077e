/**
 * DeregisterContainerInstance: the instance leaves the cluster; EC2 keeps it. With tasks on it only by force: those of
 * services are replaced elsewhere, others are on their own.
 */
import type { Admission, Context } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { nameOf } from '../arn';
import { wireContainerInstance } from '../printers/wire';
import { accepted } from './answers';
import { clusterNamed, containerInstanceNamed } from './lookups';

export interface DeregisterContainerInstanceRequest {
  readonly cluster?: string;
  readonly containerInstance: string;
  readonly force?: boolean;
}

export function deregisterContainerInstance(
  input: DeregisterContainerInstanceRequest,
  ctx: Context,
): Admission {
  const { clusterName } = clusterNamed(ctx, input.cluster);
  const instance = containerInstanceNamed(ctx, clusterName, input.containerInstance);
  if (!instance || instance.status === 'INACTIVE')
    refuse(
      'InvalidParameterException',
      `Referenced container instance ${nameOf(input.containerInstance)} not found.`,
      ['containerInstance'],
    );
  if (instance.runningTasksCount + instance.pendingTasksCount > 0 && !input.force)
    refuse('InvalidParameterException', 'Found running tasks on the instance.', [
      'containerInstance',
    ]);
  const output = { containerInstance: wireContainerInstance({ ...instance, status: 'INACTIVE' }) };
  return accepted(output, [
    {
      do: 'command',
      command: {
        model: 'ecs',
        type: 'deregisterContainerInstance',
        containerInstance: `${clusterName}/${nameOf(input.containerInstance)}`,
        reason: 'Container instance deregistration forced by user',
      },
    },
  ]);
}
