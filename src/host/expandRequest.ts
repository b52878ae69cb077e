/**
 * Requests that stand for others, resolved against the world as it is: `applyDocument` is what the Apply button, the
 * command line and a scenario's `apply:` step all send (DECISIONS.md 1.9, guard 5), and `placeLoadBalancer` is a
 * scenario's short way to say three elbv2 calls; `undoRollout` is one patch. An eksctl ClusterConfig is what eksctl calls for it. EKS CreateAddon is what EKS makes of it: its
 * manifests, applied to the cluster. Everything else passes through.
 */
import { describeValue } from '../documents/describeDocument';
import { resourceOf } from '../documents/resourceOf';
import type { Read } from '../engine/model';
import { requestsForScaling } from '../models/aws/applicationautoscaling/requests/applyDocument';
import { requestsForAws } from './applyAwsDocument';
import { requestForDocument } from '../models/ecs/requests/applyDocument';
import { requestsForClusterConfig } from '../models/eks/requests/applyClusterConfig';
import { addonManifests } from '../models/eks/requests/createAddon';
import { isClusterConfig } from '../models/eks/validation/clusterConfig';
import type { KubernetesRequest, Request, Response } from './protocol';
import { undoRollout } from './undoRollout';

type Expanded =
  { readonly ok: true; readonly requests: readonly Request[] } | Extract<Response, { ok: false }>;

export function expandRequest(request: Request, read: Read): Expanded {
  if (request.api === 'eks' && request.action === 'CreateAddon')
    return createAddon(request.input, read);
  if (request.api !== 'quayside') return { ok: true, requests: [request] };
  if (request.action === 'applyDocument')
    return applyDocument((request.input as { document: unknown }).document, read);
  if (request.action === 'placeLoadBalancer')
    return { ok: true, requests: loadBalancerRequests(request.input as LoadBalancerInput) };
  if (request.action === 'undoRollout')
    return undoRollout(request.input as Parameters<typeof undoRollout>[0], read);
  return { ok: true, requests: [request] };
}

function applyDocument(document: unknown, read: Read): Expanded {
  if (isClusterConfig(document)) return requestsForClusterConfig(document, read);
  const description = describeValue(document);
  if (description.api === 'kubernetes')
    return { ok: true, requests: [applyObject(document, description)] };
  return (
    requestsForAws(document, read) ??
    requestsForScaling(document, read) ??
    requestForDocument(document, read)
  );
}

function applyObject(
  body: unknown,
  description: { apiVersion: string; kind: string; name: string; namespace: string | null },
): KubernetesRequest {
  const { apiVersion, kind, name, namespace } = description;
  return {
    api: 'kubernetes',
    verb: 'apply',
    ...resourceOf(apiVersion, kind),
    ...(namespace === null ? {} : { namespace }),
    ...(name === '' ? {} : { name }),
    body,
  };
}

function createAddon(input: unknown, read: Read): Expanded {
  const answer = addonManifests(input, read);
  if (!answer.ok) return answer;
  return {
    ok: true,
    requests: answer.manifests.map((body) => {
      const description = describeValue(body);
      if (description.api !== 'kubernetes') throw new Error('a manifest is a Kubernetes object');
      return applyObject(body, description);
    }),
  };
}

interface LoadBalancerInput {
  readonly name: string;
  readonly targetGroup: string;
  readonly port?: number;
  readonly targetType?: 'ip' | 'instance';
  readonly attributes?: Readonly<Record<string, unknown>>;
}

function loadBalancerRequests(input: LoadBalancerInput): readonly Request[] {
  const { name, targetGroup, port = 80, targetType = 'ip', attributes = {} } = input;
  return [
    {
      api: 'elasticloadbalancing',
      action: 'CreateTargetGroup',
      input: {
        Name: targetGroup,
        Protocol: 'HTTP',
        Port: port,
        TargetType: targetType,
        ...attributes,
      },
    },
    {
      api: 'elasticloadbalancing',
      action: 'CreateLoadBalancer',
      input: { Name: name, Type: 'application' },
    },
    {
      api: 'elasticloadbalancing',
      action: 'CreateListener',
      input: { LoadBalancerName: name, Port: 80, TargetGroupName: targetGroup },
    },
  ];
}
