/** Reading: order, selectors, pages, tables. */
import { beforeEach, describe, expect, it } from 'vitest';
import { ApiServer, pod } from './fixtures/apiServer';

let api: ApiServer;
beforeEach(() => {
  api = new ApiServer();
});

describe('get and list', () => {
  const names = (list: Readonly<Record<string, unknown>>) =>
    (list['items'] as { metadata: { name: string } }[]).map((item) => item.metadata.name);
  const add = (name: string, labels: Record<string, string>) =>
    api.submit({ verb: 'create', body: { ...pod(), metadata: { name, labels } } });
  beforeEach(() => {
    add('c', { app: 'web', tier: 'front' });
    add('a', { app: 'web' });
    add('b', { app: 'db' });
  });
  const list = (query: Record<string, string> = {}) =>
    api.query({ verb: 'list', resource: 'pods', query });

  it('answers in the order of keys', () => expect(names(list())).toEqual(['a', 'b', 'c']));

  it.each([
    ['app=web', ['a', 'c']],
    ['app in (db,cache)', ['b']],
    ['app!=web', ['b']],
    ['app=web,!tier', ['a']],
    ['tier', ['c']],
  ])('selects by labels %s', (labelSelector, expected) =>
    expect(names(list({ labelSelector }))).toEqual(expected),
  );

  it('selects by fields', () => {
    expect(names(list({ fieldSelector: 'metadata.name!=a,status.phase=Pending' }))).toEqual([
      'b',
      'c',
    ]);
    expect(() => list({ fieldSelector: 'spec.color=red' })).toThrow(
      'field label not supported: spec.color',
    );
  });

  it('pages', () => {
    const first = list({ limit: '2' });
    expect(names(first)).toEqual(['a', 'b']);
    const { continue: token, remainingItemCount } = first['metadata'] as {
      continue: string;
      remainingItemCount: number;
    };
    expect(remainingItemCount).toBe(1);
    expect(names(list({ limit: '2', continue: token }))).toEqual(['c']);
  });

  it('prints a table', () => {
    const table = list({ as: 'Table' }) as unknown as {
      columnDefinitions: { name: string; priority: number }[];
      rows: { cells: unknown[] }[];
    };
    expect(table.columnDefinitions.filter((c) => c.priority === 0).map((c) => c.name)).toEqual([
      'Name',
      'Ready',
      'Status',
      'Restarts',
      'Age',
    ]);
    expect(table.rows[0]?.cells.slice(0, 5)).toEqual(['a', '0/1', 'Pending', '0', '0s']);
  });

  it('shows the namespaces that every cluster has', () =>
    expect(names(api.query({ verb: 'list', resource: 'namespaces' }))).toEqual([
      'default',
      'kube-node-lease',
      'kube-public',
      'kube-system',
    ]));

  it('lists its resources', () => {
    const { resources } = api.query({ verb: 'list', resource: '' }) as unknown as {
      resources: { name: string }[];
    };
    expect(resources.map((r) => r.name)).toContain('deployments');
  });
});
