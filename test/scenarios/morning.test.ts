/** Curriculum 13: a CronJob raises the minimum of an autoscaler before nine in Seoul, if its role lets it. */
import { describe, expect, it } from 'vitest';
import { World } from '../../src/host/world';
import { deployment, scenario } from '../fixtures/scenario';

/** The world begins on Monday at 09:00 in Seoul: 08:50 comes 23 h 50 min later. */
const EIGHT_FIFTY_MS = (24 * 60 - 10) * 60_000;

const RBAC = 'rbac.authorization.k8s.io';
const meta = (name: string) => ({ name, namespace: 'default' });
const account = { apiVersion: 'v1', kind: 'ServiceAccount', metadata: meta('scaler') };
const binding = {
  apiVersion: `${RBAC}/v1`,
  kind: 'RoleBinding',
  metadata: meta('scaler'),
  subjects: [{ kind: 'ServiceAccount', name: 'scaler' }],
  roleRef: { apiGroup: RBAC, kind: 'Role', name: 'scaler' },
};
const role = (verbs: readonly string[]) => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'Role',
  metadata: meta('scaler'),
  rules: [{ apiGroups: ['autoscaling'], resources: ['horizontalpodautoscalers'], verbs }],
});
const hpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: meta('web'),
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 14,
    metrics: [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } },
      },
    ],
  },
};
const cronJob = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: meta('morning'),
  spec: {
    schedule: '50 8 * * 1-5',
    timeZone: 'Asia/Seoul',
    jobTemplate: {
      spec: {
        backoffLimit: 0,
        template: {
          spec: {
            serviceAccountName: 'scaler',
            restartPolicy: 'Never',
            containers: [
              {
                name: 'kubectl',
                image: 'registry.k8s.io/kubectl:v1.34.0',
                args: ['patch', 'hpa', 'web', '-p', '{"spec":{"minReplicas":14}}'],
              },
            ],
          },
        },
      },
    },
  },
};

function morning(verbs: readonly string[]): World {
  const world = new World(scenario({ ecs: 0, eks: 3 }), 7);
  for (const document of [
    deployment('web', 'shop/web:1', 2),
    account,
    role(verbs),
    binding,
    hpa,
    cronJob,
  ]) {
    const input = { document };
    const answer = world.submit('learner', { api: 'quayside', action: 'applyDocument', input });
    if (!answer.ok) throw new Error(answer.error.message);
  }
  world.advance(EIGHT_FIFTY_MS + 60_000);
  return world;
}
const replicas = (world: World) =>
  world.simulation.context.get('kubernetes/Deployment', 'default/web')?.spec.replicas;
const facts = (world: World, type: string) =>
  world.simulation.facts.since(0).filter((fact) => fact.type === type);

describe('08:50 in Seoul', () => {
  it('raises minReplicas, and the autoscaler follows within a minute', () => {
    const world = morning(['get', 'patch']);
    const [started] = facts(world, 'cronJobStarted');
    expect(started?.atMs).toBe(EIGHT_FIFTY_MS + 100);
    expect(facts(world, 'kubectlRan')[0]?.data).toMatchObject({
      exitCode: 0,
      output: 'horizontalpodautoscaler.autoscaling/web patched',
    });
    expect(replicas(world)).toBe(14);
  });

  it('changes nothing where the role only reads, and the Job says why', () => {
    const world = morning(['get']);
    expect(replicas(world)).toBe(2);
    expect(facts(world, 'jobFailed')).toHaveLength(1);
    expect(facts(world, 'kubectlRan')[0]?.data).toMatchObject({
      exitCode: 1,
      output:
        'Error from server (Forbidden): horizontalpodautoscalers.autoscaling "web" is forbidden: User ' +
        '"system:serviceaccount:default:scaler" cannot patch resource "horizontalpodautoscalers" in API group ' +
        '"autoscaling" in the namespace "default"',
    });
  });
});
