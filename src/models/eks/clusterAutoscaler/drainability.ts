/**
 * Which pods keep a node from going (simulator/drainability/rules, 1.34), in upstream's order: the first rule that has
 * something to say decides.
 */
import type { Pod, PodDisruptionBudget } from '../../kubernetes/types';
import type { AutoscalerOptions } from './options';
import type { UnremovableReason } from './types';

export type PodVerdict =
  /** It goes with the node, and nobody looks for another place for it. */
  | { readonly is: 'ignored' }
  /** It moves. */
  | { readonly is: 'movable' }
  | { readonly is: 'blocking'; readonly reason: UnremovableReason; readonly message: string };

/** A budget that selects the pod, and how many may go after what has been promised already. */
export interface RemainingBudget {
  readonly budget: PodDisruptionBudget;
  readonly left: number;
}

const SAFE_TO_EVICT = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
const SAFE_VOLUMES = 'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes';
const MIRROR = 'kubernetes.io/config.mirror';
const KNOWN_CONTROLLERS: ReadonlySet<string> = new Set([
  'ReplicationController',
  'Job',
  'ReplicaSet',
  'StatefulSet',
]);

export function judgePod(
  pod: Pod,
  budgets: readonly RemainingBudget[],
  options: Pick<
    AutoscalerOptions,
    'skipSystemPods' | 'skipLocalStorage' | 'skipCustomControllerPods'
  >,
): PodVerdict {
  const { metadata, status } = pod;
  const { name, namespace = 'default', annotations = {} } = metadata;
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  if (annotations[MIRROR] !== undefined || owner?.kind === 'DaemonSet') return { is: 'ignored' };
  if (annotations[SAFE_TO_EVICT] === 'true') return { is: 'movable' };
  if (status.phase === 'Succeeded' || status.phase === 'Failed') return { is: 'movable' };
  const known = owner !== undefined && KNOWN_CONTROLLERS.has(owner.kind);
  if (!owner || (options.skipCustomControllerPods && !known))
    return blocking('NotReplicated', `${namespace}/${name} is not replicated`);
  if (options.skipSystemPods && namespace === 'kube-system' && budgets.length === 0)
    return blocking(
      'UnmovableKubeSystemPod',
      `non-daemonset, non-mirrored, non-pdb-assigned kube-system pod present: ${name}`,
    );
  if (annotations[SAFE_TO_EVICT] === 'false')
    return blocking(
      'NotSafeToEvictAnnotation',
      `pod annotated as not safe to evict present: ${name}`,
    );
  if (options.skipLocalStorage && hasLocalStorage(pod))
    return blocking('LocalStorageRequested', `pod with local storage present: ${name}`);
  if (budgets.some(({ left }) => left < 1))
    return blocking(
      'NotEnoughPdb',
      `not enough pod disruption budget to move ${namespace}/${name}`,
    );
  return { is: 'movable' };
}

const blocking = (reason: UnremovableReason, message: string): PodVerdict => ({
  is: 'blocking',
  reason,
  message,
});

interface Volume {
  readonly name: string;
  readonly hostPath?: unknown;
  readonly emptyDir?: { readonly medium?: string } | null;
}

/** utils/drain HasBlockingLocalStorage: hostPath and emptyDir, unless in memory or named as safe. */
function hasLocalStorage({ metadata, spec }: Pod): boolean {
  const safe = (metadata.annotations?.[SAFE_VOLUMES] ?? '').split(',').map((name) => name.trim());
  return ((spec.volumes ?? []) as readonly Volume[]).some(
    ({ name, hostPath, emptyDir }) =>
      !safe.includes(name) &&
      (hostPath !== undefined || (emptyDir !== undefined && emptyDir?.medium !== 'Memory')),
  );
}
