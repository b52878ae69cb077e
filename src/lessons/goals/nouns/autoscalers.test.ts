/** What a goal may say of an autoscaler. */
import { describe, expect, it } from 'vitest';
import { nounOf, isPlural } from '.';

const hpa = {
  metadata: { name: 'web', namespace: 'default' },
  spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, maxReplicas: 9 },
  status: {
    currentReplicas: 4,
    desiredReplicas: 8,
    currentMetrics: [
      { type: '' },
      { type: 'Resource', resource: { name: 'cpu', current: { averageUtilization: 131 } } },
    ],
    conditions: [
      { type: 'AbleToScale', status: 'True', reason: 'SucceededRescale' },
      { type: 'ScalingActive', status: 'True', reason: 'ValidMetricFound' },
      { type: 'ScalingLimited', status: 'True', reason: 'ScaleUpLimit' },
    ],
  },
};

describe('kubernetes/autoscaler', () => {
  const autoscaler = nounOf('kubernetes/autoscaler');
  const { fields } = autoscaler;
  const key = (name: string) => autoscaler.key(name, undefined as never);
  const read = (name: string, of: object = hpa) =>
    fields[name]?.(of as never, { key: 'default/web', read: undefined as never });

  it('is found by its name, in `default` unless it says otherwise', () => {
    expect(key('web')).toBe('default/web');
    expect(key('team-a/web')).toBe('team-a/web');
    expect(isPlural('kubernetes/autoscalers')).toBe(true);
  });

  it('says its bounds, its counts and its conditions', () => {
    expect(Object.fromEntries(Object.keys(fields).map((name) => [name, read(name)]))).toEqual({
      name: 'web',
      namespace: 'default',
      target: 'Deployment/web',
      min: 1,
      max: 9,
      replicas: 4,
      desired: 8,
      utilization: 131,
      active: true,
      activeReason: 'ValidMetricFound',
      limited: true,
      limitedReason: 'ScaleUpLimit',
      able: true,
      ableReason: 'SucceededRescale',
    });
  });

  it('has seen nothing before its first look', () => {
    const { status: _, ...fresh } = hpa;
    expect([read('replicas', fresh), read('utilization', fresh), read('active', fresh)]).toEqual([
      0,
      undefined,
      false,
    ]);
  });
});
