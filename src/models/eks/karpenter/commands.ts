/** What Karpenter's controllers ask of themselves. */
import type { DriftReason } from './drift';
import type { DisruptionReason } from './facts';
import type { Offering } from './offerings';
import type { Karpenter, Proposal } from './types';

/** A NodeClaim to be made, with what the choice was between. */
export interface NewClaim {
  readonly pool: string;
  readonly offering: Offering;
  readonly instanceTypes: number;
  readonly next: { readonly instanceType: string; readonly nanoUsdPerHour: number } | null;
  /** Keys. */
  readonly pods: readonly string[];
  readonly milliCpu: number;
  readonly memoryBytes: number;
  readonly batchMs: number;
}

export type KarpenterCommand =
  /** Pods wait; the batch is begun or goes on. */
  | { readonly type: 'collectPods'; readonly uids: readonly string[] }
  | {
      readonly type: 'provision';
      readonly claims: readonly NewClaim[];
      /** Pods for which there is no node: what is new, and all. */
      readonly news: readonly {
        readonly pod: string;
        readonly uid: string;
        readonly message: string;
      }[];
      readonly told: readonly { readonly uid: string; readonly message: string }[];
    }
  | { readonly type: 'followNodeClaim'; readonly claim: string }
  /** null: it has drifted no longer. */
  | { readonly type: 'markDrift'; readonly claim: string; readonly reason: DriftReason | null }
  | { readonly type: 'touchNodeClaim'; readonly claim: string }
  | {
      readonly type: 'deleteNodeClaim';
      readonly claim: string;
      readonly reason: DisruptionReason | null;
    }
  | { readonly type: 'drainNodeClaim'; readonly claim: string; readonly pods: readonly string[] }
  | { readonly type: 'terminateNodeClaim'; readonly claim: string }
  | { readonly type: 'finalizeNodeClaim'; readonly claim: string }
  | {
      readonly type: 'proposeDisruption';
      readonly proposal: Proposal | null;
      readonly blocked: Karpenter['blocked'];
      readonly refusals: Karpenter['refusals'];
      readonly blockedPools: Karpenter['blockedPools'];
    }
  | {
      readonly type: 'disruptNodeClaims';
      readonly claims: readonly string[];
      readonly reason: DisruptionReason;
      readonly replacements: readonly NewClaim[];
    }
  | {
      readonly type: 'settleReplacement';
      /** The first of them. */
      readonly replacement: string;
      /** They stand: those that they replace go; otherwise they stay. */
      readonly stands: boolean;
    };

export type KarpenterCommandOf<T extends KarpenterCommand['type']> = Extract<
  KarpenterCommand,
  { type: T }
>;
