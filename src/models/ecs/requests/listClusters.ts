/** ListClusters: ARNs of the clusters that are not INACTIVE. */
import type { Admission, Read } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { clusterArn } from '../arn';
import { accepted } from './answers';
import { pageOf, type PageRequest } from './page';

export function listClusters(input: PageRequest, read: Read): Admission {
  const active = read.list('ecs/Cluster').filter((cluster) => cluster.status !== 'INACTIVE');
  const names = active.map((cluster) => cluster.clusterName);
  const { keys, ...rest } = pageOf(names, input, read);
  const region = regionOf(read);
  return accepted({ clusterArns: keys.map((name) => clusterArn(region, name)), ...rest });
}
