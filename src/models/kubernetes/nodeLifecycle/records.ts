/**
 * What the node controllers of kube-controller-manager keep beside the API's objects, where the real ones keep it in
 * memory. Their family is their own, so their changes do not move resourceVersion.
 */
import type { ZoneState } from './zoneState';

/** One availability zone. Key: the zone. */
export interface Zone {
  readonly zone: string;
  readonly state: ZoneState;
  /** How fast nodes of this zone may be given a NoExecute taint; 0: not at all. */
  readonly evictionsPer1000Seconds: number;
  /** When the next one may be. */
  readonly nextEvictionMs: number;
  /** Nodes that wait for their NoExecute taint. */
  readonly queue: readonly string[];
}

/** Of the whole cluster. One key, `cluster`. */
export interface Disruption {
  /** All zones are down: more likely the control plane's own network. Nobody is evicted. */
  readonly isFull: boolean;
  /** When that ended last: silence is counted from then on. */
  readonly endedMs: number;
}

/** A pod that will be deleted because of a NoExecute taint that it tolerates for a while. Key: of the pod. */
export interface PodEviction {
  readonly uid: string;
  readonly node: string;
  readonly taint: string;
  readonly createdMs: number;
  readonly fireMs: number;
}

/** A node that pods name and that does not exist. Key: its name. */
export interface MissingNode {
  readonly discoveredMs: number;
}

export const ZONE = 'kube-controller-manager/Zone';
export const DISRUPTION = 'kube-controller-manager/Disruption';
export const DISRUPTION_KEY = 'cluster';
export const POD_EVICTION = 'kube-controller-manager/PodEviction';
export const MISSING_NODE = 'kube-controller-manager/MissingNode';

declare module '../../../engine/model' {
  interface RecordKinds {
    'kube-controller-manager/Zone': Zone;
    'kube-controller-manager/Disruption': Disruption;
    'kube-controller-manager/PodEviction': PodEviction;
    'kube-controller-manager/MissingNode': MissingNode;
  }
}
