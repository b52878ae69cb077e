import { expect, it } from 'vitest';
import { RESOURCES, resourceByKind, resourceByName } from './resources';
import { structType } from './typeTable';

it.each(RESOURCES)('$resource.$group has a type with metadata', ({ type }) => {
  const fields = structType(type);
  expect(fields.get('metadata')?.shape).toEqual({ is: 'struct', type: 'ObjectMeta' });
  for (const { shape } of fields.values()) if (shape.is === 'struct') structType(shape.type);
});

it('finds resources by kind and by URL', () => {
  expect(resourceByKind('apps/v1', 'Deployment')).toMatchObject({
    resource: 'deployments',
    namespaced: true,
    recordKind: 'kubernetes/Deployment',
  });
  expect(resourceByName('', 'v1', 'nodes')?.namespaced).toBe(false);
  expect(resourceByName('apps', '', 'statefulsets')?.recordKind).toBe('kubernetes/Object');
  expect(resourceByKind('extensions/v1beta1', 'Deployment')).toBeUndefined();
});
