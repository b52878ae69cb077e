/**
 * `list`: selectors, then pages (`limit`, `continue`) in the order of keys, as objects or as the Table that
 * `kubectl get` shows. A continue token is where the last page ended; objects that came or went since are seen as they are.
 */
import type { Read, Rejection } from '../../../engine/model';
import type { KubernetesRequest } from '../../../host/protocol';
import { tableOf } from '../printers/table';
import { parseSelector, requirementsPredicate } from '../selector';
import { apiVersionOf, type Resource } from '../validation/resources';
import { fieldPredicate } from './fieldSelector';
import { badRequest } from './status';
import { storedList, wireOf, type Stored } from './stored';
import { isRejection } from './submitted';

export function listObjects(
  read: Read,
  resource: Resource,
  request: KubernetesRequest,
): Readonly<Record<string, unknown>> | Rejection {
  const { query = {}, namespace } = request;
  const matching = selected(storedList(read, resource, namespace), resource, query);
  if (isRejection(matching)) return matching;
  const page = pageOf(matching, query);
  if (isRejection(page)) return page;
  const metadata = {
    resourceVersion: String(read.revision('kubernetes')),
    ...page.more,
  };
  if (query['as'] === 'Table') return { ...tableOf(read, resource, page.objects), metadata };
  return {
    apiVersion: apiVersionOf(resource),
    kind: `${resource.kind}List`,
    metadata,
    items: page.objects.map((object) => wireOf(read, resource, object)),
  };
}

type Query = NonNullable<KubernetesRequest['query']>;

function selected(
  objects: readonly Stored[],
  resource: Resource,
  query: Query,
): readonly Stored[] | Rejection {
  const labels = parseSelector(query['labelSelector'] ?? '');
  if (labels.error !== undefined) return badRequest(labels.error);
  const fields = fieldPredicate(resource, query['fieldSelector'] ?? '');
  if (fields.error !== undefined) return badRequest(fields.error);
  const hasLabels = requirementsPredicate(labels.requirements);
  return objects.filter(
    ({ object }) => hasLabels(object.metadata.labels) && fields.matches(object),
  );
}

interface Page {
  readonly objects: readonly Stored[];
  readonly more: Readonly<Record<string, unknown>>;
}

function pageOf(objects: readonly Stored[], query: Query): Page | Rejection {
  const limit = query['limit'] === undefined ? 0 : Number(query['limit']);
  if (!Number.isInteger(limit) || limit < 0) return badRequest(`invalid limit: ${query['limit']}`);
  const after = query['continue'] === undefined ? undefined : fromToken(query['continue']);
  if (query['continue'] !== undefined && after === undefined)
    return badRequest('continue key is not valid');
  const rest = after === undefined ? objects : objects.filter(({ key }) => key > after);
  if (limit === 0 || rest.length <= limit) return { objects: rest, more: {} };
  const page = rest.slice(0, limit);
  return {
    objects: page,
    more: {
      continue: toToken(page.at(-1)?.key ?? ''),
      remainingItemCount: rest.length - limit,
    },
  };
}

/** Opaque to clients: the last key, in hexadecimal. */
const toToken = (key: string): string =>
  [...encoder.encode(key)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

function fromToken(token: string): string | undefined {
  if (!/^([0-9a-f]{2})+$/.test(token)) return undefined;
  const bytes = (token.match(/../g) ?? []).map((pair) => parseInt(pair, 16));
  return new TextDecoder().decode(new Uint8Array(bytes));
}
const encoder = new TextEncoder();
