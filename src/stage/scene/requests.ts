/**
 * Requests on their way, from simulated time alone. The k-th dot leaves at k periods after the rate last changed, and
 * its place is what has passed of its crossing. A dot stands for many requests: there are as many dots as the root of
 * the rate, so that ten times the traffic is seen to be more without filling the water. Real crossings take less than
 * a frame, so they are shown slowed; a doubled latency still halves the pace.
 */
import type { RequestsItem } from '../frame';
import type { HalfPlace, TilePlace, ZonePlace } from '../layout/places';
import type { Flow, Half, TargetState } from '../view';

const MOST_DOTS = 18;
/** How much slower than real a crossing is shown at speed 1, and the least that it takes. */
const SLOWED = 12;
const LEAST_CROSSING_MS = 900;

interface Way {
  readonly zone: ZonePlace;
  /** Middle of the tile's left edge. */
  readonly to: { readonly x: number; readonly y: number };
  /** The load balancer still sends there, but nothing answers. */
  readonly dead: boolean;
}

export function requestsItem(half: HalfPlace, nowMs: number, speed: number): RequestsItem | null {
  const flow = half.half.loadBalancer?.flow;
  if (!flow || half.lineY === null || flow.offered <= 0) return null;
  const ways = waysOf(half);
  const alive = ways.filter((way) => !way.dead);
  const dead = ways.filter((way) => way.dead);
  let [dots, failed] = ['', ''];
  for (const { index, share, lost } of inFlight(flow, nowMs, speed)) {
    const among = lost && dead.length > 0 ? dead : alive.length > 0 ? alive : dead;
    const way = among[shuffled(index, among.length)];
    if (way === undefined) {
      if (lost) failed += cross(atGate(half, index));
      continue;
    }
    const at = along(way, half.lineY, share);
    if (lost && share > 0.5) failed += cross(at);
    else dots += `M${n(at.x)} ${n(at.y)}h0`;
  }
  return { key: 'requests', dots, failed };
}

interface Request {
  readonly index: number;
  readonly share: number;
  readonly lost: boolean;
}

function inFlight(flow: Flow, nowMs: number, speed: number): readonly Request[] {
  const crossingMs = Math.max(LEAST_CROSSING_MS, flow.latencyMs * SLOWED) * speed;
  const count = Math.min(MOST_DOTS, Math.max(1, Math.round(Math.sqrt(flow.offered))));
  const periodMs = crossingMs / count;
  const lostShare = Math.min(1, flow.lost / flow.offered);
  const elapsedMs = nowMs - flow.sinceMs;
  const newest = Math.floor(elapsedMs / periodMs);
  const requests: Request[] = [];
  for (let index = newest; index * periodMs > elapsedMs - crossingMs; index--) {
    const lost = Math.floor((index + 1) * lostShare) > Math.floor(index * lostShare);
    requests.push({ index, share: (elapsedMs - index * periodMs) / crossingMs, lost });
  }
  return requests;
}

/** Every index its own target, spread so that neighbours in time are not neighbours on the stage. */
function shuffled(index: number, count: number): number {
  const mixed = Math.imul(index ^ (index >>> 7), 0x9e3779b1) >>> 8;
  return count === 0 ? 0 : mixed % count;
}

/** With no healthy target the load balancer fails open and sends to the unhealthy ones. */
export const eligibleState = ({ loadBalancer }: Half): TargetState =>
  (loadBalancer?.targets.healthy ?? 0) > 0 ? 'healthy' : 'unhealthy';

function waysOf(half: HalfPlace): readonly Way[] {
  const eligible = eligibleState(half.half);
  const ways: Way[] = [];
  for (const zone of half.zones) {
    if (zone.channelX === null) continue;
    const add = (place: TilePlace, edgeX: number) =>
      ways.push({
        zone,
        to: { x: edgeX, y: place.y + place.height / 2 },
        dead: !place.tile.answers,
      });
    for (const box of zone.boxes) {
      const edgeX = box.column === 0 ? box.x - 5 : zone.channelX;
      for (const place of box.tiles) if (place.tile.target === eligible) add(place, edgeX);
    }
    for (const place of zone.floating?.tiles ?? [])
      if (place.tile.target === eligible) add(place, zone.channelX + 6);
  }
  return ways;
}

/** Down the channel, then across to the tile. */
function along(
  { zone, to }: Way,
  lineY: number,
  share: number,
): { readonly x: number; readonly y: number } {
  const x = zone.channelX ?? zone.gateX;
  const down = to.y - lineY;
  const across = Math.max(0, to.x - x);
  const gone = share * (down + across);
  return gone < down ? { x, y: lineY + gone } : { x: x + gone - down, y: to.y };
}

function atGate(half: HalfPlace, index: number): { readonly x: number; readonly y: number } {
  const zone = half.zones[shuffled(index, half.zones.length)];
  return { x: zone?.gateX ?? half.margin, y: (half.lineY ?? 0) + 9 };
}

const cross = ({ x, y }: { readonly x: number; readonly y: number }): string =>
  `M${n(x - 3)} ${n(y - 3)}l6 6m0-6l-6 6`;
const n = (value: number): number => Math.round(value * 10) / 10;

/** Dotted line that requests follow: down to the last target, with a branch for each row of targets. */
export function channelOf(zone: ZonePlace, lineY: number, eligible: TargetState): string | null {
  if (zone.channelX === null || zone.zone.lost) return null;
  const x = zone.channelX;
  const branches = new Map<number, number>();
  let bottom = lineY;
  for (const box of zone.boxes) {
    bottom = Math.max(bottom, box.y + box.height - 20);
    if (box.column > 0) continue;
    for (const place of box.tiles)
      if (place.tile.target === eligible) branches.set(place.y + place.height / 2, box.x - 5);
  }
  if (zone.boxes.length === 0) return null;
  let d = `M${n(x)} ${n(lineY + 4)}V${n(bottom)}`;
  for (const [y, to] of branches) d += `M${n(x)} ${n(y)}H${n(to)}`;
  return d;
}
