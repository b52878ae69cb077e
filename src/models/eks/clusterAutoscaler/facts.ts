import type { UnremovableReason } from './types';

/** One node group that could take pending pods: the estimate, and what an expander looks at. */
export interface GroupOption {
  readonly group: string;
  readonly nodes: number;
  readonly pods: number;
  /** CPU and memory together that the new nodes would leave unused, in thousandths of a node's: 0 to 2000. */
  readonly wastePermille: number;
}

/** What the Cluster Autoscaler did. About the Auto Scaling group, the Node or the pod, as said. */
export type ClusterAutoscalerFact =
  /** About its pod. */
  | {
      readonly type: 'clusterAutoscalerStarted';
      readonly data: {
        readonly groups: number;
        readonly expanders: readonly string[];
        readonly scanIntervalMs: number;
      };
    }
  /** About its pod: a flag that it does not take. */
  | { readonly type: 'clusterAutoscalerRefused'; readonly data: { readonly message: string } }
  | { readonly type: 'clusterAutoscalerStopped'; readonly data: Readonly<Record<string, never>> }
  /** About the group. */
  | {
      readonly type: 'nodeGroupScaledUp';
      readonly data: {
        readonly from: number;
        readonly to: number;
        readonly max: number;
        readonly pods: number;
        /** The expander that left one option; `only`: there was but one. */
        readonly by: string;
        readonly options: readonly GroupOption[];
      };
    }
  | {
      readonly type: 'nodeGroupBackedOff';
      readonly data: { readonly backoffMs: number; readonly message: string };
    }
  /** About the first of the pods. */
  | {
      readonly type: 'scaleUpNotTriggered';
      readonly data: { readonly pods: number; readonly message: string };
    }
  /** About the Node, as are those that follow. Utilisation in thousandths of what can be allocated. */
  | {
      readonly type: 'nodeUnneeded';
      readonly data: {
        readonly group: string;
        readonly cpuPermille: number;
        readonly memoryPermille: number;
        readonly thresholdPermille: number;
        /** Pods that would move. */
        readonly pods: number;
        readonly unneededTimeMs: number;
      };
    }
  | {
      readonly type: 'nodeNeeded';
      readonly data: {
        readonly reason: UnremovableReason;
        readonly message: string;
        readonly afterMs: number;
      };
    }
  | {
      readonly type: 'scaleDownBlocked';
      readonly data: {
        readonly reason: UnremovableReason;
        readonly pod: string | null;
        readonly message: string;
        readonly recheckMs: number;
      };
    }
  | {
      readonly type: 'nodeScaleDownBegun';
      readonly data: {
        readonly group: string;
        readonly empty: boolean;
        readonly cpuPermille: number;
        readonly memoryPermille: number;
        readonly pods: number;
        readonly unneededMs: number;
      };
    }
  | {
      readonly type: 'nodeScaledDown';
      readonly data: {
        readonly group: string;
        readonly InstanceId: string;
        readonly empty: boolean;
        readonly tookMs: number;
      };
    }
  | { readonly type: 'nodeScaleDownFailed'; readonly data: { readonly message: string } };
