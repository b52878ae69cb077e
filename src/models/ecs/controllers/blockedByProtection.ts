/**
 * Whether a deployment cannot go on because of protected tasks: it needs room under the upper bound, and every task of the older
 * deployments is protected. ECS then protects no more of them (reason DEPLOYMENT_BLOCKED).
 */
import type { Read } from '../../../engine/model';
import { observeService } from './observeService';
import { isProtected } from './protection';
import { summed, tasksIn } from './serviceSums';

export function isBlockedByProtection(service: string, read: Read): boolean {
  const observed = observeService(service, read);
  if (observed?.primary.deployment.rolloutState !== 'IN_PROGRESS') return false;
  const sums = summed(observed);
  const old = tasksIn(observed.others, (d) => d.running);
  if (old === 0 || sums.total < observed.bounds.upper || sums.current >= sums.desired) return false;
  const { id } = observed.primary.deployment;
  return read
    .keysBy('ecs/Task', 'service', service)
    .filter((key) => {
      const task = read.get('ecs/Task', key);
      return task?.desiredStatus === 'RUNNING' && task.startedBy !== id;
    })
    .every((key) => isProtected(read, key));
}
