import { expect, it } from 'vitest';
import { instanceType, visibleMemoryMiB, type InstanceType } from './instanceTypes';
import { eksMaxPods, maxAwsvpcTasks } from './networkInterfaces';

it('limits awsvpc tasks by interfaces, or by the trunk where it is supported and agreed to in time', () => {
  const limit = (name: string, trunking: boolean, launchedBeforeOptIn = false) =>
    maxAwsvpcTasks(instanceType(name) as InstanceType, { trunking, launchedBeforeOptIn });
  expect(limit('m5.large', false)).toBe(2);
  expect(limit('m5.large', true)).toBe(10);
  expect(limit('m5.large', true, true)).toBe(2);
  expect(limit('t3.medium', true)).toBe(2);
});

it('limits pods by secondary addresses', () => {
  expect([eksMaxPods(3, 6), eksMaxPods(3, 10), eksMaxPods(4, 15)]).toEqual([17, 29, 58]);
});

it('sees a little less memory than the type promises', () => {
  expect(visibleMemoryMiB(instanceType('m5.large')?.memoryMiB ?? 0)).toBe(7725);
});
