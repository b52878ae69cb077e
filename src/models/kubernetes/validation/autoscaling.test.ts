/** What the API server refuses of an autoscaler, in its own words. */
import { describe, expect, it } from 'vitest';
import { validateManifest } from './validate';

const cpu = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
};
const hpa = (spec: object, apiVersion = 'autoscaling/v2') => ({
  apiVersion,
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    maxReplicas: 10,
    ...spec,
  },
});
const refusals = (spec: object): readonly string[] =>
  validateManifest(hpa(spec)).map(({ path, message }) => `${path.join('.')}: ${message}`);

const custom = { name: 'requests-per-second' };
const service = { apiVersion: 'v1', kind: 'Service', name: 'web' };

describe('an autoscaler', () => {
  it('is taken with each of the five metrics, and with none', () => {
    const average = { type: 'AverageValue', averageValue: '10' };
    const metrics = [
      cpu,
      { type: 'ContainerResource', containerResource: { ...cpu.resource, container: 'app' } },
      { type: 'Pods', pods: { metric: custom, target: average } },
      { type: 'Object', object: { describedObject: service, metric: custom, target: average } },
      { type: 'External', external: { metric: custom, target: { type: 'Value', value: 3 } } },
    ];
    expect(refusals({ metrics })).toEqual([]);
    expect(refusals({})).toEqual([]);
    expect(validateManifest(hpa({ targetCPUUtilizationPercentage: 50 }, 'autoscaling/v1'))).toEqual(
      [],
    );
  });

  it.each<readonly [string, object, readonly string[]]>([
    [
      'a minimum above the maximum',
      { minReplicas: 3, maxReplicas: 1 },
      ['spec.maxReplicas: Invalid value: 1: must be greater than or equal to `minReplicas`'],
    ],
    [
      'no maximum',
      { maxReplicas: 0 },
      [
        'spec.maxReplicas: Invalid value: 0: must be greater than 0',
        'spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`',
      ],
    ],
    [
      'a minimum of zero',
      { minReplicas: 0 },
      ['spec.minReplicas: Invalid value: 0: must be greater than or equal to 1'],
    ],
    [
      'no target',
      { scaleTargetRef: { kind: '', name: 'a/b' } },
      [
        'spec.scaleTargetRef.kind: Required value',
        'spec.scaleTargetRef.name: Invalid value: "a/b": may not contain \'/\'',
      ],
    ],
    [
      'a metric of no known type',
      { metrics: [{ type: 'Memory' }] },
      [
        'spec.metrics.0.type: Unsupported value: "Memory": supported values: "ContainerResource", "External", "Object", "Pods", "Resource"',
      ],
    ],
    [
      'a type without its source',
      { metrics: [{ type: 'Pods' }] },
      [
        'spec.metrics.0.pods: Required value: must populate information for the given metric source',
      ],
    ],
    [
      'two sources in one',
      {
        metrics: [
          {
            ...cpu,
            external: { metric: custom, target: { type: 'Value', value: '1' } },
          },
        ],
      },
      ['spec.metrics.0.external: Forbidden: must populate the given metric source only'],
    ],
    [
      'both targets of a resource',
      {
        metrics: [
          {
            type: 'Resource',
            resource: {
              name: 'cpu',
              target: { type: 'Utilization', averageUtilization: 0, averageValue: '-1' },
            },
          },
        ],
      },
      [
        'spec.metrics.0.resource.target.averageValue: Invalid value: "-1": must be positive',
        'spec.metrics.0.resource.target.averageUtilization: Invalid value: 0: must be greater than 0',
        'spec.metrics.0.resource.target.averageValue: Forbidden: may not set both a target raw value and a target utilization',
      ],
    ],
    [
      'a target of no known type',
      { metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Percent' } } }] },
      [
        'spec.metrics.0.resource.target.type: Invalid value: "Percent": must be either Utilization, Value, or AverageValue',
        'spec.metrics.0.resource.target.averageUtilization: Required value: must set either a target raw value or a target utilization',
      ],
    ],
    [
      'a container without a name',
      {
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: { name: 'cpu', container: '', target: cpu.resource.target },
          },
        ],
      },
      ['spec.metrics.0.containerResource.container: Required value: must specify a container'],
    ],
    [
      'a policy that allows nothing, for too long',
      {
        behavior: {
          scaleUp: {
            stabilizationWindowSeconds: 3601,
            selectPolicy: 'Fast',
            policies: [{ type: 'Nodes', value: 0, periodSeconds: 1801 }],
          },
        },
      },
      [
        'spec.behavior.scaleUp.stabilizationWindowSeconds: Invalid value: 3601: must be less than or equal to 3600',
        'spec.behavior.scaleUp.selectPolicy: Unsupported value: "Fast": supported values: "Disabled", "Max", "Min"',
        'spec.behavior.scaleUp.policies.0.type: Unsupported value: "Nodes": supported values: "Percent", "Pods"',
        'spec.behavior.scaleUp.policies.0.value: Invalid value: 0: must be greater than zero',
        'spec.behavior.scaleUp.policies.0.periodSeconds: Invalid value: 1801: must be less than or equal to 1800',
      ],
    ],
    [
      'a negative tolerance and window',
      { behavior: { scaleDown: { stabilizationWindowSeconds: -1, tolerance: '-0.1' } } },
      [
        'spec.behavior.scaleDown.stabilizationWindowSeconds: Invalid value: -1: must be greater than or equal to zero',
        'spec.behavior.scaleDown.tolerance: Invalid value: "-0.1": must be greater than or equal to 0',
      ],
    ],
  ])('is refused with %s', (_, spec, messages) => {
    expect(refusals(spec)).toEqual(messages);
  });

  it('is refused for a field that v2 does not have', () => {
    expect(refusals({ targetCPUUtilizationPercentage: 50 })).toEqual([
      'spec.targetCPUUtilizationPercentage: unknown field "spec.targetCPUUtilizationPercentage"',
    ]);
  });
});
