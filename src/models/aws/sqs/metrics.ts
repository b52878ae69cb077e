/**
 * AWS/SQS metrics (SQS Developer Guide, "Available CloudWatch metrics"): gathered once a minute, levels as they are then,
 * counts of the sixty seconds before.
 */
import type { Read } from '../../../engine/model';
import { inFlight, oldestSentAtMs, queueAt } from './flow';
import { isMark } from './timings';
import type { Mark, Queue } from './types';

/** null: no such queue or metric, or not when they are gathered. */
export function sqsValue(name: string, queueName: string | undefined, read: Read): number | null {
  if (!isMark(read.nowMs)) return null;
  const record = queueName === undefined ? undefined : read.get('sqs/Queue', queueName);
  if (!record) return null;
  return VALUES[name]?.(queueAt(record, read.nowMs), read.nowMs) ?? null;
}

const VALUES: Readonly<Record<string, (queue: Queue, nowMs: number) => number>> = {
  ApproximateNumberOfMessagesVisible: ({ visibleCount }) => visibleCount,
  ApproximateNumberOfMessagesNotVisible: (queue) => inFlight(queue),
  ApproximateNumberOfMessagesDelayed: () => 0,
  ApproximateAgeOfOldestMessage: (queue, nowMs) =>
    Math.floor((nowMs - (oldestSentAtMs(queue) ?? nowMs)) / 1000),
  NumberOfMessagesSent: (queue) => lastMinute(queue, 'sent'),
  NumberOfMessagesReceived: (queue) => lastMinute(queue, 'received'),
  NumberOfMessagesDeleted: (queue) => lastMinute(queue, 'deleted'),
};

export const SQS_METRICS: readonly string[] = Object.keys(VALUES);

function lastMinute({ marks }: Queue, count: Exclude<keyof Mark, 'atMs'>): number {
  const [before, last] = marks.slice(-2);
  if (!before) return 0;
  return last ? last[count] - before[count] : before[count];
}
