import { describe, expect, it } from 'vitest';
import type { Fact } from '../engine/model';
import type { Changes, RecordChange } from '../host/protocol';
import { WorldCopy } from './world.svelte';

const changes = (part: Partial<Changes>): Changes => ({
  nowMs: 0,
  version: 1,
  whole: false,
  records: [],
  facts: [],
  ...part,
});
const zone = (key: string, value: unknown): RecordChange => ({
  kind: 'ec2/AvailabilityZone',
  key,
  value,
});
const fact = (serial: number) =>
  ({ serial, atMs: 0, about: { kind: 'ecs/Task', key: '' } }) as Fact;

describe('WorldCopy', () => {
  it('folds what is new, changed and gone', () => {
    const world = new WorldCopy();
    world.fold(changes({ records: [zone('a', { State: 'available' }), zone('b', {})] }));
    world.fold(
      changes({ nowMs: 5, records: [zone('a', { State: 'impaired' }), zone('b', undefined)] }),
    );
    expect(world.nowMs).toBe(5);
    expect([...world.records.all('ec2/AvailabilityZone')]).toEqual([['a', { State: 'impaired' }]]);
  });

  it('forgets what it has when everything comes anew', () => {
    const world = new WorldCopy();
    world.fold(changes({ records: [zone('a', {})], facts: [fact(1), fact(2)] }));
    world.fold(changes({ whole: true, records: [zone('b', {})], facts: [fact(1)] }));
    expect([...world.records.all('ec2/AvailabilityZone').keys()]).toEqual(['b']);
    expect(world.facts).toHaveLength(1);
    expect(world.jumps).toBe(1);
  });

  it('finds facts by serial, also when older ones were dropped', () => {
    const world = new WorldCopy();
    world.fold(changes({ facts: [fact(10), fact(12), fact(19)] }));
    expect(world.fact(12)?.serial).toBe(12);
    expect(world.fact(11)).toBeUndefined();
  });

  it('does not wake anyone when only time passed', () => {
    const world = new WorldCopy();
    world.fold(changes({ records: [zone('a', {})] }));
    const { version } = world;
    world.fold(changes({ nowMs: 100 }));
    expect(world.version).toBe(version);
  });
});
