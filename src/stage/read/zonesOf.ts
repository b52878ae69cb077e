/** Boxes and floating tiles, by availability zone, in the order of the zones' names. */
import type { AvailabilityZone } from '../../models/aws/ec2/types';
import { remember, type ReadOptions, type Records } from '../records';
import type { Badge, Box, Tile, Zone } from '../view';

export function zonesOf(
  records: Records,
  options: ReadOptions,
  boxes: readonly Box[],
  floating: ReadonlyMap<string, readonly Tile[]>,
): readonly Zone[] {
  const byZone = new Map<string, Box[]>();
  const known = records.all('ec2/AvailabilityZone');
  for (const name of [...known.keys()].sort(byCodeUnit)) byZone.set(name, []);
  for (const box of boxes) push(byZone, box.zone, box);
  for (const name of floating.keys()) if (!byZone.has(name)) byZone.set(name, []);
  return [...byZone].map(([name, inZone]) => {
    const record = known.get(name) ?? standIn(name);
    const since = options.due?.({ kind: 'ec2/AvailabilityZone', key: name })?.startedAtMs ?? null;
    return zone(record, name, inZone, [...(floating.get(name) ?? [])], since);
  });
}

const zone = remember(
  (
    record: AvailabilityZone,
    name: string,
    boxes: readonly Box[],
    floating: readonly Tile[],
    sinceMs: number | null,
  ): Zone => {
    const lost = record.State === 'impaired';
    const badge: Badge | null = lost ? { tone: 'broken', label: 'zoneImpaired', sinceMs } : null;
    return { ref: { kind: 'ec2/AvailabilityZone', key: name }, name, lost, badge, boxes, floating };
  },
);

/** A zone that only its boxes speak of, such as in a world without ground records. */
const standIns = new Map<string, AvailabilityZone>();
function standIn(ZoneName: string): AvailabilityZone {
  const known = standIns.get(ZoneName);
  if (known) return known;
  const made: AvailabilityZone = { ZoneName, RegionName: '', State: 'available', subnet: 0 };
  standIns.set(ZoneName, made);
  return made;
}

export function push<T>(into: Map<string, T[]>, name: string, item: T): void {
  const known = into.get(name);
  if (known) known.push(item);
  else into.set(name, [item]);
}

export const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
