import { describe, expect, it } from 'vitest';
import { differences } from './differences';

const paths = (document: unknown, live: unknown) =>
  differences(document, live).map(({ path, was }) => [path.join('.'), was]);

describe('differences', () => {
  it('are where the document asks for something else', () => {
    const live = { spec: { replicas: 6, paused: false, template: { image: 'web:2.4' } } };
    expect(paths({ spec: { replicas: 8, template: { image: 'web:2.4' } } }, live)).toEqual([
      ['spec.replicas', '6'],
    ]);
  });

  it('leave out what the platform filled in, and say when nothing was set', () => {
    expect(paths({ a: 1 }, { a: 1, status: 'ACTIVE' })).toEqual([]);
    expect(paths({ spec: { tolerationSeconds: 30 } }, { spec: {} })).toEqual([
      ['spec.tolerationSeconds', null],
    ]);
  });

  it('take numbers as texts and empty lists as nothing', () => {
    expect(paths({ cpu: '512', ports: [] }, { cpu: 512 })).toEqual([]);
  });

  it('know the names that ECS records give to inputs', () => {
    const live = {
      serviceName: 'web',
      clusterArn: 'arn:aws:ecs:us-east-1:1:cluster/harbour',
      taskDefinition: 'arn:aws:ecs:us-east-1:1:task-definition/web:2',
    };
    expect(paths({ cluster: 'harbour', service: 'web', taskDefinition: 'web' }, live)).toEqual([]);
    expect(paths({ taskDefinition: 'web:2' }, live)).toEqual([]);
    expect(paths({ taskDefinition: 'web:1' }, live)).toEqual([['taskDefinition', 'web:2']]);
  });

  it('compare named items by their name', () => {
    const live = { containers: [{ name: 'log' }, { name: 'web', image: 'a' }] };
    expect(paths({ containers: [{ name: 'web', image: 'b' }, { name: 'log' }] }, live)).toEqual([
      ['containers.0.image', 'a'],
    ]);
    expect(paths({ containers: [{ name: 'log' }] }, live)).toEqual([['containers', '[2]']]);
  });

  it('include what kubectl applied before and is gone now', () => {
    const live = {
      metadata: {
        annotations: {
          'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify({
            spec: { replicas: 3, paused: true },
          }),
        },
      },
      spec: { replicas: 3, paused: true },
    };
    expect(differences({ spec: { replicas: 3 } }, live)).toEqual([
      { path: ['spec', 'paused'], was: 'true', live: true, removed: true },
    ]);
  });
});
