/**
 * The resource behind a scalable target: Application Auto Scaling asks ECS with DescribeServices and tells it with UpdateService.
 * Its records are read and a command is sent; no code of ECS is used here, and where there is no ECS there is no service.
 */
import type { Command, Read } from '../../../engine/model';
import { serviceKeyOf } from './names';

export interface ScalableService {
  /** desiredCount. */
  readonly capacity: number;
  readonly running: number;
  /** One task an instance: it has no count to set. */
  readonly isDaemon: boolean;
  readonly deploymentInProgress: boolean;
  readonly deploymentController: string;
  /** ARNs of the target groups that it registers its tasks in. */
  readonly targetGroups: readonly string[];
}

/** undefined: there is none, or it is being deleted. */
export function scalableService(
  ResourceId: string,
  read: Pick<Read, 'get'>,
): ScalableService | undefined {
  const key = serviceKeyOf(ResourceId);
  const service = key === undefined ? undefined : read.get('ecs/Service', key);
  if (service?.status !== 'ACTIVE') return undefined;
  return {
    capacity: service.desiredCount,
    running: service.runningCount,
    isDaemon: service.schedulingStrategy === 'DAEMON',
    deploymentInProgress: service.deployments.some(
      ({ rolloutState, status }) => rolloutState === 'IN_PROGRESS' || status === 'ACTIVE',
    ),
    deploymentController: service.deploymentController.type,
    targetGroups: service.loadBalancers.flatMap(({ targetGroupArn }) => targetGroupArn ?? []),
  };
}

/** As the service-linked role calls UpdateService. `message` becomes the service event. */
export const setDesiredCount = (
  ResourceId: string,
  desiredCount: number,
  message: string,
): Command => ({
  model: 'ecs',
  type: 'setDesiredCount',
  service: serviceKeyOf(ResourceId) ?? '',
  desiredCount,
  message,
});
