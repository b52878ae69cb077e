/** Why tasks without an instance wait, in AWS's words: their capacity provider, its metric, and what its group was asked for. */
import type { Records } from '../records';
import type { Tile, Waiting } from '../view';

export function capacityReasons(
  records: Records,
  cluster: string,
  tiles: readonly Tile[],
): Waiting['reasons'] {
  const counts = new Map<string, number>();
  for (const { ref } of tiles) {
    const name = records.get('ecs/Task', ref.key)?.capacityProviderName;
    if (name === undefined) continue;
    const text = reasonOf(records, cluster, name);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ text, count }));
}

function reasonOf(records: Records, cluster: string, provider: string): string {
  const scaling = records.get('ecs/ManagedScaling', `${cluster}/${provider}`);
  if (!scaling) return `capacity provider ${provider}`;
  const { reservation, targetCapacity, autoScalingGroupName: group } = scaling;
  const measured =
    reservation === null
      ? ''
      : `: CapacityProviderReservation ${Math.round(reservation)}%, target ${targetCapacity}%`;
  const desired = records.get('autoscaling/AutoScalingGroup', group)?.DesiredCapacity;
  const whose = group === provider ? '' : `${group} `;
  return `${provider}${measured}, ${whose}DesiredCapacity ${desired ?? '–'}`;
}
