/** DescribeServices: up to ten; unknown ones become failures. INACTIVE ones are still described. */
import type { Admission, Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { nameOf, serviceArn } from '../arn';
import { wireService } from '../printers/wire';
import { accepted } from './answers';
import { clusterNamed, serviceKey } from './lookups';

const MAX_SERVICES = 10;

export interface DescribeServicesRequest {
  readonly cluster?: string;
  readonly services: readonly string[];
  readonly include?: readonly string[];
}

export function describeServices(input: DescribeServicesRequest, read: Read): Admission {
  const { clusterName, clusterArn } = clusterNamed(read, input.cluster);
  if (input.services.length === 0)
    refuse('InvalidParameterException', 'Services cannot be empty.', ['services']);
  if (input.services.length > MAX_SERVICES)
    refuse(
      'InvalidParameterException',
      `At most ${MAX_SERVICES} services can be described at once.`,
      ['services'],
    );
  const tags = input.include?.includes('TAGS') ?? false;
  const found = input.services.map((name) =>
    read.get('ecs/Service', serviceKey(clusterName, name)),
  );
  return accepted({
    services: found.flatMap((service) => (service ? [wireService(service, { tags })] : [])),
    failures: input.services.flatMap((name, i) =>
      found[i] ? [] : [{ arn: serviceArn(clusterArn, nameOf(name)), reason: 'MISSING' }],
    ),
  });
}
