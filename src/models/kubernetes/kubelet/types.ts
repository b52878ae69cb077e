/** What a kubelet remembers on its own disk and the API server does not. */
import type { Ref } from '../../../engine/model';
import type { NodeRegistration } from '../commands';

export interface Kubelet {
  /** What the machine said of itself when it joined. */
  readonly machine: NodeRegistration;
  /**
   * `running`: works and reports. `silent`: works, but no word passes. `reconnecting`: the network is back, its next
   * report is not due yet. `shuttingDown`: ends its pods, takes no new ones. `stopped`: the process is not there.
   * `poweredOff`: nor is anything else on the machine.
   */
  readonly state: 'running' | 'silent' | 'reconnecting' | 'shuttingDown' | 'stopped' | 'poweredOff';
  /** Leases are renewed and status is posted at this instant plus multiples of ten seconds. */
  readonly startedAtMs: number;
  /** When the network plugin answers and the node can be Ready. */
  readonly networkReadyAtMs: number;
  /** Number of this node's block of pod addresses. */
  readonly addressBlock: number;
  /** Next address to hand out: the youngest released one is used last. */
  readonly nextAddress: number;
  /** Pods that have a sandbox here, by uid. `ip` is the node's own on the host network. */
  readonly sandboxes: Readonly<Record<string, Sandbox>>;
  /** Images on disk, as written in the pods, with their size in MB. */
  readonly images: Readonly<Record<string, number>>;
  /** Pulls, one after the other (serializeImagePulls); the first is under way. */
  readonly pulls: readonly Pull[];
}

export interface Sandbox {
  /** Key of the pod. */
  readonly pod: string;
  readonly ip: string;
}

export interface Pull {
  readonly pod: string;
  readonly container: string;
  readonly image: string;
  readonly sinceMs: number;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: node name. Index: `addressBlock`. */
    'kubernetes/Kubelet': Kubelet;
  }
}

/** `status.reason` of pods that end with their node. */
export const KUBELET_SHUTDOWN = 'Terminated';

/** Controllers of the kubelet: pods, the node itself, what is left of pods that are gone. */
export const POD_WORKER = 'kubernetes/kubelet';
export const NODE_SYNC = 'kubernetes/kubeletNode';
export const SANDBOX_CLEANUP = 'kubernetes/kubeletCleanup';

export const POD_LIFECYCLE = 'kubernetes/pod';
export const CONTAINER_LIFECYCLE = 'kubernetes/container';

export const containerKey = (podKey: string, container: string): string => `${podKey}/${container}`;

/** `namespace/pod/container` -> pod key and container name. */
export function splitContainerKey(key: string): { readonly podKey: string; readonly name: string } {
  const slash = key.lastIndexOf('/');
  return { podKey: key.slice(0, slash), name: key.slice(slash + 1) };
}

export const aboutPod = (key: string): Ref => ({ kind: 'kubernetes/Pod', key });
export const aboutNode = (name: string): Ref => ({ kind: 'kubernetes/Node', key: name });

/** Does what happens on this node become known? */
export const reports = (kubelet: Kubelet | undefined): kubelet is Kubelet =>
  kubelet?.state === 'running' || kubelet?.state === 'shuttingDown';
