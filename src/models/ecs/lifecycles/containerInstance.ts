/** The container instance machine at work. */
import type { Effect, Lifecycle } from '../../../engine/model';
import type { ContainerInstance } from '../types';
import { containerInstanceMachine } from './containerInstance.machine';

export const CONTAINER_INSTANCE_LIFECYCLE = 'ecs/containerInstance';

export const containerInstanceLifecycle: Lifecycle = {
  name: CONTAINER_INSTANCE_LIFECYCLE,
  machine: containerInstanceMachine,
  record: (key) => ({ kind: 'ecs/ContainerInstance', key }),
  status(key, { value }, ctx) {
    const before = ctx.get('ecs/ContainerInstance', key);
    const status = value as ContainerInstance['status'];
    if (!before || before.status === status) return [];
    const after = { ...before, status, version: before.version + 1 };
    const about = { kind: 'ecs/ContainerInstance', key } as const;
    const data = { from: before.status, to: status, ec2InstanceId: before.ec2InstanceId };
    return [
      { do: 'put', kind: 'ecs/ContainerInstance', key, value: after },
      { do: 'note', fact: { model: 'ecs', type: 'instanceStatusChanged', about, data } },
    ] satisfies Effect[];
  },
  intents: {
    forgetInstance: ({ key }) => [{ do: 'remove', kind: 'ecs/ContainerInstance', key }],
  },
  ignores: ['drain', 'activate'],
};
