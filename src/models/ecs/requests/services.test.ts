import { describe, expect, it } from 'vitest';
import type { Service } from '../types';
import { ecsApi } from './fixtures/api';

const container = {
  name: 'app',
  image: 'nginx',
  memory: 128,
  portMappings: [{ containerPort: 80 }],
};
const web = { family: 'web', containerDefinitions: [container] };
const onFargate = { ...web, family: 'fargate', networkMode: 'awsvpc', cpu: '256', memory: '512' };
const network = { networkConfiguration: { awsvpcConfiguration: { subnets: ['subnet-a'] } } };
const create = { serviceName: 'web', taskDefinition: 'web', desiredCount: 2 };

function api() {
  const { call, simulation } = ecsApi();
  call('CreateCluster');
  call('RegisterTaskDefinition', web);
  call('RegisterTaskDefinition', onFargate);
  const stored = () => simulation.context.get('ecs/Service', 'default/web') as Service;
  const facts = () => simulation.facts.since(0).filter((fact) => fact.model === 'ecs');
  return { call, stored, facts };
}

describe('CreateService', () => {
  it('makes the service with the defaults of REPLICA and its first deployment', () => {
    const { call } = api();
    expect(call('CreateService', create)).toMatchObject({
      service: {
        serviceArn: 'arn:aws:ecs:us-east-1:123456789012:service/default/web',
        status: 'ACTIVE',
        launchType: 'EC2',
        taskDefinition: 'arn:aws:ecs:us-east-1:123456789012:task-definition/web:1',
        deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 200 },
        deployments: [{ status: 'PRIMARY', desiredCount: 2, rolloutState: 'IN_PROGRESS' }],
        propagateTags: 'NONE',
        availabilityZoneRebalancing: 'ENABLED',
        createdAt: 1_767_571_200,
      },
    });
  });

  it('knows the defaults of DAEMON and of Fargate', () => {
    const { call } = api();
    const daemon = { serviceName: 'agent', taskDefinition: 'web', schedulingStrategy: 'DAEMON' };
    expect(call('CreateService', daemon)).toMatchObject({
      service: { deploymentConfiguration: { minimumHealthyPercent: 0, maximumPercent: 100 } },
    });
    const fargate = { ...create, taskDefinition: 'fargate', launchType: 'FARGATE', ...network };
    expect(call('CreateService', fargate)).toMatchObject({
      service: { platformVersion: 'LATEST', platformFamily: 'Linux' },
    });
  });

  it('runs on Fargate through a capacity provider of the cluster', () => {
    const { call, stored } = api();
    const strategy = {
      capacityProviderStrategy: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
    };
    call('CreateCluster', { clusterName: 'spot', capacityProviders: ['FARGATE_SPOT'] });
    const asked = { ...create, ...strategy, taskDefinition: 'fargate', ...network };
    const { service } = call('CreateService', { ...asked, cluster: 'spot' });
    expect(service).toMatchObject(strategy);
    expect(service).not.toHaveProperty('launchType');
    expect(call('CreateService', asked)).toMatchObject({ error: 'InvalidParameterException' });
    expect(stored()).toBeUndefined();
  });

  it.each([
    [{ cluster: 'gone' }, 'ClusterNotFoundException', 'Cluster not found.'],
    [{ taskDefinition: 'gone' }, 'ClientException', 'TaskDefinition not found.'],
    [
      { launchType: 'FARGATE' },
      'InvalidParameterException',
      'Task definition does not support launch_type FARGATE.',
    ],
    [
      network,
      'InvalidParameterException',
      'Network Configuration is not valid for the given networkMode of this task definition.',
    ],
    [
      { taskDefinition: 'fargate' },
      'InvalidParameterException',
      "Network Configuration must be provided when networkMode 'awsvpc' is specified.",
    ],
    [
      { loadBalancers: [{ targetGroupArn: 'tg', containerName: 'web', containerPort: 80 }] },
      'InvalidParameterException',
      'The container web does not exist in the task definition.',
    ],
    [
      { loadBalancers: [{ targetGroupArn: 'tg', containerName: 'app', containerPort: 81 }] },
      'InvalidParameterException',
      'The container app did not have a container port 81 defined.',
    ],
    [
      { serviceConnectConfiguration: { enabled: true } },
      'InvalidParameterException',
      'Namespace is missing',
    ],
  ])('refuses %j', (changes, error, message) => {
    const { call, stored } = api();
    expect(call('CreateService', { ...create, ...changes })).toEqual({ error, message });
    expect(stored()).toBeUndefined();
  });

  it('has each name once, until its service is INACTIVE', () => {
    const { call } = api();
    call('CreateService', create);
    expect(call('CreateService', create)).toMatchObject({
      message: 'Creation of service was not idempotent.',
    });
    call('DeleteService', { service: 'web', force: true });
    expect(call('CreateService', create)).toMatchObject({
      message: 'Unable to Start a service that is still Draining.',
    });
  });
});

describe('UpdateService', () => {
  it('begins a deployment for another task definition', () => {
    const { call, facts } = api();
    call('CreateService', create);
    call('RegisterTaskDefinition', web);
    expect(call('UpdateService', { service: 'web', taskDefinition: 'web' })).toMatchObject({
      service: { deployments: [{ status: 'PRIMARY' }, { status: 'ACTIVE' }] },
    });
    expect(facts().at(-1)).toMatchObject({
      type: 'serviceUpdated',
      data: {
        changed: ['taskDefinition'],
        deployment: expect.stringMatching(/^ecs-svc\/\d+$/) as string,
      },
    });
  });

  it('begins none for another count or other percentages', () => {
    const { call, stored } = api();
    call('CreateService', create);
    const deploymentConfiguration = { maximumPercent: 150 };
    call('UpdateService', { service: 'web', desiredCount: 5, deploymentConfiguration });
    expect(stored()).toMatchObject({
      desiredCount: 5,
      deploymentConfiguration: { minimumHealthyPercent: 100, maximumPercent: 150 },
    });
    expect(stored().deployments).toHaveLength(1);
  });

  it('does nothing for what already is, unless it is forced', () => {
    const { call, stored, facts } = api();
    call('CreateService', create);
    const before = facts().length;
    call('UpdateService', { service: 'web', taskDefinition: 'web:1', desiredCount: 2 });
    expect(facts()).toHaveLength(before);
    call('UpdateService', { service: 'web', forceNewDeployment: true });
    expect(stored().deployments).toHaveLength(2);
  });

  it('keeps a revision that has become INACTIVE, but moves to none', () => {
    const { call } = api();
    call('CreateService', create);
    call('DeregisterTaskDefinition', { taskDefinition: 'web:1' });
    expect(call('UpdateService', { service: 'web', desiredCount: 3 })).toMatchObject({
      service: { desiredCount: 3 },
    });
    expect(call('UpdateService', { service: 'web', taskDefinition: 'web:1' })).toEqual({
      error: 'ClientException',
      message: 'TaskDefinition is inactive',
    });
  });

  it('holds the service as it would be against the rules', () => {
    const { call } = api();
    call('CreateService', create);
    const percents = { minimumHealthyPercent: 100, maximumPercent: 100 };
    expect(
      call('UpdateService', { service: 'web', deploymentConfiguration: percents }),
    ).toMatchObject({
      message: expect.stringContaining('cannot be 100') as string,
    });
    expect(call('UpdateService', { service: 'web', platformVersion: '1.4.0' })).toMatchObject({
      message: expect.stringContaining('platform version must be null') as string,
    });
    expect(call('UpdateService', { service: 'web', launchType: 'FARGATE' })).toMatchObject({
      error: 'ParamValidationError',
    });
  });

  it('wants the service to be there and ACTIVE', () => {
    const { call } = api();
    expect(call('UpdateService', { service: 'web' })).toEqual({
      error: 'ServiceNotFoundException',
      message: 'Service not found.',
    });
    call('CreateService', create);
    call('DeleteService', { service: 'web', force: true });
    expect(call('UpdateService', { service: 'web' })).toEqual({
      error: 'ServiceNotActiveException',
      message: 'Service was not ACTIVE.',
    });
  });
});

describe('DeleteService', () => {
  it('wants the service scaled to 0, or force', () => {
    const { call, stored } = api();
    call('CreateService', create);
    expect(call('DeleteService', { service: 'web' })).toMatchObject({
      message: 'The service cannot be stopped while it is scaled above 0.',
    });
    call('UpdateService', { service: 'web', desiredCount: 0 });
    expect(call('DeleteService', { service: 'web' })).toMatchObject({
      service: { status: 'DRAINING' },
    });
    expect(stored()).toMatchObject({ status: 'DRAINING', desiredCount: 0 });
  });

  it('keeps the cluster from being deleted while it drains', () => {
    const { call } = api();
    call('CreateService', create);
    call('DeleteService', { service: 'web', force: true });
    expect(call('DeleteCluster', { cluster: 'default' })).toMatchObject({
      error: 'ClusterContainsServicesException',
      message: 'The Cluster cannot be deleted while Services are active.',
    });
  });
});

describe('reading services', () => {
  it('describes and lists', () => {
    const { call } = api();
    call('CreateService', { ...create, tags: [{ key: 'team', value: 'a' }] });
    expect(call('ListServices')).toEqual({
      serviceArns: ['arn:aws:ecs:us-east-1:123456789012:service/default/web'],
    });
    const described = call('DescribeServices', { services: ['web', 'gone'] });
    expect(described).toMatchObject({
      services: [{ serviceName: 'web' }],
      failures: [
        { arn: 'arn:aws:ecs:us-east-1:123456789012:service/default/gone', reason: 'MISSING' },
      ],
    });
    expect(described).not.toMatchObject({ services: [{ tags: expect.anything() as unknown }] });
    expect(call('DescribeServices', { services: ['web'], include: ['TAGS'] })).toMatchObject({
      services: [{ tags: [{ key: 'team', value: 'a' }] }],
    });
    expect(call('DescribeClusters')).toMatchObject({ clusters: [{ activeServicesCount: 1 }] });
  });
});
