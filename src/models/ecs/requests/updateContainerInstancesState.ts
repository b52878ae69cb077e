/** UpdateContainerInstancesState: ACTIVE <-> DRAINING for up to ten instances. */
import type { Admission, Context, Effect } from '../../../engine/model';
import { refuse } from '../../aws/refusal';
import { containerInstanceArn, nameOf } from '../arn';
import { wireContainerInstance, type Wire } from '../printers/wire';
import { accepted } from './answers';
import { clusterNamed, containerInstanceNamed } from './lookups';

const MAX_INSTANCES = 10;

export interface UpdateContainerInstancesStateRequest {
  readonly cluster?: string;
  readonly containerInstances: readonly string[];
  readonly status: string;
}

export function updateContainerInstancesState(
  input: UpdateContainerInstancesStateRequest,
  ctx: Context,
): Admission {
  const { clusterName, clusterArn } = clusterNamed(ctx, input.cluster);
  const { status, containerInstances } = input;
  if (status !== 'ACTIVE' && status !== 'DRAINING')
    refuse(
      'InvalidParameterException',
      'Container instances status should be one of [ACTIVE, DRAINING]',
      ['status'],
    );
  if (containerInstances.length === 0 || containerInstances.length > MAX_INSTANCES)
    refuse(
      'InvalidParameterException',
      `Container instance count must be between 1 and ${MAX_INSTANCES}.`,
      ['containerInstances'],
    );
  const updated: Wire[] = [];
  const failures: Wire[] = [];
  const effects: Effect[] = [];
  for (const name of containerInstances) {
    const instance = containerInstanceNamed(ctx, clusterName, name);
    const containerInstance = `${clusterName}/${nameOf(name)}`;
    if (instance?.status !== 'ACTIVE' && instance?.status !== 'DRAINING') {
      const arn = containerInstanceArn(clusterArn, nameOf(name));
      failures.push({ arn, reason: instance ? 'INACTIVE' : 'MISSING' });
      continue;
    }
    updated.push(wireContainerInstance({ ...instance, status }));
    if (instance.status !== status)
      effects.push({
        do: 'command',
        command: { model: 'ecs', type: 'setContainerInstanceStatus', containerInstance, status },
      });
  }
  return accepted({ containerInstances: updated, failures }, effects);
}
