/** ListServices: ARNs of a cluster's services that are not INACTIVE, ten a page unless more are asked for. */
import type { Admission, Read } from '../../../engine/model';
import { nameOf, serviceArn } from '../arn';
import { accepted } from './answers';
import { clusterNamed } from './lookups';
import { pageOf, type PageRequest } from './page';

export interface ListServicesRequest extends PageRequest {
  readonly cluster?: string;
  readonly launchType?: string;
  readonly schedulingStrategy?: string;
}

export function listServices(input: ListServicesRequest, read: Read): Admission {
  const { clusterName, clusterArn } = clusterNamed(read, input.cluster);
  const names = read
    .by('ecs/Service', 'cluster', clusterName)
    .filter(
      (service) =>
        service.status !== 'INACTIVE' &&
        (input.launchType ?? service.launchType) === service.launchType &&
        (input.schedulingStrategy ?? service.schedulingStrategy) === service.schedulingStrategy,
    )
    .map((service) => service.serviceName);
  const { keys, ...rest } = pageOf(names, { maxResults: 10, ...input }, read);
  return accepted({
    serviceArns: keys.map((name) => serviceArn(clusterArn, nameOf(name))),
    ...rest,
  });
}
