/**
 * CreateCapacityProvider: a name for an Auto Scaling group that clusters may use. One provider a group. Fields that are left
 * out have the API's defaults; managed draining is on unless it is switched off (Developer Guide), managed scaling off
 * unless it is given.
 */
import type { Admission, Context } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import type { AutoScalingGroup } from '../../aws/autoscaling/types';
import { refuse } from '../../aws/refusal';
import { capacityProviderArn } from '../arn';
import { activeProvider, providerOfGroup } from '../capacityProviders/lookups';
import { MANAGED_SCALING_DEFAULTS, protectionWorks } from '../capacityProviders/managedScaling';
import type { AutoScalingGroupProvider, CapacityProvider } from '../capacityProviders/types';
import { wireCapacityProvider } from '../printers/wire';
import { createCapacityProviderErrors } from '../validation/capacityProvider';
import type { CreateCapacityProviderRequest } from '../validation/requestTypes';
import { accepted, refuseErrors } from './answers';

const GROUP_FIELD = ['autoScalingGroupProvider', 'autoScalingGroupArn'];

export function createCapacityProvider(
  input: CreateCapacityProviderRequest,
  ctx: Context,
): Admission {
  refuseErrors(createCapacityProviderErrors(input));
  const { name, autoScalingGroupProvider: asked } = input;
  const group = groupOf(asked?.autoScalingGroupArn ?? '', ctx);
  refuseTaken(name, group, ctx);
  const { managedScaling } = asked ?? {};
  const provider: AutoScalingGroupProvider = {
    autoScalingGroupArn: group.AutoScalingGroupARN,
    managedScaling: {
      ...MANAGED_SCALING_DEFAULTS,
      status: managedScaling ? 'ENABLED' : 'DISABLED',
      ...managedScaling,
    },
    managedTerminationProtection: asked?.managedTerminationProtection ?? 'DISABLED',
    managedDraining: asked?.managedDraining ?? 'ENABLED',
  };
  refuseUselessProtection(provider, group);
  const value: CapacityProvider = {
    capacityProviderArn: capacityProviderArn(regionOf(ctx), name),
    name,
    status: 'ACTIVE',
    autoScalingGroupProvider: provider,
    tags: input.tags ?? [],
    autoScalingGroupName: group.AutoScalingGroupName,
  };
  const about = { kind: 'ecs/CapacityProvider', key: name } as const;
  const { managedScaling: scaling, managedTerminationProtection, managedDraining } = provider;
  const data = {
    autoScalingGroupName: group.AutoScalingGroupName,
    managedScaling: scaling.status,
    targetCapacity: scaling.targetCapacity,
    managedTerminationProtection,
    managedDraining,
  };
  return accepted({ capacityProvider: wireCapacityProvider(value) }, [
    { do: 'put', ...about, value },
    { do: 'note', fact: { model: 'ecs', about, type: 'capacityProviderCreated', data } },
  ]);
}

/** By ARN, or by name as the API allows. */
function groupOf(arnOrName: string, ctx: Context): AutoScalingGroup {
  const name = arnOrName.split('autoScalingGroupName/').at(-1) ?? '';
  const group = ctx.get('autoscaling/AutoScalingGroup', name);
  if (!group || (arnOrName !== name && group.AutoScalingGroupARN !== arnOrName))
    refuse(
      'ClientException',
      'The specified Auto Scaling group ARN is invalid. Specify a valid ARN and try again.',
      GROUP_FIELD,
    );
  return group;
}

function refuseTaken(name: string, { AutoScalingGroupName }: AutoScalingGroup, ctx: Context): void {
  if (activeProvider(ctx, name))
    refuse(
      'ClientException',
      'The specified capacity provider already exists. To change the configuration of an existing capacity provider, update the capacity provider.',
      ['name'],
    );
  if (providerOfGroup(ctx, AutoScalingGroupName))
    refuse(
      'ClientException',
      'The specified Auto Scaling group ARN is already being used by another capacity provider. Specify a unique Auto Scaling group ARN and try again.',
      GROUP_FIELD,
    );
}

/** Protection works only with managed scaling, and on a group that protects its new instances. */
export function refuseUselessProtection(
  { managedScaling, managedTerminationProtection }: AutoScalingGroupProvider,
  group: AutoScalingGroup | undefined,
): void {
  const invalid =
    'The managed termination protection setting for the capacity provider is invalid.';
  const path = ['autoScalingGroupProvider', 'managedTerminationProtection'];
  if (!protectionWorks(managedScaling.status, managedTerminationProtection))
    refuse(
      'ClientException',
      `${invalid} To enable managed termination protection for a capacity provider, managed scaling must be enabled.`,
      path,
    );
  if (managedTerminationProtection === 'ENABLED' && !group?.NewInstancesProtectedFromScaleIn)
    refuse(
      'ClientException',
      `${invalid} To enable managed termination protection for a capacity provider, the Auto Scaling group must have instance protection from scale in enabled.`,
      path,
    );
}
