/** What the Cluster Autoscaler asks: of itself, of the groups and of the cluster. Handlers read the records again. */
import type { Growth } from './balance';
import type { GroupOption } from './facts';
import type { NodeFinding } from './findings';
import type { Timers } from './timers';
import type { Shown, Told } from './types';

export type ClusterAutoscalerCommand =
  | {
      readonly type: 'startClusterAutoscaler';
      readonly pod: string;
      readonly uid: string;
      readonly refused: string | null;
      readonly groups: number;
      readonly expanders: readonly string[];
      readonly scanIntervalMs: number;
    }
  | { readonly type: 'stopClusterAutoscaler' }
  | {
      readonly type: 'growNodeGroups';
      readonly plan: readonly Growth[];
      readonly by: string;
      readonly options: readonly GroupOption[];
      /** Keys of the pods that get a node by it. */
      readonly pods: readonly string[];
    }
  | {
      readonly type: 'tellHelplessPods';
      /** Those that hear something new. */
      readonly news: readonly Told[];
      readonly told: readonly Told[];
    }
  | {
      readonly type: 'backOffNodeGroup';
      readonly group: string;
      readonly message: string;
      readonly backoffMs: number;
      /** The size that is left: what could not be had is given up. */
      readonly to: number;
      /** Instances that never joined. */
      readonly lost: readonly string[];
    }
  | ({
      readonly type: 'rememberNodes';
      readonly findings: readonly NodeFinding[];
      readonly limits: {
        readonly thresholdPermille: number;
        readonly unneededTimeMs: number;
        readonly recheckMs: number;
      };
    } & Timers)
  | { readonly type: 'showStatus'; readonly shown: Shown; readonly writes: boolean }
  | { readonly type: 'forgetScaleUps'; readonly groups: readonly string[] }
  | {
      readonly type: 'beginNodeDeletion';
      readonly finding: NodeFinding;
      readonly InstanceId: string;
      readonly unneededMs: number;
    }
  /** The pods of a tainted node are evicted from now on. */
  | {
      readonly type: 'drainForDeletion';
      readonly node: string;
      readonly pods: readonly string[];
      readonly retryUntilMs: number;
    }
  | { readonly type: 'tryEvictions'; readonly node: string; readonly nextTryMs: number }
  | { readonly type: 'awaitEvicted'; readonly node: string; readonly untilMs: number }
  | { readonly type: 'abandonNodeDeletion'; readonly node: string; readonly message: string }
  | { readonly type: 'finishNodeDeletion'; readonly node: string };

export type ClusterAutoscalerCommandOf<T extends ClusterAutoscalerCommand['type']> = Extract<
  ClusterAutoscalerCommand,
  { type: T }
>;
