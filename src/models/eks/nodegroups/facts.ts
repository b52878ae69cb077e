/** What became of managed node groups; `about` is the `eks/Nodegroup`, or the Node of a drain. */
export type NodegroupFact =
  | {
      readonly type: 'clusterCreated';
      readonly data: { readonly nodegroups: number; readonly fargateProfiles: number };
    }
  | {
      readonly type: 'nodegroupCreating';
      readonly data: {
        readonly minSize: number;
        readonly maxSize: number;
        readonly desiredSize: number;
        readonly instanceTypes: readonly string[];
        readonly capacityType: 'ON_DEMAND' | 'SPOT';
        readonly zones: number;
        readonly autoScalingGroup: string;
      };
    }
  /** Every node that it should have has joined and is Ready. */
  | {
      readonly type: 'nodegroupActive';
      readonly data: { readonly nodes: number; readonly tookMs: number };
    }
  | {
      readonly type: 'nodegroupScalingUpdated';
      readonly data: {
        readonly minSize: number;
        readonly maxSize: number;
        readonly desiredSize: number;
        /** The desired size before. */
        readonly from: number;
      };
    }
  /** Labels and taints, on the nodes that are there and on those to come. */
  | {
      readonly type: 'nodegroupNodesConfigured';
      readonly data: {
        readonly labels: readonly string[];
        readonly taints: readonly string[];
        readonly nodes: number;
      };
    }
  | {
      readonly type: 'nodegroupUpdated';
      readonly data: { readonly tookMs: number };
    }
  /** Its Auto Scaling group cannot launch, or its nodes do not join. */
  | {
      readonly type: 'nodegroupDegraded' | 'nodegroupCreateFailed';
      readonly data: { readonly code: string; readonly message: string };
    }
  | { readonly type: 'nodegroupRecovered'; readonly data: Readonly<Record<string, never>> }
  | { readonly type: 'nodegroupDeleting'; readonly data: { readonly nodes: number } }
  | { readonly type: 'nodegroupDeleted'; readonly data: { readonly tookMs: number } }
  /** About the Node: its instance waits to terminate until the pods have gone, or for the quarter of an hour. */
  | {
      readonly type: 'nodegroupDrainBegun';
      readonly data: {
        readonly nodegroup: string;
        readonly InstanceId: string;
        readonly limitMs: number;
      };
    }
  | {
      readonly type: 'nodegroupDrainEnded';
      readonly data: {
        readonly nodegroup: string;
        readonly InstanceId: string;
        readonly tookMs: number;
        /** Pods that would not go in time. */
        readonly podsLeft: number;
      };
    };
