/** Nothing is lost: every message that came is deleted, dropped by a rule, or still in the queue. */
import type { Read } from '../../../engine/model';
import { inFlight } from './flow';
import type { Queue } from './types';

export function sqsInvariants(read: Read): readonly string[] {
  return read.list('sqs/Queue').flatMap((queue) => [...countsAddUp(queue), ...workersAddUp(queue)]);
}

function countsAddUp(queue: Queue): readonly string[] {
  const { QueueName, counts, visible, visibleCount } = queue;
  const { sent, movedHere, deleted, expired, purged, movedAway } = counts;
  const there = visibleCount + inFlight(queue);
  const gone = deleted + expired + purged + movedAway;
  const broken: string[] = [];
  if (sent + movedHere !== gone + there)
    broken.push(
      `queue ${QueueName}: ${sent} sent, ${movedHere} moved here, ${gone} gone, ${there} there`,
    );
  if (visible.reduce((sum, lot) => sum + lot.count, 0) !== visibleCount)
    broken.push(`queue ${QueueName}: lots and their count differ`);
  return broken;
}

/** A slot works or waits, never both; who is not there holds nothing. */
function workersAddUp({ QueueName, consumers, held, idle }: Queue): readonly string[] {
  const broken: string[] = [];
  for (const [key, { slots, stopping }] of Object.entries(consumers)) {
    const busy = held.filter((m) => m.consumer === key).length;
    const waiting = idle.filter((k) => k === key).length;
    if (stopping ? waiting > 0 : busy + waiting !== slots)
      broken.push(
        `queue ${QueueName}: ${key} has ${slots} slots, ${busy} busy, ${waiting} waiting`,
      );
  }
  const strangers = [...held.map((m) => m.consumer), ...idle].filter((key) => !consumers[key]);
  return [...broken, ...strangers.map((key) => `queue ${QueueName}: ${key} is no consumer of it`)];
}
