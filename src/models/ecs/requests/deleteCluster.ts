/** DeleteCluster: refused while anything is in it; afterwards it stays, INACTIVE. */
import type { Admission, Context } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { wireCluster } from '../printers/wire';
import type { Cluster } from '../types';
import { accepted } from './answers';
import { countsOf } from './clusterCounts';
import { note } from './facts';
import { clusterNamed } from './lookups';

export function deleteCluster(input: { readonly cluster: string }, ctx: Context): Admission {
  const cluster = clusterNamed(ctx, input.cluster);
  const { clusterName } = cluster;
  const counts = countsOf(ctx, clusterName);
  const holds = (exception: string, what: string) =>
    refuse(exception, `The Cluster cannot be deleted while ${what}.`, ['cluster']);
  if (counts.registeredContainerInstancesCount > 0)
    holds(
      'ClusterContainsContainerInstancesException',
      'Container Instances are active or draining',
    );
  if (ctx.tally('ecs/clusterServices', clusterName)['present'])
    holds('ClusterContainsServicesException', 'Services are active');
  if (ctx.tally('ecs/clusterTasks', clusterName)['present'])
    holds('ClusterContainsTasksException', 'Tasks are active');
  const deleted: Cluster = { ...cluster, status: 'INACTIVE' };
  return accepted({ cluster: wireCluster(deleted, counts) }, [
    { do: 'put', kind: 'ecs/Cluster', key: clusterName, value: deleted },
    note(
      { kind: 'ecs/Cluster', key: clusterName },
      { type: 'clusterDeleted', data: { clusterName } },
    ),
  ]);
}
