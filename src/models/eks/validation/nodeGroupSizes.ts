/**
 * The sizes of a node group as eksctl fills them in and checks them, in the words of its command line's flags (validation.go
 * ValidateManagedNodeGroup; pkg/cfn/builder/nodegroup.go for self-managed groups): two nodes where nothing is said, otherwise
 * what is said stands for what is not.
 */
import type { Path } from '../../../engine/model';
import type { NodeGroupBase } from './clusterConfigTypes';
import { refuseConfig } from './configError';

export interface Sizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desiredCapacity: number;
}

const DEFAULT_NODE_COUNT = 2;

type Asked = Pick<NodeGroupBase, 'minSize' | 'maxSize' | 'desiredCapacity'>;

function filledIn({ minSize, maxSize, desiredCapacity }: Asked): Sizes {
  const min = minSize ?? desiredCapacity ?? DEFAULT_NODE_COUNT;
  const max = maxSize ?? desiredCapacity ?? min;
  return { minSize: min, maxSize: max, desiredCapacity: desiredCapacity ?? min };
}

export function managedSizes(asked: Asked, path: Path): Sizes {
  const { minSize, maxSize, desiredCapacity } = asked;
  const { minSize: min, maxSize: max } = filledIn(asked);
  if (desiredCapacity !== undefined && desiredCapacity < min)
    refuseConfig(
      [...path, 'desiredCapacity'],
      `cannot use --nodes-min=${minSize ?? min} and --nodes=${desiredCapacity} at the same time`,
    );
  if (maxSize !== undefined && desiredCapacity !== undefined && desiredCapacity > maxSize)
    refuseConfig(
      [...path, 'desiredCapacity'],
      `cannot use --nodes-max=${maxSize} and --nodes=${desiredCapacity} at the same time`,
    );
  if (maxSize !== undefined && maxSize < min)
    refuseConfig(
      [...path, 'minSize'],
      `cannot use --nodes-min=${min} and --nodes-max=${maxSize} at the same time`,
    );
  // A managed group may be empty, but not for ever.
  return { ...filledIn(asked), maxSize: maxSize === undefined && max === 0 ? 1 : max };
}

export function selfManagedSizes(asked: Asked, path: Path): Sizes {
  const { maxSize, desiredCapacity } = asked;
  const { minSize: min } = filledIn(asked);
  if (desiredCapacity !== undefined && desiredCapacity < min)
    refuseConfig(
      [...path, 'desiredCapacity'],
      `--nodes value (${desiredCapacity}) cannot be lower than --nodes-min value (${min})`,
    );
  if (maxSize !== undefined && desiredCapacity !== undefined && desiredCapacity > maxSize)
    refuseConfig(
      [...path, 'desiredCapacity'],
      `--nodes value (${desiredCapacity}) cannot be greater than --nodes-max value (${maxSize})`,
    );
  if (maxSize !== undefined && maxSize < min)
    refuseConfig(
      [...path, 'minSize'],
      `--nodes-min value (${min}) cannot be greater than --nodes-max value (${maxSize})`,
    );
  return filledIn(asked);
}
