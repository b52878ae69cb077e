/** UpdateCapacityProvider: managed scaling, termination protection and draining of a provider; its group stays. */
import type { Admission, Context } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { isPredefined, providerNamed } from '../capacityProviders/lookups';
import type { AutoScalingGroupProvider, CapacityProvider } from '../capacityProviders/types';
import { wireCapacityProvider } from '../printers/wire';
import { updateCapacityProviderErrors } from '../validation/capacityProvider';
import type { UpdateCapacityProviderRequest } from '../validation/requestTypes';
import { accepted, refuseErrors } from './answers';
import { refuseUselessProtection } from './createCapacityProvider';
import { sameValue } from './sameValue';

export function updateCapacityProvider(
  input: UpdateCapacityProviderRequest,
  ctx: Context,
): Admission {
  refuseErrors(updateCapacityProviderErrors(input));
  if (isPredefined(input.name))
    refuse(
      'ClientException',
      'The FARGATE and FARGATE_SPOT capacity providers are reserved and cannot be updated.',
      ['name'],
    );
  const before = providerNamed(ctx, input.name, 'name');
  const provider = withChanges(before.autoScalingGroupProvider, input);
  const group = ctx.get('autoscaling/AutoScalingGroup', before.autoScalingGroupName);
  refuseUselessProtection(provider, group);
  const changed = changesBetween(before.autoScalingGroupProvider, provider);
  const value: CapacityProvider = {
    ...before,
    autoScalingGroupProvider: provider,
    updateStatus: 'UPDATE_COMPLETE',
  };
  const about = { kind: 'ecs/CapacityProvider', key: before.name } as const;
  const data = { changed };
  return accepted(
    { capacityProvider: wireCapacityProvider(value) },
    changed.length === 0
      ? []
      : [
          { do: 'put', ...about, value },
          { do: 'note', fact: { model: 'ecs', about, type: 'capacityProviderUpdated', data } },
        ],
  );
}

/** What is left out stays. */
const withChanges = (
  before: AutoScalingGroupProvider,
  { autoScalingGroupProvider: asked = {} }: UpdateCapacityProviderRequest,
): AutoScalingGroupProvider => ({
  ...before,
  managedScaling: { ...before.managedScaling, ...asked.managedScaling },
  managedTerminationProtection:
    asked.managedTerminationProtection ?? before.managedTerminationProtection,
  managedDraining: asked.managedDraining ?? before.managedDraining,
});

function changesBetween(
  before: AutoScalingGroupProvider,
  after: AutoScalingGroupProvider,
): readonly string[] {
  const flat = (provider: AutoScalingGroupProvider): Readonly<Record<string, unknown>> => ({
    ...provider.managedScaling,
    managedTerminationProtection: provider.managedTerminationProtection,
    managedDraining: provider.managedDraining,
  });
  const [was, is] = [flat(before), flat(after)];
  return Object.keys(is).filter((field) => !sameValue(was[field], is[field]));
}
