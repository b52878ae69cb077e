/**
 * The zones in which an EC2NodeClass finds subnets (karpenter-provider-aws pkg/providers/subnet, v1.8). Each zone of this world has
 * one, `subnet-<zone>`; a term with an `id` names it, one with `tags` finds them all, as nobody tags subnets here.
 */
import type { StoredObject } from '../../kubernetes/types';

interface Term {
  readonly id?: string;
}

export function zonesOf(
  nodeClass: StoredObject | undefined,
  zones: readonly string[],
): readonly string[] {
  const spec = nodeClass?.['spec'] as
    { readonly subnetSelectorTerms?: readonly Term[] } | undefined;
  const terms = spec?.subnetSelectorTerms ?? [];
  if (terms.length === 0) return zones;
  return zones.filter((zone) =>
    terms.some(({ id }) => id === undefined || id === `subnet-${zone}`),
  );
}
