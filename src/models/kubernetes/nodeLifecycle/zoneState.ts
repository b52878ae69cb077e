/**
 * How ill a zone is, and how fast its nodes may be emptied (pkg/controller/nodelifecycle ComputeZoneState,
 * handleDisruption, v1.34). The more of a zone is silent, the likelier it is the network and not the nodes: then
 * evicting slows down, and stops when everything is silent.
 */
import {
  LARGE_CLUSTER_THRESHOLD,
  NODE_LIFECYCLE_TIMINGS,
  UNHEALTHY_ZONE_THRESHOLD,
} from './timings';

export type ZoneState = 'Initial' | 'Normal' | 'PartialDisruption' | 'FullDisruption';

export interface ZoneHealth {
  readonly ready: number;
  readonly notReady: number;
}

export function computeZoneState(
  { ready, notReady }: ZoneHealth,
  unhealthyZoneThreshold: number = UNHEALTHY_ZONE_THRESHOLD,
): ZoneState {
  if (ready === 0 && notReady > 0) return 'FullDisruption';
  if (notReady > 2 && notReady / (notReady + ready) >= unhealthyZoneThreshold)
    return 'PartialDisruption';
  return 'Normal';
}

export interface ObservedZone extends ZoneHealth {
  readonly zone: string;
  /** As of the last pass. */
  readonly state: ZoneState;
}

export interface DisruptionDecision {
  /** `enter`: from now on all zones are down, taints are taken back. `leave`: some answer again. */
  readonly mode: 'enter' | 'leave' | 'stay';
  /** Zones that are now in another state, with the rate that holds there. */
  readonly zones: readonly {
    readonly zone: string;
    readonly state: ZoneState;
    readonly evictionsPer1000Seconds: number;
  }[];
}

/** `zones`: only those that have nodes. */
export function handleDisruption(zones: readonly ObservedZone[]): DisruptionDecision {
  const next = zones.map((zone) => ({ ...zone, next: computeZoneState(zone) }));
  const areAllDown = next.every((zone) => zone.next === 'FullDisruption');
  const wereAllDown = next.every((zone) => zone.state === 'FullDisruption');
  if (areAllDown && wereAllDown) return { mode: 'stay', zones: [] };
  if (areAllDown)
    return {
      mode: 'enter',
      zones: next.map(({ zone, next: state }) => ({ zone, state, evictionsPer1000Seconds: 0 })),
    };
  return {
    mode: wereAllDown ? 'leave' : 'stay',
    zones: next
      .filter((zone) => wereAllDown || zone.next !== zone.state)
      .map((zone) => ({
        zone: zone.zone,
        state: zone.next,
        evictionsPer1000Seconds: rateIn(zone.next, zone.ready + zone.notReady),
      })),
  };
}

/** A zone that is down beside healthy ones is emptied at the normal rate: there is somewhere to go. */
function rateIn(state: ZoneState, nodes: number): number {
  const { evictionsPer1000Seconds, secondaryEvictionsPer1000Seconds } = NODE_LIFECYCLE_TIMINGS;
  if (state !== 'PartialDisruption') return evictionsPer1000Seconds;
  return nodes > LARGE_CLUSTER_THRESHOLD ? secondaryEvictionsPer1000Seconds : 0;
}
