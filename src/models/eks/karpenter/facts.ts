/** What Karpenter did. About the NodeClaim (`kubernetes/Object`), unless said otherwise. */
import type { DriftReason } from './drift';

export type KarpenterFact =
  | {
      readonly type: 'nodeClaimCreated';
      readonly data: {
        readonly nodePool: string;
        readonly pods: number;
        readonly milliCpu: number;
        readonly memoryMiB: number;
        readonly instanceType: string;
        readonly zone: string;
        readonly capacityType: 'on-demand' | 'spot';
        readonly nanoUsdPerHour: number;
        /** How many instance types would have done, and the cheapest that came after. */
        readonly instanceTypes: number;
        readonly next: { readonly instanceType: string; readonly nanoUsdPerHour: number } | null;
        /** From the first pod of the batch. */
        readonly batchMs: number;
      };
    }
  | { readonly type: 'nodeClaimLaunched'; readonly data: { readonly InstanceId: string } }
  | {
      readonly type: 'nodeClaimRegistered' | 'nodeClaimInitialized';
      readonly data: { readonly node: string; readonly sinceCreatedMs: number };
    }
  /** It is not what its NodePool or its EC2NodeClass asks for any more. */
  | { readonly type: 'nodeClaimDrifted'; readonly data: { readonly reason: DriftReason } }
  | { readonly type: 'nodeClaimFailed'; readonly data: { readonly message: string } }
  /** About the first of the pods. */
  | {
      readonly type: 'podsNotProvisioned';
      readonly data: { readonly pods: number; readonly message: string };
    }
  | {
      readonly type: 'nodeClaimDisrupted';
      readonly data: {
        readonly reason: DisruptionReason;
        readonly pods: number;
        readonly nanoUsdPerHour: number;
        /** null: nothing replaces it. */
        readonly replacement: {
          readonly instanceType: string;
          readonly nanoUsdPerHour: number;
        } | null;
        /** Nodes that go together. */
        readonly nodes: number;
      };
    }
  | { readonly type: 'disruptionBlocked'; readonly data: { readonly message: string } }
  | { readonly type: 'nodeClaimTerminated'; readonly data: { readonly tookMs: number } };

export type DisruptionReason = 'Empty' | 'Underutilized' | 'Drifted' | 'Expired' | 'Interrupted';
