/** DeleteCapacityProvider: only when no cluster has it; FARGATE and FARGATE_SPOT are nobody's to delete. */
import type { Admission, Context } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { clustersOf, isPredefined, providerNamed } from '../capacityProviders/lookups';
import { wireCapacityProvider } from '../printers/wire';
import { accepted } from './answers';

export function deleteCapacityProvider(
  input: { readonly capacityProvider: string },
  ctx: Context,
): Admission {
  if (isPredefined(input.capacityProvider))
    refuse(
      'ClientException',
      'The FARGATE and FARGATE_SPOT capacity providers are reserved and cannot be deleted.',
      ['capacityProvider'],
    );
  const provider = providerNamed(ctx, input.capacityProvider, 'capacityProvider');
  const [cluster] = clustersOf(ctx, provider.name);
  if (cluster !== undefined)
    refuse(
      'ClientException',
      `The capacity provider cannot be deleted because it is associated with cluster: ${cluster}. Remove the capacity provider from the cluster and try again.`,
      ['capacityProvider'],
    );
  const gone = { ...provider, status: 'INACTIVE', updateStatus: 'DELETE_COMPLETE' } as const;
  const about = { kind: 'ecs/CapacityProvider', key: provider.name } as const;
  return accepted({ capacityProvider: wireCapacityProvider(gone) }, [
    { do: 'note', fact: { model: 'ecs', about, type: 'capacityProviderDeleted', data: {} } },
    { do: 'remove', ...about },
  ]);
}
