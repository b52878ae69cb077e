/** ECS container instances as boxes, and the instances that are still on their way to be one. */
import type { ContainerInstance, Resource } from '../../models/ecs/types';
import { remember, type ReadOptions, type Records } from '../records';
import type { Amount, Badge, Box, BoxState, Tile } from '../view';
import { launchingBoxes, shortInstanceId } from './launching';
import { withMarket } from './market';

export function instanceBoxes(
  records: Records,
  options: ReadOptions,
  cluster: string,
  byInstance: ReadonlyMap<string, readonly Tile[]>,
): readonly Box[] {
  const boxes: Box[] = [];
  const joined = new Set<string>();
  for (const [key, record] of records.all('ecs/ContainerInstance')) {
    if (!key.startsWith(`${cluster}/`) || record.status === 'INACTIVE') continue;
    joined.add(record.ec2InstanceId);
    const instance = records.get('ec2/Instance', record.ec2InstanceId);
    const due = options.due?.({ kind: 'ecs/ContainerInstance', key });
    boxes.push(
      instanceBox(
        record,
        key,
        instance?.InstanceType ?? attribute(record, 'ecs.instance-type'),
        instance?.Placement.AvailabilityZone ?? attribute(record, 'ecs.availability-zone'),
        instance?.State.Name === 'stopped' || instance?.State.Name === 'stopping',
        byInstance.get(record.containerInstanceArn) ?? [],
        due?.startedAtMs ?? null,
      ),
    );
  }
  const sizes = new Map(boxes.map((box) => [box.type, box]));
  return withMarket(records, [
    ...boxes,
    ...launchingBoxes(records, options, 'ecs-container-instance', cluster, joined, sizes),
  ]);
}

const instanceBox = remember(
  (
    record: ContainerInstance,
    key: string,
    type: string,
    zone: string,
    stopped: boolean,
    tiles: readonly Tile[],
    sinceMs: number | null,
  ): Box => {
    const { state, badge } = boxState(record, stopped, sinceMs);
    return {
      ref: { kind: 'ecs/ContainerInstance', key },
      id: record.ec2InstanceId,
      name: shortInstanceId(record.ec2InstanceId),
      type,
      zone,
      state,
      badge,
      cpuMilli: amount(record, 'CPU', 1000 / 1024),
      memoryMiB: amount(record, 'MEMORY', 1),
      tiles,
      launch:
        state === 'launching'
          ? { state: record.status, span: { startedAtMs: record.registeredAt, dueAtMs: null } }
          : null,
    };
  },
);

function boxState(
  record: ContainerInstance,
  stopped: boolean,
  sinceMs: number | null,
): { readonly state: BoxState; readonly badge: Badge | null } {
  const badge = (tone: Badge['tone'], label: Badge['label']): Badge => ({
    tone,
    label,
    sinceMs,
  });
  if (record.status === 'REGISTERING') return { state: 'launching', badge: null };
  if (stopped) return { state: 'lost', badge: badge('broken', 'stopped') };
  if (!record.agentConnected) return { state: 'lost', badge: badge('broken', 'agentDisconnected') };
  if (record.status === 'DRAINING')
    return { state: 'draining', badge: badge('leaving', 'DRAINING') };
  return { state: 'ok', badge: null };
}

const attribute = (record: ContainerInstance, name: string): string =>
  record.attributes.find((each) => each.name === name)?.value ?? '';

function amount(record: ContainerInstance, name: string, factor: number): Amount {
  const of = (resources: readonly Resource[]): number =>
    resources.find((resource) => resource.name === name)?.integerValue ?? 0;
  const capacity = of(record.registeredResources);
  return {
    capacity: capacity * factor,
    reserved: 0,
    asked: (capacity - of(record.remainingResources)) * factor,
  };
}
