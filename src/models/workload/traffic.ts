/**
 * Traffic as data: what clients want to send over time, always in steps between which nothing changes, so that unchanged
 * traffic costs nothing (DECISIONS.md 1.14). Ramps and waves are steps too, small ones.
 */
export type TrafficShape = 'steady' | 'ramp' | 'wave' | 'spike' | 'schedule' | 'replay';

export interface TrafficStep {
  /** From the start; the first is 0, each later than the one before. */
  readonly afterMs: number;
  /** Milli-requests a second from then on. */
  readonly rate: number;
}

export interface Traffic {
  readonly shape: TrafficShape;
  readonly startedAtMs: number;
  readonly steps: readonly TrafficStep[];
  /** It begins again after so long; null: the last step stays. */
  readonly repeatMs: number | null;
}

export function rateAt(traffic: Traffic, nowMs: number): number {
  const at = inRound(traffic, nowMs);
  return traffic.steps.findLast((step) => step.afterMs <= at)?.rate ?? 0;
}

/** When the next step comes; null: none. */
export function nextStepMs(traffic: Traffic, nowMs: number): number | null {
  const at = inRound(traffic, nowMs);
  const next = traffic.steps.find((step) => step.afterMs > at)?.afterMs ?? traffic.repeatMs;
  return next === null ? null : nowMs + next - at;
}

const inRound = ({ startedAtMs, repeatMs }: Traffic, nowMs: number): number =>
  repeatMs === null ? nowMs - startedAtMs : (nowMs - startedAtMs) % repeatMs;

declare module '../../engine/model' {
  interface RecordKinds {
    /** Key: LoadBalancerName. Only traffic that changes by itself. */
    'workload/Traffic': Traffic;
  }
}
