/**
 * `Deployment` in `apps/v1` is the resource `deployments` of group `apps`: the guess that kubectl makes before it
 * asks the server (apimachinery `meta.UnsafeGuessKindToResource`).
 */
export interface ResourceName {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
}

export function resourceOf(apiVersion: string, kind: string): ResourceName {
  const slash = apiVersion.indexOf('/');
  const group = slash === -1 ? '' : apiVersion.slice(0, slash);
  const version = apiVersion.slice(slash + 1);
  return { group, version, resource: plural(kind.toLowerCase()) };
}

function plural(singular: string): string {
  if (singular === '' || singular.endsWith('endpoints')) return singular;
  if (singular.endsWith('s')) return `${singular}es`;
  return singular.endsWith('y') ? `${singular.slice(0, -1)}ies` : `${singular}s`;
}
