/** What the inspector says at its head: what this is, what it belongs to, what was asked of it and what is true. */
import type { Ref } from '../../engine/model';
import type { RecordMaps } from '../recordMaps';
import { shortName } from '../sentences/shortName';
import type { ShapeName } from '../sentences/say';
import { sameRef, type Box, type Half, type Tile, type View } from '../../stage/view';
import { figure } from '../../stage/clock';

export interface Thing {
  readonly shape: ShapeName;
  readonly kind: string;
  readonly name: string;
  /** Owner, revision, place: what it belongs to, each in the platform's words. */
  readonly belongs: readonly string[];
  readonly asked: string;
  readonly truth: string;
  readonly restarts: number;
}

export function thingOf(ref: Ref, view: View, records: RecordMaps): Thing | null {
  for (const half of [view.ecs, view.kubernetes]) {
    const found = half && find(ref, half);
    if (!half || !found) continue;
    return found.tile
      ? tileThing(found.tile, found.box, found.zone, half)
      : found.box && boxThing(found.box, half);
  }
  return recordThing(ref, records);
}

interface Found {
  readonly tile: Tile | null;
  readonly box: Box | null;
  readonly zone: string | null;
}

function find(ref: Ref, half: Half): Found | null {
  const tileIn = (tiles: readonly Tile[]) => tiles.find((tile) => sameRef(tile.ref, ref)) ?? null;
  for (const zone of half.zones) {
    for (const box of zone.boxes) {
      if (sameRef(box.ref, ref)) return { tile: null, box, zone: zone.name };
      const tile = tileIn(box.tiles);
      if (tile) return { tile, box, zone: zone.name };
    }
    const floating = tileIn(zone.floating);
    if (floating) return { tile: floating, box: null, zone: zone.name };
  }
  const waiting = tileIn(half.waiting.tiles);
  return waiting && { tile: waiting, box: null, zone: null };
}

function tileThing(tile: Tile, box: Box | null, zone: string | null, half: Half): Thing {
  const ecs = half.platform === 'ecs';
  const { workload } = half.ledger;
  const revision =
    tile.revision === null ? [] : [`${ecs ? tile.name : 'revision'} ${tile.revision}`];
  return {
    shape: half.platform,
    kind: ecs ? 'task' : 'pod',
    name: shortName(tile.ref),
    belongs: [
      workload && workload.name === tile.name ? `${workload.kind} ${workload.name}` : tile.name,
      ...(ecs && tile.revision !== null ? [`${tile.name}:${tile.revision}`] : revision),
      ...(box ? [box.name] : []),
      ...(zone === null ? [] : [zone]),
    ],
    asked: amounts(tile.cpuMilli, tile.memoryMiB, ecs),
    truth: tile.state,
    restarts: tile.restarts,
  };
}

function boxThing(box: Box, half: Half): Thing {
  const ecs = half.platform === 'ecs';
  const free = {
    cpu: box.cpuMilli.capacity - box.cpuMilli.reserved - box.cpuMilli.asked,
    memory: box.memoryMiB.capacity - box.memoryMiB.reserved - box.memoryMiB.asked,
  };
  return {
    shape: half.platform,
    kind: ecs ? 'container instance' : 'node',
    name: box.name,
    belongs: [box.type, box.zone],
    asked: amounts(box.cpuMilli.asked, box.memoryMiB.asked, ecs),
    truth: `${amounts(free.cpu, free.memory, ecs)} free`,
    restarts: 0,
  };
}

/** In the platform's units: 512 CPU and MiB, or 500m and GiB. */
function amounts(cpuMilli: number, memoryMiB: number, ecs: boolean): string {
  const cpu = ecs ? `${figure((cpuMilli * 1024) / 1000)} CPU` : `${figure(cpuMilli)}m`;
  const memory =
    memoryMiB >= 1024 && memoryMiB % 512 === 0
      ? `${memoryMiB / 1024} GiB`
      : `${figure(memoryMiB)} MiB`;
  return `${cpu}, ${memory}`;
}

function recordThing(ref: Ref, records: RecordMaps): Thing {
  const [family, kind = ''] = ref.kind.split('/');
  const shape = family === 'ecs' || family === 'kubernetes' ? family : 'aws';
  const common = { shape, kind, name: shortName(ref), belongs: [], restarts: 0 } as const;
  switch (ref.kind) {
    case 'ecs/Service': {
      const service = records.get('ecs/Service', ref.key);
      const { desiredCount = 0, runningCount = 0, pendingCount = 0 } = service ?? {};
      return {
        ...common,
        asked: `${desiredCount} desiredCount`,
        truth: `${runningCount} RUNNING${pendingCount > 0 ? ` + ${pendingCount} PENDING` : ''}`,
      };
    }
    case 'kubernetes/Deployment': {
      const deployment = records.get('kubernetes/Deployment', ref.key);
      const ready = deployment?.status.readyReplicas ?? 0;
      return {
        ...common,
        asked: `${deployment?.spec.replicas ?? 0} replicas`,
        truth: `${ready} Ready`,
      };
    }
    case 'kubernetes/ReplicaSet': {
      const set = records.get('kubernetes/ReplicaSet', ref.key);
      return {
        ...common,
        asked: `${set?.spec.replicas ?? 0} replicas`,
        truth: `${set?.status.readyReplicas ?? 0} Ready`,
      };
    }
    case 'ec2/Instance': {
      const instance = records.get('ec2/Instance', ref.key);
      return {
        ...common,
        asked: instance?.InstanceType ?? '',
        truth: instance?.State.Name ?? '',
      };
    }
    case 'ec2/AvailabilityZone': {
      const zone = records.get('ec2/AvailabilityZone', ref.key);
      return { ...common, asked: 'available', truth: zone?.State ?? '' };
    }
    default:
      return { ...common, asked: '', truth: records.has(ref) ? '' : '–' };
  }
}
