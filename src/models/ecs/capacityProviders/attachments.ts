/** What ECS has attached for a cluster's providers, as DescribeClusters shows it with `include: ["ATTACHMENTS"]`. */
import type { Read } from '../../../engine/model';
import { hookKey } from '../../aws/autoscaling/lifecycleHooks';
import { nameHash } from '../../aws/nameHash';
import type { Cluster } from '../types';
import { DRAINING_HOOK } from './drain';
import { activeProvider } from './lookups';
import { stateKey } from './managed';

interface Attachment {
  readonly id: string;
  readonly type: 'as_policy' | 'managed_draining';
  readonly status: 'CREATED';
  readonly details: readonly { readonly name: string; readonly value: string }[];
}

export function attachmentsOf(
  { clusterName, capacityProviders }: Cluster,
  read: Pick<Read, 'get' | 'has'>,
): readonly Attachment[] {
  return capacityProviders.flatMap((name): readonly Attachment[] => {
    const group = activeProvider(read, name)?.autoScalingGroupName;
    const policy = read.get('ecs/ManagedScaling', stateKey(clusterName, name))?.policyName;
    const drains =
      group !== undefined && read.has('autoscaling/LifecycleHook', hookKey(group, DRAINING_HOOK));
    return [
      ...(policy === undefined
        ? []
        : [attachment(clusterName, name, 'as_policy', 'scalingPolicyName', policy)]),
      ...(drains
        ? [
            attachment(
              clusterName,
              name,
              'managed_draining',
              'autoScalingLifecycleHookName',
              DRAINING_HOOK,
            ),
          ]
        : []),
    ];
  });
}

function attachment(
  cluster: string,
  capacityProviderName: string,
  type: Attachment['type'],
  name: string,
  value: string,
): Attachment {
  const digits = nameHash(`${cluster}/${capacityProviderName}/${type}`, 32);
  const id = digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  const provider = { name: 'capacityProviderName', value: capacityProviderName };
  return { id, type, status: 'CREATED', details: [provider, { name, value }] };
}
