/** Where a DAEMON service wants its tasks, and which of its draining tasks are the last on their instance. */
import type { Read } from '../../../engine/model';
import { keyOfArn, taskDefinitionKey } from '../arn';
import { clusterOfKey, type ClusterView } from '../placement/clusterView';
import { placeDaemon } from '../placement/daemon';
import { clusterView } from '../placement/decision';
import { placementInput } from '../placement/input';
import { requirementsOf } from '../placement/requirements';
import { getEntry } from '../placement/sortedChunks';
import type { Deployment, Service } from '../types';

export interface ObservedDaemon {
  /** How many instances shall have a task. */
  readonly wanted: number;
  /** Keys of the instances that miss it and can take it now. */
  readonly free: readonly string[];
  /** Daemon tasks stop last on a DRAINING instance. */
  isLastOn(task: string): boolean;
}

export function observeDaemon(
  key: string,
  service: Service,
  primary: Deployment,
  read: Read,
): ObservedDaemon | null {
  const definition = read.get('ecs/TaskDefinition', taskDefinitionKey(primary.taskDefinition));
  if (!definition) return null;
  const cluster = clusterOfKey(key);
  const view = clusterView(read, cluster);
  const wish = { ...service, group: `service:${service.serviceName}` };
  const input = placementInput(read, definition, requirementsOf(definition), wish);
  const { wanted, free } = placeDaemon(view, input, primary.id);
  return {
    wanted: wanted.length,
    free: free.map(keyOfArn),
    isLastOn: (task) => onlyDaemons(read, cluster, view, task),
  };
}

function onlyDaemons(read: Read, cluster: string, view: ClusterView, task: string): boolean {
  const arn = read.get('ecs/Task', task)?.containerInstanceArn;
  const candidate = arn === undefined ? undefined : getEntry(view.instances, arn);
  const groups = Object.keys(candidate?.tasks ?? {}).filter((name) => !name.startsWith('ecs-svc/'));
  return groups.every((group) => {
    const service = read.get('ecs/Service', `${cluster}/${group.slice('service:'.length)}`);
    return group.startsWith('service:') && service?.schedulingStrategy === 'DAEMON';
  });
}
