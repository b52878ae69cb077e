/**
 * What kubectl sends for a command, what the API server answers, and what kubectl prints. It reads an object before it patches it,
 * so it needs `get` besides `patch`. Every request is checked against the pod's service account first.
 */
import type { Context, Effect, Rejection } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import { refusedTo, type ServiceAccountName } from '../api/authorization';
import { requestEffects, requestOutput } from '../api/inside';
import { rfc3339 } from '../printers/time';
import { qualifiedResource, type Resource } from '../validation/resources';
import { KubectlError, parseKubectl, resourceNamed, type KubectlCommand } from './commandLine';

export interface KubectlResult {
  readonly exitCode: 0 | 1;
  /** Standard output or error. */
  readonly output: string;
  readonly effects: readonly Effect[];
}

export interface Asker {
  readonly account: ServiceAccountName;
  /** Where a command without `-n` looks. */
  readonly namespace: string;
}

export function runKubectl(words: readonly string[], asker: Asker, ctx: Context): KubectlResult {
  try {
    const command = parseKubectl(words);
    const done = namesOf(command, asker, ctx).map((name) => one(command, name, asker, ctx));
    const output = done.length === 0 ? 'No resources found' : done.map((d) => d.output).join('\n');
    return { exitCode: 0, output, effects: done.flatMap((d) => d.effects) };
  } catch (error) {
    if (error instanceof KubectlError) return { exitCode: 1, output: error.message, effects: [] };
    throw error;
  }
}

type Done = Pick<KubectlResult, 'output' | 'effects'>;

function one(command: KubectlCommand, name: string, asker: Asker, ctx: Context): Done {
  const { verb, resource } = command;
  const label = `${singular(resource)}/${name}`;
  switch (verb) {
    case 'patch':
      return patched(command, name, asker, ctx, 'patched');
    case 'scale':
      return patched(command, name, asker, ctx, 'scaled', 'scale');
    case 'annotate':
      return patched(command, name, asker, ctx, 'annotated');
    case 'label':
      return patched(command, name, asker, ctx, 'labeled');
    case 'restart':
      return patched({ ...command, body: restartedAt(ctx.nowMs) }, name, asker, ctx, 'restarted');
    case 'delete': {
      const request = requestFor(command, name, 'delete', asker);
      const where = request.namespace === undefined ? '' : ` from ${request.namespace} namespace`;
      const output = `${singular(resource)} ${JSON.stringify(name)} deleted${where}`;
      if (command.ignoreNotFound && 'ok' in fetched(command, name, asker, ctx))
        return { output: '', effects: [] };
      return { output, effects: sent(request, asker, ctx) };
    }
    case 'get':
      read(requestFor(command, name, 'get', asker), asker, ctx);
      return { output: label, effects: [] };
    case 'createJob':
      return { output: `${label} created`, effects: jobFrom(command, name, asker, ctx) };
  }
}

function patched(
  command: KubectlCommand,
  name: string,
  asker: Asker,
  ctx: Context,
  done: string,
  subresource?: string,
): Done {
  read(requestFor(command, name, 'get', asker), asker, ctx);
  const request = {
    ...requestFor(command, name, 'patch', asker),
    body: command.body,
    query: { patchType: command.patchType },
    ...(subresource === undefined ? {} : { subresource }),
  };
  const effects = sent(request, asker, ctx);
  const same = done === 'patched' && !effects.some((effect) => effect.do === 'note');
  const label = `${singular(command.resource)}/${name} ${done}`;
  return { output: same ? `${label} (no change)` : label, effects };
}

/** What `kubectl rollout restart` writes into the template. */
const restartedAt = (nowMs: number): object => ({
  spec: {
    template: {
      metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': rfc3339(nowMs) } },
    },
  },
});

function jobFrom(
  command: KubectlCommand,
  name: string,
  asker: Asker,
  ctx: Context,
): readonly Effect[] {
  const cronJobs = { ...command, resource: cronJobResource() };
  const found = read(requestFor(cronJobs, command.from ?? '', 'get', asker), asker, ctx);
  const { metadata, spec } = found as {
    metadata: { name: string; uid: string };
    spec: { jobTemplate: { metadata?: { labels?: object; annotations?: object }; spec: object } };
  };
  const { jobTemplate } = spec;
  const annotations = {
    'cronjob.kubernetes.io/instantiate': 'manual',
    ...jobTemplate.metadata?.annotations,
  };
  const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: metadata.name, uid: metadata.uid };
  const body = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name,
      ...(jobTemplate.metadata?.labels ? { labels: jobTemplate.metadata.labels } : {}),
      annotations,
      ownerReferences: [{ ...owner, controller: true }],
    },
    spec: jobTemplate.spec,
  };
  return sent({ ...requestFor(command, name, 'create', asker), body }, asker, ctx);
}

const cronJobResource = (): Resource => resourceNamed('cronjobs');

function namesOf(command: KubectlCommand, asker: Asker, ctx: Context): readonly string[] {
  if (command.names.length > 0) return command.names;
  const labelSelector = command.selector === undefined ? {} : { labelSelector: command.selector };
  const { name: _, ...request } = requestFor(command, '', 'list', asker);
  const list = read({ ...request, query: labelSelector }, asker, ctx);
  const items = (list['items'] ?? []) as readonly {
    readonly metadata: { readonly name: string };
  }[];
  return items.map(({ metadata }) => metadata.name);
}

function requestFor(
  { resource, namespace }: KubectlCommand,
  name: string,
  verb: KubernetesRequest['verb'],
  asker: Asker,
): KubernetesRequest {
  return {
    api: 'kubernetes',
    verb,
    group: resource.group,
    version: resource.version,
    resource: resource.resource,
    ...(resource.namespaced ? { namespace: namespace ?? asker.namespace } : {}),
    name,
  };
}

function read(
  request: KubernetesRequest,
  asker: Asker,
  ctx: Context,
): Readonly<Record<string, unknown>> {
  const answer = allowed(request, asker, ctx) ?? requestOutput(request, ctx);
  if (isRefusal(answer)) throw new KubectlError(printed(answer));
  return answer;
}

const fetched = (command: KubectlCommand, name: string, asker: Asker, ctx: Context): object => {
  const request = requestFor(command, name, 'get', asker);
  return requestOutput(request, ctx);
};

function sent(request: KubernetesRequest, asker: Asker, ctx: Context): readonly Effect[] {
  const answer = allowed(request, asker, ctx) ?? requestEffects(request, ctx);
  if (isRefusal(answer)) throw new KubectlError(printed(answer));
  return answer;
}

const isRefusal = (answer: object): answer is Rejection => 'ok' in answer && answer.ok === false;

function allowed(
  request: KubernetesRequest,
  { account }: Asker,
  ctx: Context,
): Rejection | undefined {
  const { verb, namespace, name, subresource } = request;
  const resource = resourceNamed(`${request.resource}.${request.group}`.replace(/\.$/, ''));
  return refusedTo(
    account,
    {
      verb,
      resource,
      namespace,
      ...(subresource === undefined ? {} : { subresource }),
      ...(name === undefined || verb === 'create' ? {} : { name }),
    },
    ctx,
  );
}

/** As kubectl prints what the server refuses. */
function printed({ error }: Rejection): string {
  if (error.name === 'Invalid' && / is invalid: /.test(error.message))
    return `The ${error.message.replace(/^(\w+)\.\S+/, '$1')}`;
  return `Error from server (${error.name}): ${error.message}`;
}

/** `horizontalpodautoscaler.autoscaling`, `pod`. */
const singular = (resource: Resource): string =>
  qualifiedResource(resource).replace(resource.resource, resource.kind.toLowerCase());
