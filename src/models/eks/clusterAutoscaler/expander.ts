/**
 * Which of several groups grows (cluster-autoscaler/expander): each expander of the chain keeps its best options, and chance
 * chooses among those that are left.
 */
import { amountsOf } from '../../kubernetes/scheduler/simulation';
import type { GroupOption } from './facts';
import type { Expander } from './options';
import type { Estimate } from './estimator';
import type { TemplateNode } from './templateNode';

export interface Option {
  readonly group: string;
  readonly template: TemplateNode;
  readonly estimate: Estimate;
  readonly wastePermille: number;
}

export const toGroupOption = ({ group, estimate, wastePermille }: Option): GroupOption => ({
  group,
  nodes: estimate.nodes,
  pods: estimate.pods.length,
  wastePermille,
});

/** expander/waste: the share of CPU that would stay idle, and that of memory, added up. Of the capacity, not the allocatable. */
export function waste({ node }: TemplateNode, { nodes, pods }: Estimate): number {
  const { cpuMilli, memoryBytes } = amountsOf(node.status.capacity);
  const idle = (available: number, used: number): number =>
    available === 0 ? 0 : (available - used) / available;
  const cpu = pods.reduce((sum, pod) => sum + pod.resources.cpuMilli, 0);
  const memory = pods.reduce((sum, pod) => sum + pod.resources.memoryBytes, 0);
  return Math.round(1000 * (idle(cpuMilli * nodes, cpu) + idle(memoryBytes * nodes, memory)));
}

export interface Choice {
  readonly option: Option;
  /** The expander that left one; `random` where chance did, `only` where there was no choice. */
  readonly by: Expander | 'only';
}

/** `priorities`: the data of the ConfigMap that the priority expander reads; `draw(n)`: 0..n-1. */
export function bestOption(
  options: readonly Option[],
  expanders: readonly Expander[],
  priorities: string | undefined,
  draw: (n: number) => number,
): Choice | undefined {
  const [first] = options;
  if (!first) return undefined;
  if (options.length === 1) return { option: first, by: 'only' };
  let left = options;
  for (const expander of expanders) {
    if (expander === 'random') break;
    const before = left.length;
    left = keepBest(left, expander, priorities);
    const [only] = left;
    if (only && left.length === 1 && before > 1) return { option: only, by: expander };
  }
  return { option: left[draw(left.length)] as Option, by: 'random' };
}

function keepBest(
  options: readonly Option[],
  expander: Exclude<Expander, 'random'>,
  priorities: string | undefined,
): readonly Option[] {
  switch (expander) {
    case 'least-waste':
      return leastOf(options, ({ wastePermille }) => wastePermille);
    case 'most-pods':
      return leastOf(options, ({ estimate }) => -estimate.pods.length);
    case 'least-nodes':
      return leastOf(options, ({ estimate }) => estimate.nodes);
    case 'priority': {
      const ranks = priorityRanks(priorities ?? '');
      const ranked = options.filter(({ group }) => rankOf(group, ranks) !== undefined);
      // Without a list, or where it names none of them, the expander has no opinion.
      return ranked.length === 0
        ? options
        : leastOf(ranked, ({ group }) => -(rankOf(group, ranks) ?? 0));
    }
  }
}

function leastOf(options: readonly Option[], of: (option: Option) => number): readonly Option[] {
  const least = Math.min(...options.map(of));
  return options.filter((option) => of(option) === least);
}

interface Rank {
  readonly priority: number;
  readonly pattern: string;
}

/** The value `priorities` of ConfigMap `cluster-autoscaler-priority-expander`: numbers, and under each a list of patterns. */
export function priorityRanks(text: string): readonly Rank[] {
  const ranks: Rank[] = [];
  let priority: number | undefined;
  for (const line of text.split('\n')) {
    const heading = /^\s*(\d+)\s*:/.exec(line)?.[1];
    if (heading !== undefined) priority = Number(heading);
    const pattern = /^\s*-\s*(.+?)\s*$/.exec(line)?.[1]?.replace(/^["']|["']$/g, '');
    if (pattern !== undefined && priority !== undefined) ranks.push({ priority, pattern });
  }
  return ranks;
}

function rankOf(group: string, ranks: readonly Rank[]): number | undefined {
  const matching = ranks.filter(({ pattern }) => matches(pattern, group));
  return matching.length === 0 ? undefined : Math.max(...matching.map(({ priority }) => priority));
}

function matches(pattern: string, name: string): boolean {
  try {
    return new RegExp(pattern).test(name);
  } catch {
    return false;
  }
}
