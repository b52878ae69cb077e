/** The load balancer: a line with a gate over each zone, its targets' health, and what flows. */
import { figure } from '../clock';
import type { GateItem, LineItem, TextRun } from '../frame';
import type { HalfPlace } from '../layout/places';
import { clipped, sansWidth } from '../layout/textWidth';
import type { Flow, LoadBalancer } from '../view';
import type { Words } from '../words';

const SIZE = 12;
const GAP = 10;

export function lineItem(half: HalfPlace, words: Words, nowMs: number): LineItem | null {
  const { loadBalancer } = half.half;
  if (!loadBalancer || half.lineY === null) return null;
  const right = loadBalancer.flow ? figures(loadBalancer.flow, words, nowMs, half.narrow) : [];
  const room = half.width - 2 * half.margin - widthOf(right) - 16;
  const label = `${loadBalancer.type === 'application' ? 'ALB' : 'NLB'} ${loadBalancer.name}`;
  const name = clipped(label, room, SIZE) ?? '';
  const targets = targetsText(loadBalancer, words);
  const left: TextRun[] = [{ text: name, tone: 'strong' }];
  if (sansWidth(name, SIZE) + GAP + sansWidth(targets, 11) <= room)
    left.push({ text: targets, tone: 'dim' });
  return {
    key: loadBalancer.name,
    ref: loadBalancer.ref,
    label: `${words.thing.loadBalancer} ${label}, ${targets}`,
    x: half.margin - 4,
    y: 0,
    width: half.width - 2 * half.margin + 8,
    // Past the line and its gates: as high as a finger.
    height: half.lineY + 4,
    lineY: half.lineY,
    x1: half.margin,
    x2: half.width - half.margin,
    left,
    right,
    gates: half.zones.map((zone): GateItem => ({
      key: zone.zone.name,
      x: zone.gateX,
      y: half.lineY ?? 0,
      shut: zone.zone.lost,
    })),
  };
}

const widthOf = (runs: readonly TextRun[]): number =>
  runs.reduce((sum, run) => sum + sansWidth(run.text, SIZE) + 4, 0);

/** All well: one figure. Otherwise how many in each state. */
function targetsText({ targets }: LoadBalancer, words: Words): string {
  const { initial, healthy, draining, unhealthy } = targets;
  const counts = [healthy, initial, draining, unhealthy];
  if (draining === 0 && (initial === 0 || unhealthy === 0))
    return words.targets(healthy, healthy + initial + unhealthy);
  return counts
    .map((count, i) => ({ count, state: words.targetStates[i] ?? '' }))
    .filter(({ count }) => count > 0)
    .map(({ count, state }) => `${figure(count)} ${state}`)
    .join(', ');
}

function figures(flow: Flow, words: Words, nowMs: number, narrow: boolean): readonly TextRun[] {
  const lost = Math.floor(flow.lostSoFar + (flow.lost * Math.max(0, nowMs - flow.sinceMs)) / 1000);
  const latency: readonly TextRun[] = [
    { text: figure(flow.p95Ms ?? flow.latencyMs), tone: 'strong' },
    { text: flow.p95Ms === null ? 'ms' : words.p95, tone: 'dim' },
  ];
  return [
    { text: figure(flow.offered), tone: 'strong' },
    { text: words.requestsPerSecond, tone: 'dim' },
    ...(narrow ? [] : latency),
    { text: figure(lost), tone: lost > 0 ? 'bad' : 'strong' },
    { text: words.lost, tone: 'dim' },
  ];
}
