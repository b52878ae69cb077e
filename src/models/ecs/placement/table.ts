/** A placement decision as a table: what the page draws when somebody asks "why is this task here?". */
import type { PlacementStrategy } from '../types';
import type { CheckName } from './checks';

export interface PlacementTable {
  /** Key of the task; null: what would happen to the service's next task now. */
  readonly task: string | null;
  readonly group: string;
  readonly launchType: string;
  readonly needs: {
    readonly cpu: number;
    readonly memoryMiB: number;
    readonly gpus: number;
    readonly tcpPorts: readonly number[];
    readonly udpPorts: readonly number[];
    readonly networkInterface: boolean;
  };
  /** Columns of the first part, in the order in which they are asked. Empty on Fargate. */
  readonly checks: readonly CheckName[];
  readonly candidates: readonly CandidateRow[];
  /** Strategy by strategy. On Fargate one: spread over zones. */
  readonly strategies: readonly StrategyStep[];
  /** Id of the winner among the candidates; null: nobody. */
  readonly chosen: string | null;
  readonly closing: Closing;
}

export interface CandidateRow {
  /** Container instance ARN; the zone's name on Fargate. */
  readonly id: string;
  readonly ec2InstanceId: string | null;
  readonly availabilityZone: string;
  readonly remainingCpu: number | null;
  readonly remainingMemoryMiB: number | null;
  /** Tasks of the group already there. */
  readonly tasksOfGroup: number;
  /** One verdict a check. */
  readonly verdicts: readonly Verdict[];
  readonly eligible: boolean;
}

export interface Verdict {
  readonly check: CheckName;
  readonly passes: boolean;
  /** As in RunTask's failures; null when it passes. */
  readonly reason: string | null;
  readonly needed: number | string | null;
  readonly available: number | string | null;
}

export interface StrategyStep {
  readonly strategy: PlacementStrategy;
  /** Without a strategy of its own, the service's (or RunTask's) default. */
  readonly byDefault: boolean;
  readonly measures: readonly {
    readonly id: string;
    readonly value: string | null;
    readonly measure: number;
  }[];
  readonly kept: readonly string[];
}

/** The one reason that ended it. */
export type Closing =
  | {
      readonly because: 'nobodyEligible';
      readonly reason: string | null;
      readonly closest: string | null;
    }
  | { readonly because: 'onlyOneEligible' }
  | { readonly because: 'strategy'; readonly index: number }
  | { readonly because: 'lowestArn'; readonly among: number };
