import { describe, expect, it } from 'vitest';
import { taskDefinitionErrors } from './taskDefinition';

const app = { name: 'app', image: 'nginx', memory: 128 };
const definition = (changes: object = {}, container: object = {}) => ({
  family: 'web',
  containerDefinitions: [{ ...app, ...container }],
  ...changes,
});
const fargate = {
  requiresCompatibilities: ['FARGATE'],
  networkMode: 'awsvpc',
  cpu: '256',
  memory: '512',
};
const said = (value: unknown) =>
  taskDefinitionErrors(value).map((error) => `${error.path.join('.')}: ${error.message}`);

describe('RegisterTaskDefinition', () => {
  it('takes the smallest definition', () => {
    expect(taskDefinitionErrors(definition())).toEqual([]);
  });

  it('says all that is wrong, each at its place', () => {
    expect(
      said(definition({ family: 'a b' }, { name: '', memory: 1, memoryReservation: 2 })),
    ).toEqual([
      'family: Family contains invalid characters.',
      'containerDefinitions.0.name: Container.name should not be null or empty.',
      "containerDefinitions.0.memoryReservation: Invalid setting for container ''. 'memory' must be greater than or equal to 'memoryReservation'.",
    ]);
  });

  it.each<[string, unknown, string]>([
    [
      'two containers of one name',
      definition({ containerDefinitions: [app, app] }),
      'Container names must be unique within a task definition.',
    ],
    [
      'eleven containers',
      definition({
        containerDefinitions: Array.from({ length: 11 }, (_, i) => ({ ...app, name: `c${i}` })),
      }),
      'Too many containers.',
    ],
    [
      'FireLens logs without a router',
      definition({}, { logConfiguration: { logDriver: 'awsfirelens' } }),
      'When awsfirelens log driver is specified',
    ],
    [
      'a router that routes nothing',
      definition({}, { firelensConfiguration: { type: 'fluentbit' } }),
      'When a firelensConfiguration object is specified',
    ],
    [
      'an environment file that is no ARN',
      definition({}, { environmentFiles: [{ value: 'x.env', type: 's3' }] }),
      'Invalid arn syntax.',
    ],
    [
      'HEALTHY of a container without a check',
      definition({
        containerDefinitions: [
          { ...app, dependsOn: [{ containerName: 'b', condition: 'HEALTHY' }] },
          { ...app, name: 'b' },
        ],
      }),
      'must have health check configured',
    ],
    [
      'a container that waits for itself',
      definition({}, { dependsOn: [{ containerName: 'app', condition: 'START' }] }),
      'Containers depend on each other in a circle: app.',
    ],
    [
      'a volume nobody knows',
      definition({}, { mountPoints: [{ sourceVolume: 'v' }] }),
      "Unknown volume 'v'.",
    ],
    [
      'volumes from nobody',
      definition({}, { volumesFrom: [{ sourceContainer: 'x' }] }),
      "Invalid 'volumesFrom' setting. Unknown container: 'x'.",
    ],
    [
      'EFS port without encryption',
      definition({
        volumes: [
          { name: 'v', efsVolumeConfiguration: { fileSystemId: 'fs-1', transitEncryptionPort: 9 } },
        ],
      }),
      'TransitEncryptionPort requires',
    ],
    [
      'links without bridge',
      definition({ networkMode: 'awsvpc' }, { links: ['b'] }),
      'Links are not supported when networkMode=awsvpc.',
    ],
    [
      'a port beyond 65535',
      definition({}, { portMappings: [{ containerPort: 70_000 }] }),
      "Invalid 'containerPort' setting for container 'app'.",
    ],
    [
      'a range that runs backwards',
      definition({}, { portMappings: [{ containerPortRange: '90-80' }] }),
      "Invalid 'containerPortRange' setting for container 'app'.",
    ],
    [
      'one port, two protocols',
      definition(
        {},
        { portMappings: [{ containerPort: 53 }, { containerPort: 53, protocol: 'udp' }] },
      ),
      "Container port '53' cannot be exposed for multiple protocols.",
    ],
    [
      'one port for two containers on one interface',
      definition({
        networkMode: 'awsvpc',
        containerDefinitions: ['a', 'b'].map((name) => ({
          ...app,
          name,
          portMappings: [{ containerPort: 80 }],
        })),
      }),
      "TCP container port '80' is used multiple times in task when networkMode=awsvpc.",
    ],
    [
      'a proxy without awsvpc',
      definition({ proxyConfiguration: { containerName: 'app' } }),
      'APPMESH proxy configuration is only supported in networkMode=awsvpc',
    ],
    [
      'a container above its task',
      definition({ memory: '64' }),
      "The 'memory' setting for container 'app' is greater than for the task.",
    ],
    [
      'containers above their task',
      definition({ cpu: '256' }, { cpu: 300 }),
      "The sum of all container 'cpu' values cannot be greater",
    ],
    ['a task of 64 CPU units', definition({ cpu: '64' }), "Invalid 'cpu' setting for task."],
    [
      'an unreadable constraint',
      definition({ placementConstraints: [{ type: 'memberOf', expression: 'zone == a' }] }),
      'Invalid expression',
    ],
    [
      'more than 64 KiB',
      definition({}, { command: ['x'.repeat(70_000)] }),
      "Max allowed length is '65536' bytes.",
    ],
    [
      'Fargate without cpu',
      definition({ ...fargate, cpu: undefined }),
      "Fargate requires that 'cpu' be defined at the task level.",
    ],
    [
      'Fargate with pidMode host',
      definition({ ...fargate, pidMode: 'host' }),
      "do not support pidMode 'host'",
    ],
    [
      'Fargate with NET_ADMIN',
      definition(fargate, { linuxParameters: { capabilities: { add: ['NET_ADMIN'] } } }),
      'NET_ADMIN is not allowed on Fargate.',
    ],
    [
      'Fargate with a private image and no role',
      definition(fargate, { image: '123456789012.dkr.ecr.us-east-1.amazonaws.com/web' }),
      'to support ECR images.',
    ],
    [
      'Fargate logs without a prefix',
      definition(
        { ...fargate, executionRoleArn: 'arn:x' },
        { logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } } },
      ),
      'awslogs-stream-prefix',
    ],
  ])('refuses %s', (_, value, message) => {
    expect(said(value).join('\n')).toContain(message);
    expect(taskDefinitionErrors(value)).not.toEqual([]);
  });

  it('lets containers in bridge mode share a container port', () => {
    const containerDefinitions = ['a', 'b'].map((name) => ({
      ...app,
      name,
      portMappings: [{ containerPort: 80 }],
    }));
    expect(taskDefinitionErrors(definition({ containerDefinitions }))).toEqual([]);
  });
});
