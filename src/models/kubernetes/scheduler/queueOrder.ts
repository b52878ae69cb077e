/**
 * Who is scheduled next (plugins/queuesort/priority_sort.go, v1.34): the higher priority, then who has waited longer;
 * the key settles the rest.
 */
import { byCodeUnit } from './sortedMap';

export interface QueuePlace {
  readonly priority: number;
  /** When the pod entered the queue, or failed last. */
  readonly timestampMs: number;
  /** `namespace/name` */
  readonly key: string;
}

export const byQueueOrder = (a: QueuePlace, b: QueuePlace): number =>
  b.priority - a.priority || a.timestampMs - b.timestampMs || byCodeUnit(a.key, b.key);

export const comesFirst = (a: QueuePlace, b: QueuePlace): boolean => byQueueOrder(a, b) < 0;
