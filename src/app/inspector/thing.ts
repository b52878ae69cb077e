/** What the inspector says at its head: what this is, what it belongs to, what was asked of it and what is true. */
import type { Ref } from '../../engine/model';
import type { RecordMaps } from '../recordMaps';
import { shortName } from '../sentences/shortName';
import { recordThing } from './recordThing';
import type { ShapeName } from '../sentences/say';
import { sameRef, type Box, type Half, type Tile, type View } from '../../stage/view';
import { figure } from '../../stage/clock';

export interface Thing {
  readonly shape: ShapeName;
  /** As the page calls its kind. */
  readonly kind: string;
  readonly name: string;
  /** The platform's word for the state it is in; null: it has none. */
  readonly state: string | null;
  /** Owner, revision, place: what it belongs to, each in the platform's words. */
  readonly belongs: readonly string[];
  readonly asked: string;
  readonly truth: string;
  readonly restarts: number;
}

export interface ThingWords {
  readonly kinds: Readonly<Record<string, string>>;
  readonly free: (amount: string) => string;
  readonly askedNow: (n: string) => string;
  readonly servedNow: (n: string, healthy: number, all: number) => string;
}

export function thingOf(ref: Ref, view: View, records: RecordMaps, words: ThingWords): Thing {
  const kind = words.kinds[ref.kind] ?? ref.kind.slice(ref.kind.indexOf('/') + 1);
  for (const half of [view.ecs, view.kubernetes]) {
    const found = half && find(ref, half);
    if (!half || !found) continue;
    if (found.tile) return { ...tileThing(found.tile, found.box, found.zone, half, words), kind };
    if (found.box) return { ...boxThing(found.box, half, words), kind };
  }
  return { ...recordThing(ref, view, records, words), kind };
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

function tileThing(
  tile: Tile,
  box: Box | null,
  zone: string | null,
  half: Half,
  { kinds }: ThingWords,
): Omit<Thing, 'kind'> {
  const ecs = half.platform === 'ecs';
  const { workload } = half.ledger;
  return {
    shape: half.platform,
    state: tile.state,
    name: shortName(tile.ref),
    belongs: [
      workload && workload.name === tile.name
        ? `${kinds[workload.ref.kind] ?? workload.kind} ${workload.name}`
        : tile.name,
      ...(tile.revision === null
        ? []
        : [ecs ? `${tile.name}:${tile.revision}` : `revision ${tile.revision}`]),
      ...(box ? [box.name] : []),
      ...(zone === null ? [] : [zone]),
    ],
    asked: amounts(tile.cpuMilli, tile.memoryMiB, ecs),
    truth: tile.state,
    restarts: tile.restarts,
  };
}

function boxThing(box: Box, half: Half, words: ThingWords): Omit<Thing, 'kind'> {
  const ecs = half.platform === 'ecs';
  const free = {
    cpu: box.cpuMilli.capacity - box.cpuMilli.reserved - box.cpuMilli.asked,
    memory: box.memoryMiB.capacity - box.memoryMiB.reserved - box.memoryMiB.asked,
  };
  return {
    shape: half.platform,
    state: box.badge?.label ?? (ecs ? 'ACTIVE' : 'Ready'),
    name: box.name,
    belongs: [box.type, box.zone],
    asked: amounts(box.cpuMilli.asked, box.memoryMiB.asked, ecs),
    truth: words.free(amounts(free.cpu, free.memory, ecs)),
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
