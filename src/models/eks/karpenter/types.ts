/**
 * The custom resources of Karpenter as they are kept (karpenter.sh/v1, karpenter.k8s.aws/v1), and what its controller
 * remembers. It is taken to run outside the nodes that it makes, from the moment a NodePool is there.
 */
import type {
  Condition,
  KubernetesObject,
  Labels,
  ResourceList,
  Taint,
  Time,
} from '../../kubernetes/types';

import type { DisruptionReason } from './facts';

export const NODE_POOLS = 'nodepools.karpenter.sh';
export const NODE_CLAIMS = 'nodeclaims.karpenter.sh';
export const NODE_CLASSES = 'ec2nodeclasses.karpenter.k8s.aws';
export const NODEPOOL = 'karpenter.sh/nodepool';
export const CAPACITY_TYPE = 'karpenter.sh/capacity-type';
export const DO_NOT_DISRUPT = 'karpenter.sh/do-not-disrupt';
export const DISRUPTED: Taint = { key: 'karpenter.sh/disrupted', effect: 'NoSchedule' };
export const TERMINATION = 'karpenter.sh/termination';
/** The tag by which an instance is known as a NodeClaim's. */
export const CLAIM_TAG = 'karpenter.sh/nodeclaim';

export interface Requirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt' | 'Gte' | 'Lte';
  readonly values?: readonly string[];
  readonly minValues?: number;
}

export interface NodeTemplateSpec {
  readonly nodeClassRef: { readonly group: string; readonly kind: string; readonly name: string };
  readonly requirements: readonly Requirement[];
  readonly taints?: readonly Taint[];
  readonly startupTaints?: readonly Taint[];
  /** `720h`, or `Never`. */
  readonly expireAfter?: string;
  readonly terminationGracePeriod?: string;
}

export interface DisruptionBudgetSpec {
  /** `10%`, or a number. */
  readonly nodes: string;
  readonly reasons?: readonly string[];
  readonly schedule?: string;
  readonly duration?: string;
}

export interface NodePool extends KubernetesObject {
  readonly spec: {
    /** The heavier is asked first; 0 where nothing is said. */
    readonly weight?: number;
    readonly limits?: ResourceList;
    readonly disruption: {
      readonly consolidationPolicy: 'WhenEmpty' | 'WhenEmptyOrUnderutilized';
      readonly consolidateAfter: string;
      readonly budgets: readonly DisruptionBudgetSpec[];
    };
    readonly template: {
      readonly metadata?: { readonly labels?: Labels; readonly annotations?: Labels };
      readonly spec: NodeTemplateSpec;
    };
  };
  readonly status?: {
    readonly nodes?: number;
    readonly resources?: ResourceList;
    readonly conditions?: readonly Condition[];
  };
}

export interface NodeClaim extends KubernetesObject {
  readonly spec: NodeTemplateSpec & { readonly resources: { readonly requests: ResourceList } };
  readonly status: {
    readonly capacity: ResourceList;
    readonly allocatable: ResourceList;
    readonly providerID?: string;
    readonly nodeName?: string;
    readonly conditions: readonly Condition[];
    readonly lastPodEventTime?: Time;
  };
}

/** What the controller holds between two instants. Times are virtual ms. */
export interface Karpenter {
  /** Pods that are being collected; null: none are waiting. */
  readonly batch: {
    readonly firstMs: number;
    readonly lastMs: number;
    readonly uids: readonly string[];
  } | null;
  /** What each pod was told last for which there is no node. */
  readonly told: readonly { readonly uid: string; readonly message: string }[];
  /** Found worth doing, and looked at again before it is done. */
  readonly proposal: Proposal | null;
  /** Nodes that wait for their replacement. */
  readonly queue: readonly Replacement[];
  /** What each NodeClaim was told last that may not be disrupted. */
  readonly blocked: readonly { readonly claim: string; readonly message: string }[];
  /** The same of those that may be, and for which nothing cheaper was found. */
  readonly refusals: readonly { readonly claim: string; readonly message: string }[];
  /** `<pool> <reason>` where a budget lets no node go. */
  readonly blockedPools: readonly string[];
}

export interface Proposal {
  readonly atMs: number;
  readonly method: 'Emptiness' | 'Drift' | 'MultiNode' | 'SingleNode';
  /** Names of the NodeClaims. */
  readonly claims: readonly string[];
}

export interface Replacement {
  readonly claims: readonly string[];
  readonly replacements: readonly string[];
  readonly reason: DisruptionReason;
}

/** A NodeClaim that is ending: who has been asked to go. Key: its name. */
export interface NodeClaimTermination {
  readonly claim: string;
  readonly sinceMs: number;
  readonly asked: readonly string[];
  readonly terminating: boolean;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** The one key: `karpenter`. */
    'eks/Karpenter': Karpenter;
    /** Key: name of the NodeClaim. */
    'eks/NodeClaimTermination': NodeClaimTermination;
  }
}
