/**
 * Which pods stand behind a Service, and with which conditions (k8s.io/endpointslice, util/controller_utils.go and utils.go,
 * v1.34): serving is Ready, terminating is being deleted, ready is serving and not terminating, or always with
 * publishNotReadyAddresses. Proxies use ready endpoints and fall back to serving ones that terminate.
 */
import { isPodFinished, isPodReady } from '../api/indexes';
import type { Endpoint, Pod } from '../types';

export function shouldPodBeInEndpoints(pod: Pod, includeTerminating: boolean): boolean {
  if (isPodFinished(pod) || addressOf(pod) === undefined) return false;
  return includeTerminating || pod.metadata.deletionTimestamp === undefined;
}

export function podToEndpoint(
  pod: Pod,
  publishNotReadyAddresses: boolean,
  zone: string | undefined,
): Endpoint {
  const serving = isPodReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const { name, namespace = 'default', uid } = pod.metadata;
  const address = addressOf(pod);
  return {
    addresses: address === undefined ? [] : [address],
    conditions: {
      ready: publishNotReadyAddresses || (serving && !terminating),
      serving,
      terminating,
    },
    ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
    ...(zone === undefined ? {} : { zone }),
    targetRef: { kind: 'Pod', namespace, name, uid },
  };
}

function addressOf({ status }: Pod): string | undefined {
  const [first] = status.podIPs ?? [];
  return first ? first.ip : status.podIP || undefined;
}
