import { describe, expect, it } from 'vitest';
import { createServiceErrors, updateServiceErrors } from './service';

const service = (changes: object = {}) => ({
  serviceName: 'web',
  taskDefinition: 'web',
  desiredCount: 2,
  ...changes,
});
const said = (value: unknown) =>
  createServiceErrors(value)
    .map((error) => error.message)
    .join('\n');

describe('CreateService', () => {
  it('takes the smallest service', () => {
    expect(createServiceErrors(service())).toEqual([]);
    const daemon = { serviceName: 'agent', taskDefinition: 'agent', schedulingStrategy: 'DAEMON' };
    expect(createServiceErrors(daemon)).toEqual([]);
  });

  it.each<[string, object, string]>([
    [
      'a name with a space',
      { serviceName: 'a b' },
      'ServiceName must match ^[a-zA-Z0-9\\-_]{1,255}$, but was a b',
    ],
    ['no task definition', { taskDefinition: '' }, 'TaskDefinition can not be blank.'],
    ['a million replicas', { desiredCount: 1_000_000 }, 'desiredCount must be between 0 and 5000.'],
    [
      'launch type and strategy',
      { launchType: 'EC2', capacityProviderStrategy: [{ capacityProvider: 'FARGATE', weight: 1 }] },
      'Specifying both a launch type and capacity provider strategy',
    ],
    ['a DAEMON with a count', { schedulingStrategy: 'DAEMON' }, 'does not support a desired count'],
    [
      'a DAEMON with a strategy',
      { schedulingStrategy: 'DAEMON', placementStrategy: [{ type: 'random' }] },
      'does not support placement strategies',
    ],
    [
      'a DAEMON that doubles',
      { schedulingStrategy: 'DAEMON', deploymentConfiguration: { maximumPercent: 200 } },
      'does not support values above 100 for maximumPercent',
    ],
    [
      'constraints on Fargate',
      { launchType: 'FARGATE', placementConstraints: [{ type: 'distinctInstance' }] },
      'Placement constraints are not supported with FARGATE launch type.',
    ],
    [
      'a platform version on EC2',
      { launchType: 'EC2', platformVersion: '1.4.0' },
      'The platform version must be null when specifying an EC2 launch type.',
    ],
    [
      'six strategies',
      { placementStrategy: Array.from({ length: 6 }, () => ({ type: 'random' })) },
      'Maximum number of strategies is 5.',
    ],
    [
      'CodeDeploy without a load balancer',
      { deploymentController: { type: 'CODE_DEPLOY' } },
      'the service requires an Application Load Balancer',
    ],
    [
      'an external controller with a definition',
      { deploymentController: { type: 'EXTERNAL' } },
      'TaskDefinition must be blank.',
    ],
    [
      'both kinds of load balancer',
      { loadBalancers: [{ targetGroupArn: 'a', loadBalancerName: 'b' }] },
      'cannot both be specified',
    ],
    ['a role without a load balancer', { role: 'r' }, 'IAM roles are only valid'],
    [
      'no subnets',
      { networkConfiguration: { awsvpcConfiguration: { subnets: [] } } },
      'subnets can not be empty.',
    ],
    [
      'rebalancing of a packed service',
      {
        availabilityZoneRebalancing: 'ENABLED',
        placementStrategy: [{ type: 'binpack', field: 'cpu' }],
      },
      'Availability Zone Rebalancing does not support',
    ],
    [
      'two client aliases',
      {
        serviceConnectConfiguration: {
          enabled: true,
          services: [{ portName: 'http', clientAliases: [{ port: 1 }, { port: 2 }] }],
        },
      },
      '2 clientAliases exceeds the max limit of 1',
    ],
  ])('refuses %s', (_, changes, message) => {
    expect(said(service(changes))).toContain(message);
  });
});

describe('UpdateService', () => {
  it('does not know what only CreateService takes', () => {
    expect(updateServiceErrors({ service: 'web', launchType: 'FARGATE' })).toMatchObject([
      { reason: 'ParamValidationError', path: ['launchType'] },
    ]);
  });
});
