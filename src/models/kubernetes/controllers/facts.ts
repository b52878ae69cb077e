/** What the controllers decide, with the numbers they decided on. */
export type ControllersFact =
  | {
      readonly type: 'podCreated';
      readonly data: {
        readonly ownerKind: string;
        readonly owner: string;
        /** How many the owner has and wants at this moment. */
        readonly active: number;
        readonly wanted: number;
      };
    }
  | { readonly type: 'podCreationRefused'; readonly data: { readonly message: string } }
  | {
      readonly type: 'podChosenForDeletion';
      readonly data: {
        readonly ownerKind: string;
        readonly owner: string;
        readonly active: number;
        readonly wanted: number;
        /** The first rule that set it apart from the pods that stay. */
        readonly because: string;
      };
    }
  | {
      readonly type: 'podAdopted' | 'podReleased';
      readonly data: { readonly ownerKind: string; readonly owner: string };
    }
  | {
      readonly type: 'replicaSetCreated';
      readonly data: {
        readonly deployment: string;
        readonly revision: number;
        readonly replicas: number;
      };
    }
  | {
      readonly type: 'replicaSetScaled';
      readonly data: {
        readonly deployment: string;
        readonly from: number;
        readonly to: number;
        /** Which step of the algorithm: see `deployment.ts`. */
        readonly step:
          | 'newReplicaSet'
          | 'unhealthyReplicas'
          | 'oldReplicaSets'
          | 'proportional'
          | 'recreate'
          | 'sole';
        readonly desired: number;
        readonly maxSurge: number;
        readonly maxUnavailable: number;
        readonly total: number;
        readonly available: number;
      };
    }
  | {
      readonly type: 'replicaSetDeleted';
      readonly data: {
        readonly deployment: string;
        readonly revision: number;
        readonly revisionHistoryLimit: number;
      };
    }
  | {
      readonly type: 'replicaSetReused';
      readonly data: {
        readonly deployment: string;
        readonly fromRevision: number;
        readonly revision: number;
      };
    }
  | {
      readonly type: 'rolloutComplete';
      readonly data: { readonly revision: number; readonly replicas: number };
    }
  | {
      readonly type: 'progressDeadlineExceeded';
      readonly data: {
        readonly progressDeadlineSeconds: number;
        readonly sinceMs: number;
        readonly updated: number;
        readonly available: number;
        readonly desired: number;
      };
    }
  | {
      readonly type: 'deploymentAvailable' | 'deploymentUnavailable';
      readonly data: { readonly available: number; readonly minAvailable: number };
    }
  | {
      readonly type: 'endpointsChanged';
      readonly data: {
        readonly service: string;
        readonly added: number;
        readonly updated: number;
        readonly removed: number;
      };
    }
  | {
      readonly type: 'serviceIngressSet' | 'ingressHostnameSet';
      readonly data: { readonly hostname: string | null };
    }
  | {
      readonly type: 'podConditionSet';
      readonly data: {
        readonly condition: string;
        readonly status: string;
        readonly reason: string | null;
      };
    }
  | {
      readonly type: 'dependentDeleted';
      readonly data: { readonly ownerKind: string; readonly owner: string };
    }
  | {
      readonly type: 'dependentOrphaned';
      readonly data: { readonly ownerKind: string; readonly owner: string };
    }
  | { readonly type: 'finalizerRemoved'; readonly data: { readonly finalizer: string } }
  | { readonly type: 'namespaceTerminating'; readonly data: { readonly remaining: number } }
  | {
      readonly type: 'podEvicted';
      readonly data: {
        readonly graceSeconds: number;
        /** The budget that it used up, and what is left of it; absent: no budget was asked. */
        readonly budget?: string;
        readonly disruptionsAllowed?: number;
      };
    }
  | {
      /** A disruption budget forbids it. Said once to whoever goes on asking. */
      readonly type: 'evictionRefused';
      readonly data: {
        readonly budget: string;
        readonly desiredHealthy: number;
        readonly currentHealthy: number;
        readonly message: string;
      };
    }
  | {
      readonly type: 'disruptionBudgetChanged';
      readonly data: {
        readonly disruptionsAllowed: number;
        readonly currentHealthy: number;
        readonly desiredHealthy: number;
        readonly expectedPods: number;
      };
    }
  | { readonly type: 'nodeDrainBegun'; readonly data: { readonly pods: number } }
  | { readonly type: 'nodeDrained'; readonly data: { readonly tookMs: number } };
