import { describe, expect, it } from 'vitest';
import { colour } from './colour';
import { onlyItem, wireOf } from './wire';

describe('colour', () => {
  it.each([
    ['  "cpu": "512", "n": 4,', 'json', ['key', 'string', 'key', 'number']],
    ['  - name: web', 'yaml', ['key', 'string']],
    ['  replicas: 6', 'yaml', ['key', 'number']],
    ['      - nginx', 'yaml', ['string']],
  ] as const)('%s', (line, format, kinds) => {
    const tokens = colour(line, format);
    expect(tokens.map(({ text }) => text).join('')).toBe(line);
    expect(tokens.filter(({ kind }) => kind !== 'plain').map(({ kind }) => kind)).toEqual(kinds);
  });
});

describe('wireOf', () => {
  it('asks for one thing as the command line does', () => {
    expect(wireOf({ kind: 'ecs/Task', key: 'harbour/8f3a' })).toMatchObject({
      command: 'aws ecs describe-tasks',
      request: { action: 'DescribeTasks', input: { cluster: 'harbour', tasks: ['8f3a'] } },
    });
    expect(wireOf({ kind: 'kubernetes/Pod', key: 'default/web-1' }).request).toMatchObject({
      verb: 'get',
      resource: 'pods',
      namespace: 'default',
      name: 'web-1',
    });
    expect(wireOf({ kind: 'kubernetes/Node', key: 'ip-10' }).request).not.toHaveProperty(
      'namespace',
    );
  });

  it('shows the one item of a list', () => {
    expect(onlyItem({ tasks: [{ a: 1 }], failures: [] })).toEqual({ a: 1 });
    expect(onlyItem({ kind: 'Pod', metadata: {}, spec: {} })).toHaveProperty('kind');
  });
});
