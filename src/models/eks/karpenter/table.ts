/**
 * The query `explainKarpenter` (quayside, no input): what Karpenter would do at this moment, with its numbers. JSON.
 */
export interface KarpenterExplanation {
  readonly atMs: number;
  readonly pools: readonly PoolRow[];
  /** Pods that have no node, and the plan for them. */
  readonly waiting: number;
  readonly plan: readonly PlanRow[];
  readonly helpless: readonly { readonly pod: string; readonly message: string }[];
  readonly claims: readonly ClaimRow[];
  /** Found worth doing and about to be looked at again. */
  readonly proposal: { readonly claims: readonly string[]; readonly dueAtMs: number } | null;
}

export interface PoolRow {
  readonly nodePool: string;
  readonly weight: number;
  /** That its requirements leave, and the cheapest of them. */
  readonly instanceTypes: number;
  readonly cheapest: string | null;
  readonly nodes: number;
  /** How many of its nodes may go at once now. */
  readonly disruptionsAllowed: number;
}

export interface PlanRow {
  readonly nodePool: string;
  readonly pods: readonly string[];
  readonly milliCpu: number;
  readonly memoryMiB: number;
  /** Instance types that hold them all, the cheapest first; the first is taken. */
  readonly choices: readonly {
    readonly instanceType: string;
    readonly capacityType: string;
    readonly nanoUsdPerHour: number;
  }[];
}

export interface ClaimRow {
  readonly claim: string;
  readonly nodePool: string;
  readonly node: string | null;
  readonly instanceType: string;
  readonly zone: string;
  readonly capacityType: string;
  readonly nanoUsdPerHour: number;
  readonly pods: number;
  readonly state: 'launching' | 'registered' | 'ready' | 'terminating';
  /** `goes`: empty or underutilised; `stays`: `message` says why. */
  readonly verdict: 'goes' | 'stays';
  readonly message: string;
  /** What would take its place, where something would. */
  readonly replacement: { readonly instanceType: string; readonly nanoUsdPerHour: number } | null;
  readonly consolidatableAtMs: number | null;
}
