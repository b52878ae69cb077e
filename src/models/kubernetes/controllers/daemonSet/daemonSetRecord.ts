/** A DaemonSet as the world keeps it, the pods that are its own, and what its controller may ask. */
import type { Read } from '../../../../engine/model';
import type { KubernetesObject, Pod, PodTemplateSpec } from '../../types';

export const DAEMON_SETS = 'daemonsets.apps';
/** Pods by `<uid of the DaemonSet> <node>`. */
export const DAEMON_PODS = 'daemonNode';

export interface DaemonSet extends KubernetesObject {
  readonly spec: { readonly template: PodTemplateSpec };
  readonly status?: Readonly<Record<string, number>>;
}

export type DaemonSetCommand =
  | { readonly type: 'createDaemonPod'; readonly daemonSet: string; readonly node: string }
  | { readonly type: 'deleteDaemonPod'; readonly daemonSet: string; readonly pod: string }
  | {
      readonly type: 'updateDaemonSetStatus';
      readonly daemonSet: string;
      readonly status: Readonly<Record<string, number>>;
    };

export const daemonSetAt = (read: Read, key: string): DaemonSet | undefined =>
  read.get('kubernetes/Object', key) as DaemonSet | undefined;

export const daemonPodsOn = (read: Read, daemonSet: DaemonSet, node: string): readonly Pod[] =>
  read.by('kubernetes/Pod', DAEMON_PODS, `${daemonSet.metadata.uid} ${node}`);
