import { describe, expect, it } from 'vitest';
import { describeValue, objectsOf } from './describeDocument';
import { parseText } from './parseText';
import { resourceOf } from './resourceOf';

describe('describeValue', () => {
  it.each<[unknown, object]>([
    [
      { family: 'web', containerDefinitions: [] },
      { kind: 'taskDefinition', name: 'web' },
    ],
    [{ taskDefinition: { family: 'web', containerDefinitions: [] } }, { kind: 'taskDefinition' }],
    [
      { Family: 'web', ContainerDefinitions: [] },
      { kind: 'taskDefinition', name: 'web' },
    ],
    [[{ name: 'web', image: 'nginx' }], { kind: 'taskDefinition', name: '' }],
    [
      { serviceName: 'web', taskDefinition: 'web:1' },
      { kind: 'service', name: 'web' },
    ],
    [
      { service: 'web', taskDefinition: 'web:2' },
      { kind: 'service', name: 'web' },
    ],
    [{ services: [{ serviceName: 'web' }] }, { kind: 'service', name: 'web' }],
    [{ taskDefinition: 'web', cluster: 'c', count: 2 }, { kind: 'runTask' }],
    [{ clusterName: 'harbour' }, { kind: 'cluster', name: 'harbour' }],
    [{ Resources: {} }, { kind: 'cloudFormation' }],
    [
      { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'shop' } },
      { api: 'kubernetes', kind: 'Deployment', name: 'web', namespace: 'shop' },
    ],
    [{ kind: 'Pod' }, { api: 'kubernetes', apiVersion: '', kind: 'Pod' }],
    [
      { AutoScalingGroupName: 'boxes', MinSize: 1, MaxSize: 4 },
      { api: 'aws', kind: 'autoScalingGroup', name: 'boxes' },
    ],
    [
      { AutoScalingGroups: [{ AutoScalingGroupName: 'boxes', MinSize: 1 }] },
      { kind: 'autoScalingGroup', name: 'boxes' },
    ],
    [
      { AutoScalingGroupName: 'boxes', PolicyName: 'cpu50', PolicyType: 'StepScaling' },
      { api: 'aws', kind: 'groupPolicy', name: 'cpu50', group: 'boxes' },
    ],
    [
      { ScalingPolicies: [{ AutoScalingGroupName: 'boxes', PolicyName: 'cpu50' }] },
      { api: 'aws', kind: 'groupPolicy', name: 'cpu50' },
    ],
    [
      { ScalingPolicies: [{ ServiceNamespace: 'ecs', PolicyName: 'cpu50' }] },
      { api: 'application-autoscaling', kind: 'scalingPolicy', name: 'cpu50' },
    ],
    [
      { AutoScalingGroupName: 'boxes', ScheduledActionName: 'morning', MinSize: 4 },
      { api: 'aws', kind: 'groupAction', name: 'morning' },
    ],
    [
      { ServiceNamespace: 'ecs', ScheduledActionName: 'morning' },
      { api: 'application-autoscaling', kind: 'scheduledAction' },
    ],
    [
      { LifecycleHookName: 'warm', AutoScalingGroupName: 'boxes' },
      { api: 'aws', kind: 'lifecycleHook', name: 'warm' },
    ],
    [
      { AutoScalingGroupName: 'boxes', MinSize: 2, PoolState: 'Stopped' },
      { api: 'aws', kind: 'warmPool', name: 'boxes' },
    ],
    [
      { LaunchTemplateName: 'boxes', LaunchTemplateData: {} },
      { api: 'aws', kind: 'launchTemplate', name: 'boxes' },
    ],
    [
      { AlarmName: 'high', MetricName: 'CPUUtilization' },
      { api: 'aws', kind: 'metricAlarm' },
    ],
    [{ QueueName: 'jobs' }, { api: 'aws', kind: 'queue', name: 'jobs' }],
    [
      { name: 'boxes', autoScalingGroupProvider: {} },
      { api: 'ecs', kind: 'capacityProvider', name: 'boxes' },
    ],
    [
      { cluster: 'harbour', capacityProviders: ['boxes'] },
      { api: 'ecs', kind: 'clusterCapacityProviders' },
    ],
    [{ hello: 1 }, { api: 'unknown' }],
    ['text', { api: 'unknown' }],
  ])('%j', (value, expected) => {
    expect(describeValue(value)).toMatchObject(expected);
  });
});

describe('objectsOf', () => {
  it('unwraps lists, with paths that lead back into the text', () => {
    const text =
      'apiVersion: v1\nkind: List\nitems:\n- kind: Pod\n  apiVersion: v1\n  metadata: {name: a}\n- kind: Pod\n  apiVersion: v1\n  metadata:\n    name: b\n';
    const objects = objectsOf(parseText('list.yaml', text));
    expect(objects.map((o) => o.path)).toEqual([
      ['items', 0],
      ['items', 1],
    ]);
    const second = objects[1]!;
    expect(second.document.locate([...second.path, 'metadata', 'name']).line).toBe(10);
  });

  it('gives the items of a typed list their kind', () => {
    const text = 'apiVersion: v1\nkind: PodList\nitems:\n- metadata: {name: a}\n';
    expect(objectsOf(parseText('list.yaml', text))[0]?.description).toMatchObject({
      apiVersion: 'v1',
      kind: 'Pod',
      name: 'a',
    });
  });
});

describe('resourceOf', () => {
  it.each([
    ['v1', 'Pod', '', 'v1', 'pods'],
    ['apps/v1', 'Deployment', 'apps', 'v1', 'deployments'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'networking.k8s.io', 'v1', 'networkpolicies'],
    ['networking.k8s.io/v1', 'Ingress', 'networking.k8s.io', 'v1', 'ingresses'],
    ['v1', 'Endpoints', '', 'v1', 'endpoints'],
  ])('%s %s', (apiVersion, kind, group, version, resource) => {
    expect(resourceOf(apiVersion, kind)).toEqual({ group, version, resource });
  });
});
