/**
 * The FailedScheduling message (framework/types.go FitError, v1.34): how many nodes for which reason, sorted as strings,
 * so `10 x` stands before `2 y`. A node that fails for two reasons counts in both.
 */
import type { Rejection } from './framework';

export interface Diagnosis {
  readonly numAllNodes: number;
  /** What failed the pod before any node was tried; empty otherwise. */
  readonly preFilterMessage: string;
  /** Node -> why not. */
  readonly nodeToStatus: ReadonlyMap<string, Rejection>;
  /** Why all the other nodes were not even tried. */
  readonly absentNodes: Rejection | undefined;
  /** Plugins that rejected the pod somewhere: only what helps them is worth another try. */
  readonly unschedulablePlugins: readonly string[];
}

export const NO_NODES = 'no nodes available to schedule pods';

export function fitErrorMessage(diagnosis: Diagnosis, postFilterMessage: string): string {
  const { numAllNodes, preFilterMessage } = diagnosis;
  const histogram = preFilterMessage || histogramText(reasonCounts(diagnosis));
  return [
    `0/${numAllNodes} nodes are available:`,
    ...(histogram ? [`${histogram}.`] : []),
    ...(postFilterMessage ? [postFilterMessage] : []),
  ].join(' ');
}

/** Reason -> on how many nodes. */
export function reasonCounts(diagnosis: Diagnosis): Readonly<Record<string, number>> {
  const { nodeToStatus, absentNodes, numAllNodes } = diagnosis;
  const counts: Record<string, number> = {};
  for (const { reasons } of nodeToStatus.values())
    for (const reason of reasons) counts[reason] = (counts[reason] ?? 0) + 1;
  const absent = numAllNodes - nodeToStatus.size;
  if (absent > 0)
    for (const reason of absentNodes?.reasons ?? [])
      counts[reason] = (counts[reason] ?? 0) + absent;
  return counts;
}

export const histogramText = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
