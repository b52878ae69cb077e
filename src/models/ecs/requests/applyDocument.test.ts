import { describe, expect, it } from 'vitest';
import type { RecordKinds } from '../../../engine/model';
import type { Service } from '../types';
import { requestForDocument, type Existing } from './applyDocument';
import { newRevision } from './registerTaskDefinition';

const web = { family: 'web', containerDefinitions: [{ name: 'app', image: 'nginx', memory: 128 }] };
const arn = (revision: number) =>
  `arn:aws:ecs:us-east-1:123456789012:task-definition/web:${revision}`;
const service = {
  serviceName: 'web',
  status: 'ACTIVE',
  taskDefinition: arn(1),
  desiredCount: 2,
  launchType: 'EC2',
  schedulingStrategy: 'REPLICA',
  deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
} as unknown as Service;

const existing = (records: Partial<Record<string, unknown>>, revisions = 0): Existing => ({
  get: (kind, key) => records[`${kind} ${key}`] as RecordKinds[typeof kind] | undefined,
  count: () => revisions,
});
const nothing = existing({});
const withService = existing(
  {
    'ecs/Service default/web': service,
    'ecs/TaskDefinition web:1': newRevision(web, arn(1), 1, 0),
    'ecs/TaskDefinition web:2': newRevision(web, arn(2), 2, 0),
    'ecs/Cluster main': { status: 'ACTIVE' },
  },
  2,
);
const asked = (changes: object = {}) => ({
  serviceName: 'web',
  taskDefinition: 'web:1',
  desiredCount: 2,
  launchType: 'EC2',
  ...changes,
});
const calls = (value: unknown, records: Existing) => {
  const answer = requestForDocument(value, records);
  return answer.ok ? answer.requests.map(({ action, input }) => ({ action, input })) : answer.error;
};

describe('applying an ECS file', () => {
  it('registers a task definition, but not the same one again', () => {
    expect(calls(web, nothing)).toEqual([{ action: 'RegisterTaskDefinition', input: web }]);
    expect(calls(web, withService)).toEqual([]);
    const changed = { ...web, cpu: '256' };
    expect(calls(changed, withService)).toEqual([
      { action: 'RegisterTaskDefinition', input: changed },
    ]);
  });

  it('leaves what is not valid to the API to refuse', () => {
    const broken = { ...web, family: '' };
    expect(calls(broken, withService)).toEqual([
      { action: 'RegisterTaskDefinition', input: broken },
    ]);
  });

  it('creates a service, or updates an ACTIVE one by what differs', () => {
    expect(calls(asked(), nothing)).toEqual([{ action: 'CreateService', input: asked() }]);
    expect(calls(asked(), withService)).toEqual([]);
    expect(calls(asked({ desiredCount: 5 }), withService)).toEqual([
      { action: 'UpdateService', input: { service: 'web', desiredCount: 5 } },
    ]);
  });

  it('takes a family without a revision as its latest revision', () => {
    expect(calls(asked({ taskDefinition: 'web' }), withService)).toEqual([
      { action: 'UpdateService', input: { service: 'web', taskDefinition: 'web' } },
    ]);
    expect(calls(asked({ taskDefinition: arn(1) }), withService)).toEqual([]);
  });

  it('compares only the parts of a deployment configuration that are given', () => {
    const same = { deploymentConfiguration: { maximumPercent: 200 } };
    expect(calls(asked(same), withService)).toEqual([]);
    const other = { deploymentConfiguration: { maximumPercent: 150 } };
    expect(calls(asked(other), withService)).toMatchObject([
      { action: 'UpdateService', input: other },
    ]);
  });

  it('refuses by name what UpdateService does not take', () => {
    const answer = requestForDocument(
      asked({ launchType: 'FARGATE', desiredCount: 3 }),
      withService,
    );
    expect(answer).toMatchObject({
      ok: false,
      error: {
        message: expect.stringContaining('"launchType"') as string,
        causes: [{ path: ['launchType'] }],
      },
    });
  });

  it('creates a cluster that is not there', () => {
    expect(calls({ clusterName: 'main' }, nothing)).toMatchObject([{ action: 'CreateCluster' }]);
    expect(calls({ clusterName: 'main' }, withService)).toEqual([]);
  });

  it('refuses what is no input of any call, at its place', () => {
    expect(calls({ Resources: { Web: { Type: 'AWS::ECS::Service' } } }, nothing)).toMatchObject({
      causes: [{ path: ['Resources', 'Web'] }],
    });
  });
});

describe('applying a capacity provider', () => {
  const provider = {
    name: 'boxes',
    autoScalingGroupProvider: {
      autoScalingGroupArn: 'boxes',
      managedScaling: { status: 'ENABLED', targetCapacity: 100 },
    },
  };
  const there = existing({
    'ecs/CapacityProvider boxes': {
      name: 'boxes',
      status: 'ACTIVE',
      autoScalingGroupName: 'boxes',
      autoScalingGroupProvider: {
        autoScalingGroupArn: 'arn:boxes',
        managedScaling: { status: 'ENABLED', targetCapacity: 100, minimumScalingStepSize: 1 },
        managedDraining: 'ENABLED',
      },
    },
    'ecs/Cluster main': {
      status: 'ACTIVE',
      capacityProviders: ['boxes'],
      defaultCapacityProviderStrategy: [],
    },
  });
  const withTarget = (targetCapacity: number) => ({
    ...provider,
    autoScalingGroupProvider: {
      ...provider.autoScalingGroupProvider,
      managedScaling: { targetCapacity },
    },
  });

  it('creates it, updates what differs, and nothing where nothing does', () => {
    expect(calls(provider, nothing)).toEqual([
      { action: 'CreateCapacityProvider', input: provider },
    ]);
    expect(calls(provider, there)).toEqual([]);
    expect(calls(withTarget(75), there)).toEqual([
      {
        action: 'UpdateCapacityProvider',
        input: {
          name: 'boxes',
          autoScalingGroupProvider: { managedScaling: { targetCapacity: 75 } },
        },
      },
    ]);
  });

  it('refuses another group by its place', () => {
    const other = { ...provider, autoScalingGroupProvider: { autoScalingGroupArn: 'others' } };
    expect(calls(other, there)).toMatchObject({
      causes: [{ path: ['autoScalingGroupProvider', 'autoScalingGroupArn'] }],
    });
  });

  it('associates providers with a cluster once', () => {
    const put = {
      cluster: 'main',
      capacityProviders: ['boxes'],
      defaultCapacityProviderStrategy: [],
    };
    expect(calls(put, there)).toEqual([]);
    const more = { ...put, capacityProviders: ['boxes', 'FARGATE'] };
    expect(calls(more, there)).toEqual([{ action: 'PutClusterCapacityProviders', input: more }]);
  });
});
