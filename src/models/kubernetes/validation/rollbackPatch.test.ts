import { describe, expect, it } from 'vitest';
import type { Deployment, ReplicaSet } from '../types';
import { rollbackPatch } from './rollbackPatch';

const REVISION = 'deployment.kubernetes.io/revision';
const meta = (name: string, annotations: Readonly<Record<string, string>> = {}) => ({
  name,
  namespace: 'default',
  uid: name,
  creationTimestamp: 0,
  annotations,
});
const template = (image: string, labels: Readonly<Record<string, string>>) => ({
  metadata: { labels },
  spec: { containers: [{ name: 'web', image }] },
});
const deployment = (paused = false): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: meta('web', { [REVISION]: '2', note: 'new' }),
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: template('nginx:2', { app: 'web' }),
    strategy: {},
    paused,
  },
  status: {},
});
const replicaSet = (revision: number): ReplicaSet => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: meta(`web-${revision}`, { [REVISION]: String(revision), note: `of ${revision}` }),
  spec: {
    replicas: 0,
    selector: {},
    template: template(`nginx:${revision}`, { app: 'web', 'pod-template-hash': `h${revision}` }),
  },
  status: { replicas: 0 },
});
const history = [replicaSet(1), replicaSet(3), replicaSet(2)];

describe('rollbackPatch', () => {
  it.each([
    [0, 2],
    [1, 1],
  ])('to revision %i takes the template of %i, without its hash', (asked, taken) =>
    expect(rollbackPatch(deployment(), history, asked).patch).toEqual([
      { op: 'replace', path: '/spec/template', value: template(`nginx:${taken}`, { app: 'web' }) },
      {
        op: 'replace',
        path: '/metadata/annotations',
        value: { [REVISION]: '2', note: `of ${taken}` },
      },
    ]),
  );

  it.each([
    [deployment(), history, 7, 'unable to find specified revision 7 in history'],
    [deployment(), [replicaSet(1)], 0, 'no rollout history found for deployment "web"'],
    [deployment(true), history, 0, 'you cannot rollback a paused deployment'],
  ])('refuses what kubectl refuses %#', (of, sets, revision, message) =>
    expect(rollbackPatch(of, sets, revision).error).toContain(message),
  );
});
