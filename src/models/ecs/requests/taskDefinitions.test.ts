import { describe, expect, it } from 'vitest';
import { ecsApi } from './fixtures/api';

const app = { name: 'app', image: 'nginx', memory: 128 };
const web = { family: 'web', containerDefinitions: [app] };

describe('task definitions', () => {
  it('numbers revisions from 1 and fills in what was left out', () => {
    const { call } = ecsApi();
    expect(call('RegisterTaskDefinition', web)).toMatchObject({
      taskDefinition: {
        taskDefinitionArn: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',
        revision: 1,
        status: 'ACTIVE',
        compatibilities: ['EXTERNAL', 'EC2'],
        registeredAt: 1_767_571_200,
        containerDefinitions: [
          { ...app, cpu: 0, essential: true, environment: [], portMappings: [] },
        ],
      },
      tags: [],
    });
    expect(call('RegisterTaskDefinition', web)).toMatchObject({ taskDefinition: { revision: 2 } });
  });

  it('maps ports as the network mode does', () => {
    const { call } = ecsApi();
    const containerDefinitions = [{ ...app, portMappings: [{ containerPort: 80 }] }];
    const port = (networkMode: string) =>
      call('RegisterTaskDefinition', { ...web, networkMode, containerDefinitions });
    const mapped = (hostPort: number) => ({
      taskDefinition: { containerDefinitions: [{ portMappings: [{ hostPort, protocol: 'tcp' }] }] },
    });
    expect(port('bridge')).toMatchObject(mapped(0));
    expect(port('host')).toMatchObject(mapped(80));
    expect(port('awsvpc')).toMatchObject(mapped(80));
  });

  it('is compatible with Fargate when it meets the rules, asked for or not', () => {
    const { call } = ecsApi();
    const sized = { ...web, networkMode: 'awsvpc', cpu: '.25 vCPU', memory: '0.5GB' };
    expect(call('RegisterTaskDefinition', sized)).toMatchObject({
      taskDefinition: { cpu: '256', memory: '512', compatibilities: ['EC2', 'FARGATE'] },
    });
  });

  it('means the latest ACTIVE revision when none is named', () => {
    const { call } = ecsApi();
    call('RegisterTaskDefinition', web);
    call('RegisterTaskDefinition', web);
    call('DeregisterTaskDefinition', { taskDefinition: 'web:2' });
    expect(call('DescribeTaskDefinition', { taskDefinition: 'web' })).toMatchObject({
      taskDefinition: { revision: 1 },
    });
    expect(call('DescribeTaskDefinition', { taskDefinition: 'web:2' })).toMatchObject({
      taskDefinition: { status: 'INACTIVE', deregisteredAt: 1_767_571_200 },
    });
    expect(call('RegisterTaskDefinition', web)).toMatchObject({ taskDefinition: { revision: 3 } });
  });

  it('deletes only what is INACTIVE', () => {
    const { call } = ecsApi();
    call('RegisterTaskDefinition', web);
    expect(call('DeleteTaskDefinitions', { taskDefinitions: ['web:1', 'gone:1'] })).toMatchObject({
      taskDefinitions: [],
      failures: [
        { reason: expect.stringContaining('ACTIVE') as string },
        { arn: 'gone:1', reason: 'MISSING' },
      ],
    });
    call('DeregisterTaskDefinition', { taskDefinition: 'web:1' });
    expect(call('DeleteTaskDefinitions', { taskDefinitions: ['web:1'] })).toMatchObject({
      taskDefinitions: [{ status: 'DELETE_IN_PROGRESS' }],
    });
    expect(call('RegisterTaskDefinition', web)).toMatchObject({ taskDefinition: { revision: 2 } });
  });

  it('lists by family and number, page by page', () => {
    const { call } = ecsApi();
    for (let i = 0; i < 11; i++) call('RegisterTaskDefinition', web);
    call('RegisterTaskDefinition', { ...web, family: 'api' });
    const names = (page: Record<string, unknown>) =>
      (page['taskDefinitionArns'] as string[]).map((arn) => arn.split('/')[1]);
    const first = call('ListTaskDefinitions', { maxResults: 3 });
    expect(names(first)).toEqual(['api:1', 'web:1', 'web:2']);
    const { nextToken } = first as { nextToken?: string };
    const rest = call('ListTaskDefinitions', { nextToken });
    expect(names(rest)).toEqual(Array.from({ length: 9 }, (_, i) => `web:${i + 3}`));
    expect(rest).not.toHaveProperty('nextToken');
    expect(
      names(call('ListTaskDefinitions', { familyPrefix: 'web', sort: 'DESC', maxResults: 2 })),
    ).toEqual(['web:11', 'web:10']);
    expect(call('ListTaskDefinitionFamilies')).toEqual({ families: ['api', 'web'] });
    expect(call('ListTaskDefinitions', { nextToken: '?' })).toMatchObject({
      message: 'Invalid token.',
    });
  });

  it.each([
    [
      'RegisterTaskDefinition',
      { ...web, family: 'a b' },
      'ClientException',
      'Family contains invalid characters.',
    ],
    [
      'RegisterTaskDefinition',
      { ...web, Family: 'x' },
      'ParamValidationError',
      'Parameter validation failed:\nUnknown parameter in input: "Family"',
    ],
    [
      'DescribeTaskDefinition',
      { taskDefinition: 'gone' },
      'ClientException',
      'Unable to describe task definition.',
    ],
    [
      'DescribeTaskDefinition',
      {},
      'ParamValidationError',
      'Missing required parameter in input: "taskDefinition"',
    ],
    [
      'DeregisterTaskDefinition',
      { taskDefinition: 'gone:1' },
      'ClientException',
      'The specified task definition does not exist.',
    ],
  ])('%s refuses %j', (action, input, error, message) => {
    const { call, simulation } = ecsApi();
    const answer = call(action, input);
    expect(answer).toMatchObject({ error });
    expect((answer as { message: string }).message).toContain(message);
    expect(simulation.records.version).toBe(0);
  });
});

describe('clusters', () => {
  it('are created once and stay, INACTIVE, when deleted', () => {
    const { call } = ecsApi();
    expect(call('CreateCluster')).toMatchObject({
      cluster: { clusterName: 'default', status: 'ACTIVE' },
    });
    call('CreateCluster', { clusterName: 'main' });
    expect(call('ListClusters')).toEqual({
      clusterArns: ['default', 'main'].map(
        (name) => `arn:aws:ecs:us-east-1:123456789012:cluster/${name}`,
      ),
    });
    expect(call('DeleteCluster', { cluster: 'main' })).toMatchObject({
      cluster: { status: 'INACTIVE' },
    });
    expect(call('DescribeClusters', { clusters: ['main', 'gone'] })).toMatchObject({
      clusters: [{ status: 'INACTIVE', runningTasksCount: 0 }],
      failures: [{ reason: 'MISSING' }],
    });
    expect(call('DeleteCluster', { cluster: 'main' })).toMatchObject({
      error: 'ClusterNotFoundException',
      message: 'The referenced cluster was inactive.',
    });
    expect(call('CreateCluster', { clusterName: 'main' })).toMatchObject({
      cluster: { status: 'ACTIVE' },
    });
  });

  it.each([
    [{ clusterName: 'a b' }, 'ClusterName must match'],
    [{ capacityProviders: ['mine'] }, "The specified capacity provider 'mine' was not found."],
    [
      { defaultCapacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }] },
      'is not associated with the cluster',
    ],
  ])('refuses %j', (input, message) => {
    expect((ecsApi().call('CreateCluster', input) as { message: string }).message).toContain(
      message,
    );
  });
});
