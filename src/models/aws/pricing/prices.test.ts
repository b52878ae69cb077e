import { describe, expect, it } from 'vitest';
import { EKS_CLUSTER_PER_HOUR, fargatePrice, instancePrice } from './prices';

describe('prices', () => {
  it('of an instance are those of its type', () => {
    expect(instancePrice('m5.large')).toBe(96_000);
    expect(instancePrice('no.such')).toBe(0);
  });

  // CURRICULUM lesson 14, by hand: 0.5 vCPU x 0.04048 + 1 GB x 0.004445.
  it.each([
    [512, 1024, 24_685],
    [256, 512, 12_343],
    [512, 2048, 29_130],
  ])('of %i units and %i MiB on Fargate', (cpu, memory, price) => {
    expect(fargatePrice(cpu, memory)).toBe(price);
  });

  it('of a cluster are charged on EKS only', () => {
    expect(EKS_CLUSTER_PER_HOUR).toBe(100_000);
  });
});
