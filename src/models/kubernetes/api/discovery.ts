/** What `kubectl api-resources` asks: every resource that this API serves. */
import { isSimulated } from '../validation/notSimulated';
import { apiVersionOf, RESOURCES } from '../validation/resources';

export const apiResources = (): Readonly<Record<string, unknown>> => ({
  kind: 'APIResourceList',
  apiVersion: 'v1',
  resources: RESOURCES.map((r) => ({
    name: r.resource,
    singularName: r.kind.toLowerCase(),
    shortNames: r.shortNames,
    groupVersion: apiVersionOf(r),
    group: r.group,
    version: r.version,
    namespaced: r.namespaced,
    kind: r.kind,
    verbs: ['create', 'delete', 'get', 'list', 'patch', 'update'],
    simulated: isSimulated(r),
  })),
});
