/** What the scheduler decides, with the numbers it decided on. The full table: query `explainPlacement`. */
export type SchedulerFact =
  | {
      readonly type: 'podBound';
      readonly data: {
        readonly nodeName: string;
        readonly attempt: number;
        /** Nodes of the cluster, those looked at, those with room. */
        readonly nodes: number;
        readonly tried: number;
        readonly feasible: number;
        readonly by: 'nomination' | 'onlyFeasible' | 'score' | 'draw';
        /** The three highest totals; empty when nothing was scored. */
        readonly totals: readonly { readonly node: string; readonly total: number }[];
        /** From first seen to bound. */
        readonly waitedMs: number;
      };
    }
  | {
      readonly type: 'podUnschedulable';
      readonly data: {
        readonly attempt: number;
        readonly message: string;
        readonly nodes: number;
        /** Reason -> on how many nodes. */
        readonly reasons: Readonly<Record<string, number>>;
        readonly plugins: readonly string[];
        /** The node that preemption promised, and how many pods must go for it. */
        readonly nominatedNodeName: string | null;
        readonly victims: number;
        readonly backoffMs: number;
      };
    }
  | {
      readonly type: 'podRequeued';
      readonly data: {
        /** `NodeAdd`, `AssignedPodDelete`..., `UnschedulableTimeout` when nothing has happened for five minutes. */
        readonly event: string;
        readonly queue: 'active' | 'backoff';
        /** Until it is tried again at the earliest. */
        readonly backoffMs: number;
      };
    }
  | { readonly type: 'podGated'; readonly data: { readonly gates: readonly string[] } }
  | {
      readonly type: 'podPreempted';
      readonly data: { readonly by: string; readonly nodeName: string; readonly priority: number };
    }
  | {
      readonly type: 'schedulerConfigured';
      readonly data: { readonly schedulerNames: readonly string[] };
    };
