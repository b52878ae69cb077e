import { describe, expect, it } from 'vitest';
import type { Fact } from '../../engine/model';
import { decisions } from './decisions';
import { sentences } from './sentences.en';

const POD = { kind: 'kubernetes/Pod', key: 'default/web-1-abcde' } as const;

const fact = (model: string, type: string, data: unknown, more: object = {}) => ({
  model,
  type,
  data,
  ...more,
});

function why(...given: readonly ReturnType<typeof fact>[]) {
  const facts = given.map((each, serial) => ({
    serial,
    atMs: serial * 1000,
    cause: null,
    about: POD,
    ...each,
  })) as unknown as readonly Fact[];
  const source = { facts, fact: (serial: number) => facts[serial] };
  return decisions(source, sentences, 0);
}

const unschedulable = fact('kubernetes', 'podUnschedulable', {
  message: '0/2 nodes are available: 2 Insufficient cpu.',
  reasons: { 'Insufficient cpu': 2 },
});
const condition = (status: 'True' | 'False') =>
  fact('kubernetes', 'autoscalerConditionChanged', {
    condition: 'ScalingActive',
    status,
    reason: 'FailedGetResourceMetric',
    message: '',
    reasonBefore: null,
  });

describe('the Why of a half', () => {
  it('leaves out what has been answered', () => {
    expect(why(unschedulable).kubernetes?.serial).toBe(0);
    expect(why(unschedulable, fact('kubernetes', 'podBound', {})).kubernetes).toBeUndefined();
    expect(why(condition('False')).kubernetes?.serial).toBe(0);
    expect(why(condition('False'), condition('True')).kubernetes).toBeUndefined();
  });

  it('is the loop behind a change, with the numbers that it went by', () => {
    const scaled = fact('aws', 'capacityScaled', {
      from: 4,
      to: 12,
      metric: 100,
      target: 60,
      cause: 'monitor alarm web in state ALARM triggered policy busy',
    });
    const updated = fact('ecs', 'serviceUpdated', { fields: ['desiredCount'] }, { cause: 0 });
    const stopped = fact(
      'ecs',
      'containerStopped',
      { container: 'web', exitCode: 0, essential: true },
      { cause: 1, about: { kind: 'ecs/Task', key: 'harbour/8f3a' } },
    );
    expect(why(scaled, updated, stopped).ecs?.text).toContain('(100 against 60)');
  });

  it('tells what Karpenter bought', () => {
    const created = fact('eks', 'nodeClaimCreated', {
      nodePool: 'default',
      pods: 2,
      milliCpu: 1500,
      memoryMiB: 256,
      instanceType: 'm5.large',
      zone: 'us-east-1a',
      capacityType: 'on-demand',
      nanoUsdPerHour: 96_000_000,
      instanceTypes: 1,
      next: null,
      batchMs: 1000,
    });
    expect(why(created).kubernetes?.text).toContain('1.5 vCPU');
  });
});
