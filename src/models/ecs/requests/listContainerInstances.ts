/** ListContainerInstances: ARNs of a cluster's instances, by status and by cluster query expression. */
import type { Admission, Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { containerInstanceArn, nameOf } from '../arn';
import { parseClusterQuery } from '../query/clusterQueryLanguage';
import { containerInstanceSubject } from '../query/containerInstanceSubject';
import type { ContainerInstance } from '../types';
import { accepted } from './answers';
import { clusterNamed } from './lookups';
import { pageOf, type PageRequest } from './page';

export interface ListContainerInstancesRequest extends PageRequest {
  readonly cluster?: string;
  readonly filter?: string;
  readonly status?: string;
}

export function listContainerInstances(
  input: ListContainerInstancesRequest,
  read: Read,
): Admission {
  const { clusterName, clusterArn } = clusterNamed(read, input.cluster);
  const selects = filterOf(input.filter, read);
  const ids = read
    .by('ecs/ContainerInstance', 'cluster', clusterName)
    .filter(({ status }) =>
      input.status === undefined ? status !== 'INACTIVE' : status === input.status,
    )
    .filter(selects)
    .map((instance) => nameOf(instance.containerInstanceArn));
  const { keys, ...rest } = pageOf(ids, input, read);
  const arns = keys.map((id) => containerInstanceArn(clusterArn, id));
  return accepted({ containerInstanceArns: arns, ...rest });
}

function filterOf(filter: string | undefined, read: Read): (i: ContainerInstance) => boolean {
  if (filter === undefined) return () => true;
  const query = parseClusterQuery(filter);
  if (!query.ok) refuse('InvalidParameterException', query.message, ['filter']);
  return (instance) => query.matches(containerInstanceSubject(instance, read));
}
