/** What the control plane finds out about nodes, and what it does to their pods. */
export type NodeLifecycleFact =
  /** The kubelet has not renewed its lease for the grace period. */
  | {
      readonly type: 'nodeUnreachable';
      readonly data: {
        readonly lastRenewalMs: number;
        readonly graceMs: number;
        readonly pods: number;
      };
    }
  | {
      readonly type: 'nodeTainted' | 'nodeUntainted';
      readonly data: {
        readonly taints: readonly { readonly key: string; readonly effect: string }[];
      };
    }
  | {
      readonly type: 'zoneStateChanged';
      readonly data: {
        readonly zone: string;
        readonly from: string;
        readonly to: string;
        readonly ready: number;
        readonly notReady: number;
        /** Nodes that may be given a NoExecute taint, per 1,000 seconds. */
        readonly evictionsPer1000Seconds: number;
      };
    }
  | {
      readonly type: 'podEvictionScheduled' | 'podEvictionCancelled';
      readonly data: {
        readonly node: string;
        readonly taint: string;
        readonly afterSeconds: number;
      };
    }
  | {
      readonly type: 'podEvictedByTaint';
      readonly data: { readonly node: string; readonly taint: string };
    }
  | { readonly type: 'podOrphaned'; readonly data: { readonly node: string } };
