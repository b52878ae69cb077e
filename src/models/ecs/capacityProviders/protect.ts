/**
 * Managed termination protection (Developer Guide, "Control the instances Amazon ECS terminates"): of a provider's instances in
 * service only those without tasks, daemons aside, may be scaled in. One whose agent has not registered yet keeps what its
 * group gave it. Key: InstanceId.
 */
import type { Controller } from '../../../engine/model';
import { activeProvider } from './lookups';
import { clusterOfInstance, containerInstanceOf, isEmpty } from './need';

export const PROTECTION_CONTROLLER = 'ecs/terminationProtection';

export const protectionController: Controller = {
  name: PROTECTION_CONTROLLER,
  latencyMs: 0,
  sync(InstanceId, read) {
    const member = read.get('autoscaling/AutoScalingInstance', InstanceId);
    const instance = containerInstanceOf(InstanceId, read);
    if (member?.LifecycleState !== 'InService' || !instance) return undefined;
    const provider = activeProvider(read, instance.capacityProviderName ?? '');
    if (provider?.autoScalingGroupProvider.managedTerminationProtection !== 'ENABLED')
      return undefined;
    const isProtected = !isEmpty(InstanceId, clusterOfInstance(instance), read);
    if (member.ProtectedFromScaleIn === isProtected) return undefined;
    return { commands: [{ model: 'aws', type: 'protectFromScaleIn', InstanceId, isProtected }] };
  },
};
