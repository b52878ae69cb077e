/** Requests about tasks and container instances, against the running world. */
import { describe, expect, it } from 'vitest';
import { Simulation } from '../../../engine/simulation';
import { awsModel } from '../../aws/model';
import { workloadModel } from '../../workload/model';
import { ecsModel } from '../model';

const web = { family: 'web', containerDefinitions: [{ name: 'app', image: 'nginx', memory: 128 }] };

function world(instances: number) {
  const models = [workloadModel, awsModel, ecsModel];
  const simulation = new Simulation({ models, seed: 1, freeze: true });
  const send = (api: string, action: string, input: object): Record<string, unknown> => {
    const request = { api, action, input };
    const answer = simulation.query(request) ?? simulation.submit(request, 'test');
    if (!answer.ok) return { error: answer.error.name, message: answer.error.message };
    return answer.output as Record<string, unknown>;
  };
  const call = (action: string, input: object = {}) => send('ecs', action, input);
  const bootstrap = { as: 'ecs-container-instance', cluster: 'default' };
  call('CreateCluster');
  send('quayside', 'createGround', {
    region: 'eu-west-1',
    zones: ['eu-west-1a', 'eu-west-1b'],
    instances: [{ count: instances, instanceType: 'm5.large', bootstrap }],
  });
  call('RegisterTaskDefinition', web);
  simulation.runUntil(60_000);
  return { call, simulation };
}

const arnsOf = (answer: Record<string, unknown>, field: string) => answer[field] as string[];

describe('tasks', () => {
  it('run, are listed and described, and stop', () => {
    const { call, simulation } = world(2);
    const run = call('RunTask', { taskDefinition: 'web', count: 2, startedBy: 'me' });
    expect(run).toMatchObject({ tasks: [{ group: 'family:web' }, {}], failures: [] });
    simulation.runUntil(120_000);
    const listed = arnsOf(call('ListTasks', { startedBy: 'me' }), 'taskArns');
    expect(listed).toHaveLength(2);
    expect(call('ListTasks', { family: 'other' })).toEqual({ taskArns: [] });
    expect(call('DescribeTasks', { tasks: [...listed, 'gone'] })).toMatchObject({
      tasks: [{ lastStatus: 'RUNNING', createdAt: 1_767_571_260 }, { lastStatus: 'RUNNING' }],
      failures: [{ reason: 'MISSING' }],
    });
    expect(call('StopTask', { task: listed[0] ?? '', reason: 'enough' })).toMatchObject({
      task: { desiredStatus: 'STOPPED', stopCode: 'UserInitiated', stoppedReason: 'enough' },
    });
    simulation.runUntil(240_000);
    expect(arnsOf(call('ListTasks', { desiredStatus: 'STOPPED' }), 'taskArns')).toEqual([
      listed[0],
    ]);
    expect(call('DescribeClusters')).toMatchObject({
      clusters: [{ registeredContainerInstancesCount: 2, runningTasksCount: 1 }],
    });
  });

  it.each([
    [{ taskDefinition: 'gone' }, 'ClientException', 'TaskDefinition not found.'],
    [
      { taskDefinition: 'web', count: 11 },
      'InvalidParameterException',
      'count must be between 1 and 10.',
    ],
    [
      { taskDefinition: 'web', overrides: { containerOverrides: [{ name: 'db' }] } },
      'InvalidParameterException',
      'Override for container named db is not a container in the TaskDefinition.',
    ],
  ])('RunTask refuses %j', (input, error, message) => {
    expect(world(1).call('RunTask', input)).toEqual({ error, message });
  });

  it('need a container instance on EC2', () => {
    expect(world(0).call('RunTask', { taskDefinition: 'web' })).toEqual({
      error: 'InvalidParameterException',
      message: 'No Container Instances were found in your cluster.',
    });
  });

  it('start where StartTask says', () => {
    const { call } = world(2);
    const [, second = ''] = arnsOf(call('ListContainerInstances'), 'containerInstanceArns');
    expect(
      call('StartTask', { taskDefinition: 'web', containerInstances: [second] }),
    ).toMatchObject({
      tasks: [{ containerInstanceArn: second }],
    });
  });

  it('are not found once they never were', () => {
    expect(world(1).call('StopTask', { task: 'gone' })).toEqual({
      error: 'InvalidParameterException',
      message: 'The referenced task was not found.',
    });
  });
});

describe('container instances', () => {
  it('are listed by expression and by status', () => {
    const { call } = world(3);
    const listed = (input: object) =>
      arnsOf(call('ListContainerInstances', input), 'containerInstanceArns');
    const all = listed({});
    expect(all).toHaveLength(3);
    expect(all).toEqual([...all].sort());
    expect(listed({ filter: 'attribute:ecs.availability-zone == eu-west-1b' })).toHaveLength(1);
    expect(listed({ status: 'DRAINING' })).toEqual([]);
    expect(call('ListContainerInstances', { filter: 'zone == b' })).toMatchObject({
      error: 'InvalidParameterException',
    });
  });

  it('drain and come back', () => {
    const { call, simulation } = world(1);
    const [arn = ''] = arnsOf(call('ListContainerInstances'), 'containerInstanceArns');
    const set = (status: string) =>
      call('UpdateContainerInstancesState', { containerInstances: [arn, 'gone'], status });
    const status = () => call('DescribeContainerInstances', { containerInstances: [arn] });
    expect(set('DRAINING')).toMatchObject({
      containerInstances: [{ status: 'DRAINING' }],
      failures: [{ reason: 'MISSING' }],
    });
    expect(status()).toMatchObject({ containerInstances: [{ status: 'DRAINING' }] });
    set('ACTIVE');
    expect(status()).toMatchObject({ containerInstances: [{ status: 'ACTIVE' }] });
    expect(set('REGISTERING')).toMatchObject({ error: 'InvalidParameterException' });
    expect(simulation.brokenInvariants()).toEqual([]);
  });

  it('leave with their tasks only by force', () => {
    const { call, simulation } = world(1);
    const [arn = ''] = arnsOf(call('ListContainerInstances'), 'containerInstanceArns');
    call('RunTask', { taskDefinition: 'web' });
    simulation.runUntil(120_000);
    expect(call('DeregisterContainerInstance', { containerInstance: arn })).toMatchObject({
      message: 'Found running tasks on the instance.',
    });
    expect(
      call('DeregisterContainerInstance', { containerInstance: arn, force: true }),
    ).toMatchObject({
      containerInstance: { status: 'INACTIVE' },
    });
    expect(call('ListContainerInstances')).toEqual({ containerInstanceArns: [] });
  });
});
