import { describe, expect, it } from 'vitest';
import { checkDocument } from './checkDocument';
import { readDocument } from './document';

const definition = {
  family: 'web',
  containerDefinitions: [{ name: 'app', image: 'nginx', memory: 64 }],
};

describe('what an ECS file is', () => {
  it.each<[string, unknown, string]>([
    ['a task definition', definition, 'RegisterTaskDefinition'],
    ['a service', { serviceName: 'web', taskDefinition: 'web' }, 'CreateService'],
    ['an update', { service: 'web', taskDefinition: 'web:2' }, 'UpdateService'],
    ['a task', { taskDefinition: 'web', count: 2 }, 'RunTask'],
    ['a cluster', { clusterName: 'main' }, 'CreateCluster'],
    [
      'CloudFormation spelling',
      { Family: 'web', ContainerDefinitions: [] },
      'RegisterTaskDefinition',
    ],
    ['describe output', { taskDefinition: definition }, 'RegisterTaskDefinition'],
  ])('%s', (_, value, action) => {
    expect(readDocument(value)).toMatchObject({ ok: true, action });
  });

  it.each<[string, unknown, string]>([
    ['a list of containers', definition.containerDefinitions, 'a list of container definitions'],
    [
      'a template',
      { Resources: { Web: { Type: 'AWS::ECS::Service' } } },
      'a CloudFormation template',
    ],
    [
      'output about two services',
      { services: [{ serviceName: 'a' }, { serviceName: 'b' }] },
      'several resources',
    ],
    ['something else', { hello: 'world' }, 'neither a task definition'],
    ['text', 'hello', 'not a JSON object'],
  ])('does not take %s', (_, value, message) => {
    const document = readDocument(value);
    expect(document.ok ? '' : document.errors[0]?.message).toContain(message);
  });

  it('unwraps describe output, drops what only output has, and says both', () => {
    const output = {
      taskDefinition: { ...definition, taskDefinitionArn: 'arn', revision: 3, status: 'ACTIVE' },
      tags: [{ key: 'a', value: 'b' }],
    };
    const document = readDocument(output);
    expect(document).toMatchObject({ ok: true, input: { ...definition, tags: output.tags } });
    expect(checkDocument(output).errors).toEqual([]);
    expect(checkDocument(output).notices.map((n) => [n.reason, ...n.path])).toEqual([
      ['DescribeOutput', 'taskDefinition'],
      ['DescribeOnly', 'taskDefinition', 'taskDefinitionArn'],
      ['DescribeOnly', 'taskDefinition', 'revision'],
      ['DescribeOnly', 'taskDefinition', 'status'],
    ]);
  });

  it('takes the cluster of a described service from its ARN', () => {
    const service = {
      serviceArn: 'arn',
      clusterArn: 'arn:aws:ecs:us-east-1:1:cluster/main',
      serviceName: 'web',
    };
    expect(readDocument({ services: [service], failures: [] })).toMatchObject({
      path: ['services', 0],
      input: { cluster: 'main', serviceName: 'web' },
    });
  });

  it('keeps the places of errors inside a wrapper', () => {
    const [error] = checkDocument({ taskDefinition: { ...definition, family: 'a b' } }).errors;
    expect(error?.path).toEqual(['taskDefinition', 'family']);
  });

  it('tells the spelling of CloudFormation beside the refusal', () => {
    const { errors, notices } = checkDocument({ Family: 'web', ContainerDefinitions: [] });
    expect(errors.map((e) => e.path[0])).toContain('Family');
    expect(notices[0]).toMatchObject({ reason: 'CloudFormation', path: ['Family'] });
  });

  it('tells placeholders, but not those of shell commands', () => {
    const containerDefinitions = [
      { name: 'app', image: 'nginx', memory: 64, command: ['echo ${HOME}'], user: '${USER_ID}' },
    ];
    const notices = checkDocument({ family: '{{ family }}', containerDefinitions }).notices;
    expect(notices.filter((n) => n.reason === 'Placeholder').map((n) => n.path)).toEqual([
      ['family'],
      ['containerDefinitions', 0, 'user'],
    ]);
  });

  it('names what is accepted but not simulated', () => {
    const containerDefinitions = [
      { ...definition.containerDefinitions[0], ulimits: [], privileged: true },
    ];
    const notices = checkDocument({
      ...definition,
      taskRoleArn: 'arn',
      containerDefinitions,
    }).notices;
    expect(notices.map((n) => n.path.join('.'))).toEqual([
      'taskRoleArn',
      'containerDefinitions.0.privileged',
    ]);
  });

  it('says nothing of what is switched off, because here it always is', () => {
    const service = { serviceName: 'web', taskDefinition: 'web', desiredCount: 1 };
    const told = (availabilityZoneRebalancing: string) =>
      checkDocument({ ...service, availabilityZoneRebalancing }).notices.length;
    expect([told('ENABLED'), told('DISABLED')]).toEqual([1, 0]);
  });
});
