/** What a cluster holds, kept as sums by the store. Sources of the names: API reference, Cluster. */
import { defineTally, type Read, type TallyDef } from '../../../engine/model';
import { nameOf } from '../arn';
import type { ClusterCounts } from '../printers/wire';

/** Buckets: cluster names. */
export const clusterTallies: readonly TallyDef[] = [
  defineTally({
    name: 'ecs/clusterTasks',
    kind: 'ecs/Task',
    of: ({ clusterArn, lastStatus }) =>
      lastStatus === 'STOPPED'
        ? undefined
        : {
            bucket: nameOf(clusterArn),
            add: {
              present: 1,
              running: lastStatus === 'RUNNING' ? 1 : 0,
              pending: PENDING.includes(lastStatus) ? 1 : 0,
            },
          },
  }),
  defineTally({
    name: 'ecs/clusterServices',
    kind: 'ecs/Service',
    of: ({ clusterArn, status }) =>
      status === 'INACTIVE'
        ? undefined
        : {
            bucket: nameOf(clusterArn),
            add: { present: 1, active: status === 'ACTIVE' ? 1 : 0 },
          },
  }),
  defineTally({
    name: 'ecs/clusterContainerInstances',
    kind: 'ecs/ContainerInstance',
    of: ({ status }, key) =>
      status === 'INACTIVE'
        ? undefined
        : { bucket: key.slice(0, key.indexOf('/')), add: { registered: 1 } },
  }),
];

const PENDING: readonly string[] = ['PROVISIONING', 'PENDING', 'ACTIVATING'];

export function countsOf(read: Read, clusterName: string): ClusterCounts {
  const tasks = read.tally('ecs/clusterTasks', clusterName);
  return {
    registeredContainerInstancesCount:
      read.tally('ecs/clusterContainerInstances', clusterName)['registered'] ?? 0,
    runningTasksCount: tasks['running'] ?? 0,
    pendingTasksCount: tasks['pending'] ?? 0,
    activeServicesCount: read.tally('ecs/clusterServices', clusterName)['active'] ?? 0,
  };
}
