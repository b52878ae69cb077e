/** DescribeClusters: `default` when none is named; unknown ones become failures. */
import type { Admission, Read } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { clusterArn, DEFAULT_CLUSTER, nameOf } from '../arn';
import { attachmentsOf } from '../capacityProviders/attachments';
import { wireCluster } from '../printers/wire';
import { accepted } from './answers';
import { countsOf } from './clusterCounts';

export function describeClusters(
  input: { readonly clusters?: readonly string[]; readonly include?: readonly string[] },
  read: Read,
): Admission {
  const names = input.clusters ?? [DEFAULT_CLUSTER];
  const found = names.map((name) => read.get('ecs/Cluster', nameOf(name)));
  const region = regionOf(read);
  return accepted({
    clusters: found.flatMap((cluster) =>
      cluster
        ? [
            {
              ...wireCluster(cluster, countsOf(read, cluster.clusterName), {
                tags: input.include?.includes('TAGS') ?? false,
              }),
              ...(input.include?.includes('ATTACHMENTS')
                ? {
                    attachments: attachmentsOf(cluster, read),
                    attachmentsStatus: 'UPDATE_COMPLETE',
                  }
                : {}),
            },
          ]
        : [],
    ),
    failures: names.flatMap((name, i) =>
      found[i] ? [] : [{ arn: clusterArn(region, nameOf(name)), reason: 'MISSING' }],
    ),
  });
}
