/**
 * Instances that are on their way: EC2 has them, the platform does not yet. They get their outline at the size that
 * they will have, so that nothing moves when they join.
 */
import type { Instance } from '../../models/aws/ec2/types';
import { remember, type ReadOptions, type Records } from '../records';
import type { Amount, Box } from '../view';

/** `joined`: ids of the instances that the platform knows already. */
export function launchingBoxes(
  records: Records,
  options: ReadOptions,
  as: 'ecs-container-instance' | 'eks-node',
  cluster: string,
  joined: ReadonlySet<string>,
  sizes: ReadonlyMap<string, Box>,
): readonly Box[] {
  const boxes: Box[] = [];
  for (const instance of records.all('ec2/Instance').values()) {
    if (instance.bootstrap?.as !== as || instance.bootstrap.cluster !== cluster) continue;
    if (joined.has(instance.InstanceId)) continue;
    const member = records.get('autoscaling/AutoScalingInstance', instance.InstanceId);
    const warm = member?.LifecycleState.startsWith('Warmed') ? member.LifecycleState : null;
    const state = instance.State.Name;
    if (state !== 'pending' && state !== 'running' && !(warm && state === 'stopped')) continue;
    const due = options.due?.({ kind: 'ec2/Instance', key: instance.InstanceId });
    boxes.push(
      launchingBox(
        instance,
        sizes.get(instance.InstanceType) ?? null,
        due?.startedAtMs ?? null,
        // In the pool it waits for as long as nobody wants it.
        warm && state !== 'pending' ? Infinity : (due?.dueAtMs ?? null),
        warm,
      ),
    );
  }
  return boxes;
}

const launchingBox = remember(
  (
    instance: Instance,
    sibling: Box | null,
    startedAtMs: number | null,
    dueAtMs: number | null,
    warm: string | null,
  ): Box => ({
    ref: { kind: 'ec2/Instance', key: instance.InstanceId },
    id: instance.InstanceId,
    name: shortInstanceId(instance.InstanceId),
    type: instance.InstanceType,
    zone: instance.Placement.AvailabilityZone,
    state: 'launching',
    badge: null,
    cpuMilli: nothingAsked(sibling?.cpuMilli.capacity ?? 1000 * vcpusOf(instance.InstanceType)),
    memoryMiB: nothingAsked(sibling?.memoryMiB.capacity ?? 0),
    tiles: [],
    launch: {
      state: warm ?? instance.State.Name,
      span: { startedAtMs: startedAtMs ?? instance.LaunchTime, dueAtMs },
    },
  }),
);

const nothingAsked = (capacity: number): Amount => ({ capacity, reserved: 0, asked: 0 });

/** `i-0c41d2...` -> `i-0c41`. */
export const shortInstanceId = (id: string): string => id.slice(0, 6);

/** EC2 names sizes by doubling from large (2) over xlarge (4) to 2xlarge (8): enough for an outline. */
function vcpusOf(instanceType: string): number {
  const size = instanceType.slice(instanceType.indexOf('.') + 1);
  const times = /^(\d+)xlarge$/.exec(size);
  if (times) return 4 * Number(times[1]);
  return size === 'xlarge' ? 4 : 2;
}
