/** Resources that are served in more than one version and kept in one (apimachinery runtime/scheme). */
import { fromV1, toV1 } from '../autoscaling/conversion';
import type { KubernetesObject } from '../types';
import type { Resource } from './resources';

const isAutoscalingV1 = ({ group, version }: Resource): boolean =>
  group === 'autoscaling' && version === 'v1';

/** A decoded object in the version that is kept. */
export const asStored = (resource: Resource, object: KubernetesObject): KubernetesObject =>
  isAutoscalingV1(resource) ? fromV1(object) : object;

/** A kept object in the version that is asked for. */
export const asServed = (resource: Resource, object: KubernetesObject): KubernetesObject =>
  isAutoscalingV1(resource) ? toV1(object) : object;
