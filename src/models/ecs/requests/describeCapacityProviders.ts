/** DescribeCapacityProviders: those that are named, else all, FARGATE and FARGATE_SPOT first. */
import type { Admission, Read } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import { capacityProviderArn, nameOf } from '../arn';
import { isPredefined, PREDEFINED_PROVIDERS } from '../capacityProviders/lookups';
import { wireCapacityProvider, type Wire } from '../printers/wire';
import { accepted } from './answers';

interface DescribeCapacityProvidersRequest {
  readonly capacityProviders?: readonly string[];
  readonly include?: readonly string[];
}

export function describeCapacityProviders(
  input: DescribeCapacityProvidersRequest,
  read: Read,
): Admission {
  const tags = input.include?.includes('TAGS') ?? false;
  const all = [...PREDEFINED_PROVIDERS, ...read.keys('ecs/CapacityProvider').toSorted()];
  const names = (input.capacityProviders ?? all).map(nameOf);
  const region = regionOf(read);
  const found = names.map((name): Wire | undefined => {
    if (isPredefined(name)) return predefined(name, region);
    const provider = read.get('ecs/CapacityProvider', name);
    return provider && wireCapacityProvider(provider, { tags });
  });
  return accepted({
    capacityProviders: found.flatMap((provider) => (provider ? [provider] : [])),
    failures: names.flatMap((name, i) =>
      found[i] ? [] : [{ arn: capacityProviderArn(region, name), reason: 'MISSING' }],
    ),
  });
}

const predefined = (name: string, region: string): Wire => ({
  capacityProviderArn: capacityProviderArn(region, name),
  name,
  status: 'ACTIVE',
  type: name,
  tags: [],
});
