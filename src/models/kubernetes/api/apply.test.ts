/** The merges alone, as tables of JSON. */
import { describe, expect, it } from 'vitest';
import { threeWayMerge, type Json } from './apply';
import { jsonPatch, mergePatch } from './patches';
import { strategicMerge } from './strategicMerge';

const containers = (...names: readonly string[]) => names.map((name) => ({ name, image: name }));

describe('threeWayMerge', () => {
  it.each<[string, Json, Json | undefined, Json, Json]>([
    ['sets what is new', { replicas: 1 }, undefined, { replicas: 3 }, { replicas: 3 }],
    [
      'keeps what it never set',
      { paused: true },
      {},
      { replicas: 3 },
      { paused: true, replicas: 3 },
    ],
    ['removes what it no longer sets', { paused: true }, { paused: true }, {}, {}],
    ['removes what is null', { paused: true }, undefined, { paused: null }, {}],
    [
      'drops a container it had and keeps one it never had, in place',
      { template: { spec: { containers: containers('mesh', 'a', 'b') } } },
      { template: { spec: { containers: containers('a', 'b') } } },
      { template: { spec: { containers: containers('b', 'c') } } },
      { template: { spec: { containers: containers('mesh', 'b', 'c') } } },
    ],
    [
      'replaces lists without a merge key',
      { template: { spec: { tolerations: [{ key: 'a' }, { key: 'b' }] } } },
      undefined,
      { template: { spec: { tolerations: [{ key: 'c' }] } } },
      { template: { spec: { tolerations: [{ key: 'c' }] } } },
    ],
    [
      'keeps only the keys of a volume that are named now',
      { template: { spec: { volumes: [{ name: 'v', emptyDir: {} }] } } },
      undefined,
      { template: { spec: { volumes: [{ name: 'v', configMap: { name: 'c' } }] } } },
      { template: { spec: { volumes: [{ name: 'v', configMap: { name: 'c' } }] } } },
    ],
  ])('%s', (_, live, before, next, expected) =>
    expect(threeWayMerge('DeploymentSpec', live, before, next)).toEqual(expected),
  );
});

describe('strategicMerge', () => {
  const live = { containers: containers('a', 'b'), nodeSelector: { disk: 'ssd' } };
  it.each<[string, Json, Json]>([
    [
      'merges items by name',
      { containers: [{ name: 'b', image: 'b:2' }] },
      { ...live, containers: [live.containers[0], { name: 'b', image: 'b:2' }] },
    ],
    [
      'deletes items',
      { containers: [{ name: 'a', $patch: 'delete' }] },
      { ...live, containers: containers('b') },
    ],
    [
      'replaces a list when told to',
      { containers: [{ $patch: 'replace' }, { name: 'c', image: 'c' }] },
      { ...live, containers: containers('c') },
    ],
    [
      'follows the order of the client',
      {
        '$setElementOrder/containers': [{ name: 'b' }, { name: 'c' }, { name: 'a' }],
        containers: [{ name: 'c', image: 'c' }],
      },
      { ...live, containers: containers('b', 'c', 'a') },
    ],
    [
      'replaces a map when told to',
      { nodeSelector: { $patch: 'replace', zone: 'a' } },
      { ...live, nodeSelector: { zone: 'a' } },
    ],
    [
      'retains keys',
      { $retainKeys: ['containers'], restartPolicy: 'Never' },
      { containers: live.containers, restartPolicy: 'Never' },
    ],
  ])('%s', (_, patch, expected) =>
    expect(strategicMerge('PodSpec', live, patch)).toEqual(expected),
  );

  it('takes from sets of plain values', () =>
    expect(
      strategicMerge(
        'ObjectMeta',
        { finalizers: ['a/x', 'b/x'] },
        { '$deleteFromPrimitiveList/finalizers': ['a/x'], finalizers: ['c/x'] },
      ),
    ).toEqual({ finalizers: ['b/x', 'c/x'] }));

  it('refuses items without their key', () =>
    expect(() => strategicMerge('PodSpec', live, { containers: [{ image: 'x' }] })).toThrow(
      'does not contain declared merge key: name',
    ));
});

describe('mergePatch', () => {
  it('follows RFC 7386', () =>
    expect(mergePatch({ a: { b: 1, c: 2 }, d: [1, 2] }, { a: { b: null, e: {} }, d: [3] })).toEqual(
      { a: { c: 2, e: {} }, d: [3] },
    ));
});

describe('jsonPatch', () => {
  const live = { a: { 'b/c': 1 }, list: [1, 2, 3] };
  it.each<[string, readonly unknown[], unknown]>([
    ['add', [{ op: 'add', path: '/list/1', value: 9 }], { ...live, list: [1, 9, 2, 3] }],
    ['append', [{ op: 'add', path: '/list/-', value: 9 }], { ...live, list: [1, 2, 3, 9] }],
    ['escapes', [{ op: 'replace', path: '/a/b~1c', value: 2 }], { ...live, a: { 'b/c': 2 } }],
    [
      'move',
      [{ op: 'move', from: '/list/0', path: '/first' }],
      { ...live, list: [2, 3], first: 1 },
    ],
    ['copy', [{ op: 'copy', from: '/list/2', path: '/last' }], { ...live, last: 3 }],
    ['test', [{ op: 'test', path: '/list', value: [1, 2, 3] }], live],
  ])('%s', (_, operations, expected) => expect(jsonPatch(live, operations)).toEqual(expected));

  it.each([
    [{ op: 'test', path: '/list/0', value: 2 }],
    [{ op: 'remove', path: '/nothing' }],
    [{ op: 'add', path: '/list/9', value: 1 }],
    [{ op: 'swap', path: '/list' }],
  ])('refuses %o', (operation) => expect(() => jsonPatch(live, [operation])).toThrow());
});
