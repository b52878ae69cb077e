/** The scale of what an autoscaler points at (horizontal.go, scaleForResourceMappings): errors in the words of client-go and the API. */
import type { Read } from '../../../engine/model';
import { isScalable, scaleNumbers } from '../api/scale';
import { stored, type Stored } from '../api/stored';
import { qualifiedResource, RESOURCES, type Resource } from '../validation/resources';
import type { ScaleRead } from './history';
import type { HorizontalPodAutoscaler } from './types';

interface Target {
  readonly resource: Resource;
  readonly stored: Stored;
}

export function targetOf(
  { metadata, spec }: HorizontalPodAutoscaler,
  read: Read,
): Target | { readonly error: string } {
  const { apiVersion = '', kind, name } = spec.scaleTargetRef;
  const group = groupOf(apiVersion);
  if (group === undefined) return { error: `unexpected GroupVersion string: ${apiVersion}` };
  const resource = RESOURCES.find((r) => r.group === group && r.kind === kind);
  if (!resource) return { error: `no matches for kind "${kind}" in group "${group}"` };
  if (!isScalable(resource)) return { error: 'the server could not find the requested resource' };
  const found = stored(read, resource, metadata.namespace, name);
  if (found) return { resource, stored: found };
  const [plural = '', ...rest] = qualifiedResource(resource).split('.');
  return { error: `${[`${plural}/scale`, ...rest].join('.')} "${name}" not found` };
}

export function readScale(hpa: HorizontalPodAutoscaler, read: Read): ScaleRead {
  const target = targetOf(hpa, read);
  return 'error' in target ? target : scaleNumbers(target.stored.object);
}

/** `apps` of `apps/v1`, `''` of `v1`; undefined: neither. */
function groupOf(apiVersion: string): string | undefined {
  const parts = apiVersion.split('/');
  if (parts.length > 2) return undefined;
  return parts.length === 2 ? parts[0] : '';
}
