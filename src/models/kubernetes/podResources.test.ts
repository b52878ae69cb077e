import { describe, expect, it } from 'vitest';
import { podResourceList, podResources, resourceFieldValue } from './podResources';
import type { Container, PodSpec } from './types';

const MiB = 1024 * 1024;
const container = (cpu?: string, memory?: string, more: Partial<Container> = {}): Container => ({
  name: 'c',
  resources: { requests: { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) } },
  ...more,
});
const sidecar = (cpu: string): Container => container(cpu, undefined, { restartPolicy: 'Always' });

describe('podResources', () => {
  it.each<[string, PodSpec, number]>([
    ['adds up containers', { containers: [container('100m'), container('0.2')] }, 300],
    [
      'takes the largest init container when it is larger',
      { containers: [container('100m')], initContainers: [container('1'), container('2')] },
      2000,
    ],
    [
      'counts sidecars beside the containers',
      { containers: [container('1')], initContainers: [sidecar('500m')] },
      1500,
    ],
    [
      'counts the sidecars declared before an init container beside it',
      {
        containers: [container('1')],
        initContainers: [sidecar('500m'), container('3'), sidecar('1')],
      },
      3500,
    ],
    ['adds overhead', { containers: [container('1')], overhead: { cpu: '250m' } }, 1250],
    [
      'lets pod-level requests replace the sum',
      { containers: [container('1')], resources: { requests: { cpu: '4' } } },
      4000,
    ],
  ])('%s', (_, spec, cpuMilli) => expect(podResources(spec).cpuMilli).toBe(cpuMilli));

  it('counts what says nothing for scoring only, and an explicit 0 as 0', () => {
    const silent = podResources({ containers: [container()] });
    expect(silent).toMatchObject({
      cpuMilli: 0,
      nonZeroCpuMilli: 100,
      memoryBytes: 0,
      nonZeroMemoryBytes: 200 * MiB,
    });
    expect(podResources({ containers: [container('0', '0')] })).toMatchObject({
      nonZeroCpuMilli: 0,
      nonZeroMemoryBytes: 0,
    });
  });

  it('keeps extended resources apart', () =>
    expect(
      podResources({
        containers: [
          container('1', undefined, { resources: { requests: { 'nvidia.com/gpu': 2 } } }),
        ],
      }).extended,
    ).toEqual({ 'nvidia.com/gpu': 2 }));

  it('is the same for pods that share their containers', () => {
    const spec: PodSpec = { containers: [container('1')] };
    expect(podResources({ ...spec, nodeName: 'n1' })).toBe(podResources(spec));
    expect(podResources({ ...spec, overhead: { cpu: '1' } }).cpuMilli).toBe(2000);
  });
});

it('adds overhead to a limit only where there is one', () => {
  const spec: PodSpec = {
    containers: [{ name: 'c', resources: { limits: { cpu: '2' } } }],
    overhead: { cpu: '1', memory: '10Mi' },
  };
  expect(podResourceList(spec, 'limits')).toEqual({ cpu: '3' });
  expect(podResourceList(spec, 'requests')).toEqual({ cpu: '1', memory: '10Mi' });
});

describe('resourceFieldValue', () => {
  const spec: PodSpec = { containers: [{ name: 'c', resources: { limits: { cpu: '250m' } } }] };
  it.each([
    [{ containerName: 'c', resource: 'limits.cpu' }, { value: '1' }],
    [{ containerName: 'c', resource: 'limits.cpu', divisor: '1m' }, { value: '250' }],
    [{ containerName: 'd', resource: 'limits.cpu' }, { error: 'container d not found' }],
    [
      { containerName: 'c', resource: 'limits.disk' },
      { error: 'Unsupported container resource : limits.disk' },
    ],
  ])('%o', (ref, expected) => expect(resourceFieldValue(spec, ref)).toEqual(expected));
});
