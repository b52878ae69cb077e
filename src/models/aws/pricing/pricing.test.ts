import { describe, expect, it } from 'vitest';
import { TestWorld } from '../fixtures/testWorld';
import { fargateNanoUsdPerHour } from './meter';

const ground = (desired: number, as: string) => ({
  groups: [{ name: as, instanceType: 'm5.large', desired, bootstrap: { as, cluster: 'harbour' } }],
});
interface Bill {
  readonly perHour: number;
  readonly total: number;
  readonly instances: number;
}
const bills = (w: TestWorld) =>
  w.query('quayside', 'cost') as { readonly ecs: Bill; readonly kubernetes: Bill };

describe('cost', () => {
  it('is the list price of what runs, by the second, and the fee of an EKS cluster', () => {
    const w = new TestWorld(1, ground(3, 'eks-node')).to(3_600_000);
    expect(bills(w).kubernetes.perHour).toBeCloseTo(3 * 0.096 + 0.1, 9);
    expect(bills(w).kubernetes.total).toBeCloseTo(3 * 0.096 + 0.1, 6);
    expect(bills(w).ecs).toEqual({ perHour: 0, total: 0, instances: 0, fargate: 0 });
  });

  it('ends when an instance shuts down, and begins when one runs', () => {
    const w = new TestWorld(1, ground(2, 'ecs-container-instance')).to(1_800_000);
    const [id] = w.read.keys('ec2/Instance');
    w.ask('ec2', 'TerminateInstances', { InstanceIds: [id] });
    w.after(0);
    expect(bills(w).ecs.perHour).toBeCloseTo(0.096, 9);
    w.to(1_805_000);
    expect(bills(w).ecs.instances).toBe(1);
    w.to(3_600_000);
    // The group replaced it some seconds later.
    expect(bills(w).ecs.instances).toBe(2);
    expect(bills(w).ecs.total).toBeGreaterThan(0.19);
    expect(bills(w).ecs.total).toBeLessThan(0.192);
  });

  it('costs a minute at least', () => {
    const w = new TestWorld();
    const run = {
      InstanceType: 'm5.large',
      MinCount: 1,
      MaxCount: 1,
      bootstrap: { as: 'ecs-container-instance', cluster: 'harbour' },
    };
    w.ask('ec2', 'RunInstances', run);
    w.to(20_000);
    w.ask('ec2', 'TerminateInstances', { InstanceIds: w.read.keys('ec2/Instance') });
    w.to(600_000);
    expect(bills(w).ecs.total).toBeCloseTo(0.096 / 60, 8);
  });

  it('of Fargate is by size: curriculum 14', () => {
    expect(fargateNanoUsdPerHour(0.5, 1) / 1e9).toBeCloseTo(0.024685, 9);
    expect(fargateNanoUsdPerHour(0.25, 0.5) / 1e9).toBeCloseTo(0.0123425, 9);
  });
});
