/**
 * `minValues` of a requirement (pkg/cloudprovider/types.go InstanceTypes.SatisfiesMinValues, v1.8): the instance types left for a
 * NodeClaim must be of at least so many values of the key.
 */
import type { Offering } from './offerings';
import type { NodePool } from './types';

export const hasNoMinValues = ({ spec }: NodePool): boolean =>
  spec.template.spec.requirements.every(({ minValues }) => minValues === undefined);

/** Keys whose minimum the offerings do not reach. */
export const unmetMinValues = (
  { spec }: NodePool,
  offerings: readonly Offering[],
): readonly string[] =>
  spec.template.spec.requirements.flatMap(({ key, minValues }) => {
    if (minValues === undefined) return [];
    const values = new Set(offerings.flatMap(({ labels }) => labels[key] ?? []));
    return values.size < minValues ? [key] : [];
  });

export const minValuesMessage = (keys: readonly string[]): string =>
  `minValues requirement is not met for label(s) (label(s)=[${keys.join(' ')}])`;
