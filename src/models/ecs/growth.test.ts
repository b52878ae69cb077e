/** Ten times the tasks may cost at most twelve times the counted work (DESIGN.md 7). */
import { describe, expect, it } from 'vitest';
import type { Work } from '../../engine/model';
import { EcsWorld } from './fixtures/ecsWorld';

/** A service of that size comes up, loses an instance and rolls over. */
function workFor(desiredCount: number): Work {
  const world = new EcsWorld({ instances: 60, instanceType: 'm5.8xlarge' });
  world.define('web', [
    { cpu: 64, memory: 128, portMappings: [{ containerPort: 80, hostPort: 0 }] },
  ]);
  world.serve('web', { desiredCount });
  world.to(500_000);
  const [instance] = world.read.list('ecs/ContainerInstance');
  world.ask('ec2', 'TerminateInstances', { InstanceIds: [instance?.ec2InstanceId] });
  world.to(700_000);
  const deploymentConfiguration = { minimumHealthyPercent: 50, maximumPercent: 150 };
  world.ecs('UpdateService', { service: 'web', forceNewDeployment: true, deploymentConfiguration });
  world.to(1_500_000);
  expect(world.service()).toMatchObject({ runningCount: desiredCount });
  expect(world.service().deployments).toMatchObject([{ rolloutState: 'COMPLETED' }]);
  return world.simulation.work;
}

describe('growth', () => {
  it('is at most twelvefold from 300 to 3,000 tasks', { timeout: 120_000 }, () => {
    const small = workFor(300);
    const large = workFor(3_000);
    for (const name of ['recordsVisited', 'syncs', 'steps', 'facts'] as const)
      expect(large[name] / small[name], name).toBeLessThan(12);
  });
});
