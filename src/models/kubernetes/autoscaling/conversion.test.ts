/** v1 and v2 of one autoscaler, and what is filled in. */
import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from '../types';
import { fromV1, toV1 } from './conversion';
import { defaultHpaSpec } from './defaults';
import type { HpaSpec, MetricSpec } from './types';

const metadata = { name: 'web', namespace: 'default', uid: 'u', creationTimestamp: 0 };
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
const cpu: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
};
const queue: MetricSpec = {
  type: 'External',
  external: { metric: { name: 'backlog' }, target: { type: 'AverageValue', averageValue: '10' } },
};
const hpa = (spec: object, apiVersion = 'autoscaling/v2', more: object = {}) =>
  ({
    apiVersion,
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: { scaleTargetRef, maxReplicas: 10, ...spec },
    ...more,
  }) as unknown as KubernetesObject;

describe('autoscaling/v1', () => {
  it('says CPU in a field of its own', () => {
    const v2 = fromV1(hpa({ targetCPUUtilizationPercentage: 60 }, 'autoscaling/v1'));
    expect(v2).toEqual(hpa({ metrics: [cpu] }));
  });

  it('leaves CPU open, and the default of v2 fills it', () => {
    const { spec } = fromV1(hpa({}, 'autoscaling/v1')) as unknown as { spec: HpaSpec };
    expect(defaultHpaSpec(spec)).toMatchObject({
      minReplicas: 1,
      metrics: [{ resource: { name: 'cpu', target: { averageUtilization: 80 } } }],
    });
  });

  it('carries what it has no field for in annotations, and gives it back', () => {
    const behavior = { scaleDown: { stabilizationWindowSeconds: 60 } };
    const before = hpa({ minReplicas: 2, metrics: [cpu, queue], behavior });
    const v1 = toV1(before) as KubernetesObject & { spec: object };
    expect(v1.apiVersion).toBe('autoscaling/v1');
    expect(v1.spec).toEqual({
      scaleTargetRef,
      minReplicas: 2,
      maxReplicas: 10,
      targetCPUUtilizationPercentage: 60,
    });
    expect(Object.keys(v1.metadata.annotations ?? {})).toEqual([
      'autoscaling.alpha.kubernetes.io/metrics',
      'autoscaling.alpha.kubernetes.io/behavior',
    ]);
    const { status: _, ...after } = fromV1(v1) as KubernetesObject & { status: unknown };
    expect(after).toMatchObject({ spec: { metrics: [cpu, queue], behavior } });
    expect(after.metadata.annotations).toBeUndefined();
  });

  it('shows the CPU that was last seen', () => {
    const resource = { name: 'cpu', current: { averageUtilization: 42, averageValue: '105m' } };
    const status = { desiredReplicas: 2, currentMetrics: [{ type: 'Resource', resource }] };
    expect(toV1(hpa({ metrics: [cpu] }, 'autoscaling/v2', { status }))).toMatchObject({
      status: { desiredReplicas: 2, currentCPUUtilizationPercentage: 42 },
    });
  });
});

describe('defaults', () => {
  it('complete both directions of a behavior, all but the window downwards', () => {
    const { behavior } = defaultHpaSpec({ behavior: { scaleUp: { selectPolicy: 'Min' } } });
    expect(behavior).toEqual({
      scaleUp: {
        stabilizationWindowSeconds: 0,
        selectPolicy: 'Min',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 15 },
          { type: 'Percent', value: 100, periodSeconds: 15 },
        ],
      },
      scaleDown: {
        selectPolicy: 'Max',
        policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      },
    });
  });
  it('leave a behavior away that nobody asked for', () => {
    expect(defaultHpaSpec({})).not.toHaveProperty('behavior');
  });
});
