/** Containers that are a kubectl: what they may do, what they do, how they end. */
import { describe, expect, it } from 'vitest';
import { Cluster, web } from '../kubelet/cluster.fixture';
import { kubectlCalls } from './calls';
import { KubectlError, parseKubectl } from './commandLine';
import type { KubectlFact } from './part';

const MINUTE = 60_000;
const RBAC = 'rbac.authorization.k8s.io';

const role = (rules: readonly object[]) => ({
  apiVersion: `${RBAC}/v1`,
  kind: 'Role',
  metadata: { name: 'scaler', namespace: 'default' },
  rules,
});
const binding = {
  apiVersion: `${RBAC}/v1`,
  kind: 'RoleBinding',
  metadata: { name: 'scaler', namespace: 'default' },
  subjects: [{ kind: 'ServiceAccount', name: 'scaler', namespace: 'default' }],
  roleRef: { apiGroup: RBAC, kind: 'Role', name: 'scaler' },
};
const account = {
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name: 'scaler', namespace: 'default' },
};
const SCALES = role([
  { apiGroups: ['apps'], resources: ['deployments'], verbs: ['get'], resourceNames: ['web'] },
  { apiGroups: ['apps'], resources: ['deployments/scale'], verbs: ['patch'] },
  { apiGroups: [''], resources: ['pods'], verbs: ['list', 'delete'] },
]);

function job(args: readonly string[], container: object = {}, serviceAccountName = 'scaler') {
  const main = { name: 'kubectl', image: 'registry.k8s.io/kubectl:v1.34.0', args, ...container };
  const spec = { restartPolicy: 'Never', serviceAccountName, containers: [main] };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name: 'act', namespace: 'default' },
    spec: { backoffLimit: 0, template: { spec } },
  };
}

function cluster(...objects: readonly Parameters<Cluster['apply']>[0][]) {
  const made = new Cluster(1);
  made.apply(web({ replicas: 2 }));
  for (const object of objects) made.apply(object);
  made.runChecked(30_000);
  return made;
}
const ran = (made: Cluster) =>
  made.facts('kubectlRan').map((fact) => fact.data as KubectlFact['data']);

describe('a kubectl container', () => {
  it('scales a Deployment as its service account, and is Complete', () => {
    const made = cluster(account, SCALES, binding);
    made.apply(job(['scale', 'deployment/web', '--replicas=5']));
    made.runChecked(MINUTE);
    expect(ran(made)).toEqual([
      {
        container: 'kubectl',
        command: 'kubectl scale deployment/web --replicas=5',
        user: 'system:serviceaccount:default:scaler',
        exitCode: 0,
        output: 'deployment.apps/web scaled',
      },
    ]);
    expect(made.deployment('web')?.spec.replicas).toBe(5);
    expect(made.facts('jobCompleted')).toHaveLength(1);
    // Why is the Deployment larger? Because the container asked for it.
    const scaled = made.facts('objectScaled')[0] ?? made.facts('objectUpdated')[0];
    const [asked] = made.facts('kubectlRan');
    expect(scaled?.cause).toBe(asked?.serial);
  });

  it('is refused in the API server’s words without the right, and fails', () => {
    const made = cluster(account);
    const policy = { terminationMessagePolicy: 'FallbackToLogsOnError' };
    made.apply(job(['scale', 'deployment/web', '--replicas=5'], policy));
    made.runChecked(MINUTE);
    const output =
      'Error from server (Forbidden): deployments.apps "web" is forbidden: User "system:serviceaccount:default:scaler" ' +
      'cannot get resource "deployments" in API group "apps" in the namespace "default"';
    expect(ran(made)).toMatchObject([{ exitCode: 1, output }]);
    expect(made.deployment('web')?.spec.replicas).toBe(2);
    expect(made.facts('jobFailed')).toHaveLength(1);
    const state = made.pods.find((pod) => pod.metadata.name.startsWith('act'))?.status
      .containerStatuses?.[0]?.state;
    expect(state?.terminated).toMatchObject({ exitCode: 1, reason: 'Error', message: output });
  });

  it('needs the subresource, not only the object', () => {
    const reads = role([{ apiGroups: ['apps'], resources: ['deployments'], verbs: ['*'] }]);
    const made = cluster(account, reads, binding);
    made.apply(job(['scale', 'deployment', 'web', '--replicas', '5']));
    made.runChecked(MINUTE);
    expect(ran(made)[0]?.output).toContain('cannot patch resource "deployments/scale"');
  });

  it('deletes pods by a selector, and runs the lines of a script until one fails', () => {
    const made = cluster(account, SCALES, binding);
    const script = 'kubectl delete pod -l app=web && kubectl get hpa web; kubectl delete pod x';
    made.apply(job([], { command: ['sh', '-c', script] }));
    made.runChecked(MINUTE);
    expect(ran(made).map((data) => data.exitCode)).toEqual([0, 1]);
    expect(ran(made)[0]?.output).toMatch(
      /^(pod "web-\w+-\w+" deleted from default namespace\n?){2}$/,
    );
  });

  it('says what is not there, and what cannot be', () => {
    const made = cluster(
      account,
      role([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]),
      binding,
    );
    made.apply(job(['patch', 'deployment', 'shop', '-p', '{"spec":{"replicas":1}}']));
    made.runChecked(MINUTE);
    expect(ran(made)).toMatchObject([
      {
        command: 'kubectl patch deployment shop',
        output: 'Error from server (NotFound): deployments.apps "shop" not found',
      },
    ]);
    const other = cluster(
      account,
      role([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }]),
      binding,
    );
    other.apply(job(['patch', 'deployment', 'web', '-p', '{"spec":{"replicas":-1}}']));
    other.runChecked(MINUTE);
    expect(ran(other)[0]?.output).toMatch(/^The Deployment "web" is invalid: spec.replicas/);
  });

  it('does not start without its service account, and does once that is there', () => {
    const made = cluster();
    made.apply(job(['get', 'pods']));
    made.runChecked(MINUTE);
    const refused = made.facts('podCreationRefused')[0]?.data as { message: string };
    expect(refused.message).toContain(
      'error looking up service account default/scaler: serviceaccount "scaler" not found',
    );
    made.apply(account);
    made.runChecked(2 * MINUTE);
    expect(ran(made)).toHaveLength(1);
  });
});

describe('a command line', () => {
  it.each([
    ['patch hpa web -p {"spec":{"minReplicas":14}}', 'patch', 'horizontalpodautoscalers', 'v2'],
    ['-n shop scale deploy/web --replicas=3', 'scale', 'deployments', 'v1'],
    ['rollout restart deployment/web', 'restart', 'deployments', 'v1'],
    ['delete po a b', 'delete', 'pods', 'v1'],
    ['get cronjobs.batch', 'get', 'cronjobs', 'v1'],
    ['annotate deploy web a=1 b-', 'annotate', 'deployments', 'v1'],
    ['create job now --from=cronjob/nightly', 'createJob', 'jobs', 'v1'],
  ])('%s', (line, verb, resource, version) => {
    expect(parseKubectl(line.split(' '))).toMatchObject({ verb, resource: { resource, version } });
  });

  it.each([
    ['frobnicate', 'error: unknown command "frobnicate" for "kubectl"'],
    ['get ships', 'error: the server doesn\'t have a resource type "ships"'],
    ['scale deploy/web', 'error: required flag(s) "replicas" not set'],
    ['delete pods', 'error: resource(s) were provided, but no name was specified'],
  ])('%s is refused: %s', (line, message) => {
    expect(() => parseKubectl(line.split(' '))).toThrow(new KubectlError(message));
  });

  it('takes labels and annotations as kubectl does', () => {
    expect(parseKubectl(['label', 'pod/a', 'pod/b', 'tier=web', 'old-']).body).toEqual({
      metadata: { labels: { tier: 'web', old: null } },
    });
  });

  it('is found in images, commands and scripts, and nowhere else', () => {
    const args = ['get', 'pods'];
    expect(kubectlCalls({ name: 'a', image: 'bitnami/kubectl:1.34', args })).toEqual([args]);
    expect(
      kubectlCalls({ name: 'a', image: 'alpine/k8s:1.34.0', command: ['kubectl'], args }),
    ).toEqual([args]);
    expect(
      kubectlCalls({
        name: 'a',
        image: 'bitnami/kubectl',
        command: ['bash', '-c'],
        args: ['kubectl get pods'],
      }),
    ).toEqual([args]);
    expect(kubectlCalls({ name: 'a', image: 'nginx', args })).toEqual([]);
  });
});
