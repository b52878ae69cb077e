/** DescribeContainerInstances: up to a hundred; unknown ones become failures. */
import type { Admission, Read } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { containerInstanceArn, nameOf } from '../arn';
import { wireContainerInstance } from '../printers/wire';
import { accepted } from './answers';
import { clusterNamed, containerInstanceNamed } from './lookups';

const MAX_INSTANCES = 100;

export interface DescribeContainerInstancesRequest {
  readonly cluster?: string;
  readonly containerInstances: readonly string[];
}

export function describeContainerInstances(
  input: DescribeContainerInstancesRequest,
  read: Read,
): Admission {
  const { clusterName, clusterArn } = clusterNamed(read, input.cluster);
  const names = input.containerInstances;
  if (names.length === 0)
    refuse('InvalidParameterException', 'Container Instances cannot be empty.', [
      'containerInstances',
    ]);
  if (names.length > MAX_INSTANCES)
    refuse(
      'InvalidParameterException',
      `At most ${MAX_INSTANCES} container instances can be described at once.`,
      ['containerInstances'],
    );
  const found = names.map((name) => containerInstanceNamed(read, clusterName, name));
  return accepted({
    containerInstances: found.flatMap((i) => (i ? [wireContainerInstance(i)] : [])),
    failures: names.flatMap((name, i) =>
      found[i] ? [] : [{ arn: containerInstanceArn(clusterArn, nameOf(name)), reason: 'MISSING' }],
    ),
  });
}
