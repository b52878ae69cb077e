/** Hears a pass while it runs again, and lays out its windows and rates. */
import type { Limited, PolicyLimit } from './behavior';
import { RecordedMetric } from './explainMetrics';
import type { ScalingPass, TimedRun } from './history';
import type { Reconciled, ScalingRecorder } from './reconcile';
import type { RateStep, StabilizationStep } from './table';

export class Recording implements ScalingRecorder {
  readonly metrics = new Map<number, RecordedMetric>();
  limit: Limited | null = null;
  private windowsHeard: {
    readonly upSeconds: number;
    readonly downSeconds: number;
    readonly stabilized: Limited;
  } | null = null;
  private policiesHeard: {
    readonly direction: 'up' | 'down';
    readonly selectPolicy: string;
    readonly limits: readonly PolicyLimit[];
  } | null = null;

  metric(index: number): RecordedMetric {
    const metric = new RecordedMetric();
    this.metrics.set(index, metric);
    return metric;
  }
  windows(upSeconds: number, downSeconds: number, stabilized: Limited): void {
    this.windowsHeard = { upSeconds, downSeconds, stabilized };
  }
  policies(direction: 'up' | 'down', selectPolicy: string, limits: readonly PolicyLimit[]): void {
    this.policiesHeard = { direction, selectPolicy, limits };
  }
  limited(limit: Limited): void {
    this.limit = limit;
  }

  stabilization(
    { spec, history, atMs: nowMs, target }: ScalingPass,
    { recommended }: Reconciled,
  ): StabilizationStep | null {
    if (!this.windowsHeard || recommended === null) return null;
    const { upSeconds, downSeconds, stabilized } = this.windowsHeard;
    const present = 'error' in target ? 0 : target.specReplicas;
    const seed = [{ replicas: present, fromMs: nowMs, atMs: nowMs }];
    const runs = (history?.recommendations ?? seed) as readonly TimedRun[];
    const isIn = (atMs: number, seconds: number) =>
      spec.behavior ? atMs > nowMs - seconds * 1000 : seconds > 0 && atMs >= nowMs - seconds * 1000;
    const recommendations = runs.map(({ replicas, fromMs, atMs }) => ({
      fromMs,
      toMs: history ? atMs + 1 : atMs,
      replicas,
      inUpWindow: isIn(atMs, upSeconds),
      inDownWindow: isIn(atMs, downSeconds),
    }));
    const among = (which: 'inUpWindow' | 'inDownWindow') => [
      recommended,
      ...recommendations.filter((run) => run[which]).map(({ replicas }) => replicas),
    ];
    return {
      rules: spec.behavior ? 'behavior' : 'default',
      upSeconds,
      downSeconds,
      recommendations: recommendations.filter((run) => run.inUpWindow || run.inDownWindow),
      lowest: Math.min(...among('inUpWindow')),
      highest: Math.max(...among('inDownWindow')),
      result: stabilized.replicas,
      reason: stabilized.replicas === recommended ? 'ReadyForNewScale' : stabilized.reason,
      message: stabilized.replicas === recommended ? '' : stabilized.message,
    };
  }

  rate({ spec, target }: ScalingPass, { stabilized }: Reconciled): RateStep | null {
    if (stabilized === null || 'error' in target) return null;
    const { specReplicas: current } = target;
    const direction = stabilized > current ? 'up' : stabilized < current ? 'down' : 'none';
    if (!spec.behavior) {
      const limit = direction === 'up' ? Math.max(2 * current, 4) : null;
      return { rules: 'default', direction, selectPolicy: 'Max', policies: [], limit };
    }
    const rules = direction === 'down' ? spec.behavior.scaleDown : spec.behavior.scaleUp;
    const selectPolicy = this.policiesHeard?.selectPolicy ?? rules?.selectPolicy ?? 'Max';
    const limits = this.policiesHeard?.limits ?? [];
    const most = (direction === 'up') === (selectPolicy !== 'Min');
    const allowed = limits.map(({ limit }) => limit);
    const chosen = most ? Math.max(...allowed) : Math.min(...allowed);
    const limit =
      direction === 'none'
        ? null
        : limits.length === 0
          ? current
          : direction === 'up'
            ? Math.max(current, chosen)
            : Math.min(current, chosen);
    return {
      rules: 'behavior',
      direction,
      selectPolicy,
      policies: limits.map(({ policy, changed, start, limit: own }) => ({
        ...policy,
        changed,
        start,
        limit: own,
        selected: own === chosen,
      })),
      limit,
    };
  }
}
