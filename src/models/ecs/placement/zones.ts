/**
 * Availability zones of tasks. Subnets are not modelled as records: one named like a zone (`us-east-1a`, or
 * `subnet-us-east-1a`, also only its letter, `subnet-a`) lies there; any other id always falls into the same zone.
 * Fargate spreads the tasks of a group over the zones of its subnets (Developer Guide, "Amazon ECS task placement":
 * best effort); zones that are impaired take none. The last tie goes to the first zone by name (chosen).
 */
import type { Read } from '../../../engine/model';
import type { NetworkConfiguration } from '../types';
import type { ClusterView } from './clusterView';

export function zoneOfSubnet(subnet: string, zones: readonly string[]): string | undefined {
  const name = subnet.replace(/^subnet-/, '');
  const named = zones.find((zone) => zone === name || zone.slice(zone.search(/[a-z]$/)) === name);
  if (named !== undefined || zones.length === 0) return named;
  let hash = 0;
  for (let i = 0; i < subnet.length; i++) hash = (Math.imul(hash, 31) + subnet.charCodeAt(i)) >>> 0;
  return zones[hash % zones.length];
}

export const zoneNames = (read: Pick<Read, 'keys'>): readonly string[] =>
  [...read.keys('ec2/AvailabilityZone')].sort();

/** The zones of the awsvpc subnets, in the order of their names; null: no awsvpc configuration, any zone. */
export function subnetZones(
  read: Pick<Read, 'keys'>,
  configuration: NetworkConfiguration | undefined,
): readonly string[] | null {
  const subnets = configuration?.awsvpcConfiguration?.subnets;
  if (!subnets) return null;
  const zones = zoneNames(read);
  const lies = new Set(subnets.map((subnet) => zoneOfSubnet(subnet, zones)));
  return zones.filter((zone) => lies.has(zone));
}

export interface ZoneMeasure {
  readonly zone: string;
  readonly available: boolean;
  /** Tasks of the group meant to run there. */
  readonly tasks: number;
}

export function measureZones(
  read: Pick<Read, 'keys' | 'get'>,
  view: ClusterView,
  group: string,
  configuration: NetworkConfiguration | undefined,
): readonly ZoneMeasure[] {
  const zones = subnetZones(read, configuration) ?? zoneNames(read);
  return zones.map((zone) => ({
    zone,
    available: read.get('ec2/AvailabilityZone', zone)?.State === 'available',
    tasks: view.zones[zone]?.[group] ?? 0,
  }));
}

export const chooseZone = (measures: readonly ZoneMeasure[]): string | undefined =>
  measures
    .filter((m) => m.available)
    .reduce<ZoneMeasure | undefined>(
      (best, m) => (best && best.tasks <= m.tasks ? best : m),
      undefined,
    )?.zone;
