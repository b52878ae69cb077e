/** Ten times the tasks may cost at most twelve times the counted work (DESIGN.md 7). */
import { describe, expect, it } from 'vitest';
import type { Work } from '../../engine/model';
import { Simulation } from '../../engine/simulation';
import { awsModel } from '../aws/model';
import { workloadModel } from '../workload/model';
import { ecsModel } from './model';

const cluster = 'shop';
const bootstrap = { as: 'ecs-container-instance', cluster };
const instances = [{ count: 80, instanceType: 'm5.4xlarge', bootstrap }];
const container = {
  name: 'web',
  image: 'nginx:1.27',
  cpu: 64,
  memory: 128,
  portMappings: [{ containerPort: 80, hostPort: 0 }],
};

/** A service of that size comes up, loses an instance and rolls over. */
function workFor(desiredCount: number): Work {
  const simulation = new Simulation({ models: [workloadModel, awsModel, ecsModel], seed: 1 });
  const ask = (api: string, action: string, input: object) => {
    const answer = simulation.submit({ api, action, input } as never, 'test');
    if (!answer.ok) throw new Error(answer.error.message);
  };
  ask('quayside', 'createGround', {
    region: 'us-east-1',
    zones: ['us-east-1a', 'us-east-1b'],
    instances,
  });
  ask('ecs', 'CreateCluster', { clusterName: cluster });
  ask('ecs', 'RegisterTaskDefinition', { family: 'web', containerDefinitions: [container] });
  const service = { cluster, serviceName: 'web', taskDefinition: 'web', launchType: 'EC2' };
  ask('ecs', 'CreateService', { ...service, desiredCount });
  simulation.runUntil(500_000);
  const [instance] = simulation.context.keys('ec2/Instance');
  ask('ec2', 'TerminateInstances', { InstanceIds: [instance] });
  simulation.runUntil(700_000);
  const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 150 };
  ask('ecs', 'UpdateService', {
    cluster,
    service: 'web',
    forceNewDeployment: true,
    deploymentConfiguration,
  });
  simulation.runUntil(1_500_000);
  const after = simulation.context.get('ecs/Service', `${cluster}/web`);
  expect(after).toMatchObject({ runningCount: desiredCount });
  expect(after?.deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  return simulation.work;
}

describe('growth', () => {
  it('is at most twelvefold from 300 to 3,000 tasks', { timeout: 120_000 }, () => {
    const small = workFor(300);
    const large = workFor(3_000);
    for (const name of ['recordsVisited', 'syncs', 'steps', 'facts'] as const)
      expect(large[name] / small[name], name).toBeLessThan(12);
  });
});
