/** What must always be so of tasks that wait for capacity, and of what managed scaling remembers. */
import type { Read } from '../../../engine/model';

export function capacityInvariants(read: Read): readonly string[] {
  return [
    ...read.keys('ecs/Cluster').flatMap((cluster) => waitingFaults(cluster, read)),
    ...read.list('ecs/ManagedScaling').flatMap(({ cluster, capacityProvider: name }) => {
      const record = read.get('ecs/Cluster', cluster);
      // The association is looked at in the same instant, after the request.
      const gone = !read.has('ecs/CapacityProvider', name) && record === undefined;
      return gone ? [`managed scaling of ${name} outlives its cluster`] : [];
    }),
  ];
}

function waitingFaults(cluster: string, read: Read): readonly string[] {
  const waiting = read.by('ecs/Task', 'waiting', cluster);
  const nobodys = waiting.filter((task) => task.capacityProviderName === undefined);
  return [
    ...(waiting.length > 500 ? [`${cluster} has ${waiting.length} tasks waiting`] : []),
    ...nobodys.map(({ taskArn }) => `${taskArn} waits for no provider's capacity`),
  ];
}
