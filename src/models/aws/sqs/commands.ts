/** What happens to a queue from inside the world: time goes on, workers come, stop and go. */
import type { Command, Context, Effect } from '../../../engine/model';
import { busyPermille, insert, moveQueue } from './flow';
import { addLot } from './lots';
import type { SqsFact } from './facts';
import type { Abandoned, Consumer, Held, Lot, Queue } from './types';

export const QUEUE_CONTROLLER = 'sqs/queue';

export type SqsCommand =
  | { readonly type: 'advanceQueue'; readonly queue: string }
  | {
      readonly type: 'setConsumer';
      readonly queue: string;
      /** Key of the process. */
      readonly consumer: string;
      /** null: it is gone. */
      readonly state: Consumer | null;
    }
  | {
      readonly type: 'receiveDeadLetters';
      readonly queueArn: string;
      readonly lots: readonly Lot[];
    }
  | { readonly type: 'forgetDeletedQueue'; readonly queue: string };

export const sqsCommands = {
  /** Its controller knows itself when to look again. */
  advanceQueue: ({ queue: name }: { readonly queue: string }, ctx: Context): readonly Effect[] =>
    changeQueue(name, ctx, (queue) => queue).filter((effect) => effect.do !== 'wake'),
  setConsumer,
  receiveDeadLetters,
  forgetDeletedQueue: ({ queue }: { readonly queue: string }): readonly Effect[] => [
    { do: 'remove', kind: 'sqs/DeletedQueue', key: queue },
  ],
};

/**
 * The one way in which a queue's record changes: brought up to now, changed, and free workers take what that has given them.
 * What happened by itself is told.
 */
export function changeQueue(
  name: string,
  ctx: Context,
  change: (queue: Queue) => Queue,
  ...notes: readonly SqsFact[]
): readonly Effect[] {
  const before = ctx.get('sqs/Queue', name);
  if (!before) return [];
  const now = moveQueue(before, ctx.nowMs);
  const after = moveQueue(change(now.queue), ctx.nowMs);
  const deadLetters = [...now.deadLetters, ...after.deadLetters];
  const queue = { ...after.queue, busyPermille: busyPermille(after.queue) };
  const kind = 'sqs/Queue';
  return [
    { do: 'put', kind, key: name, value: { ...queue, backlog: backlogOf(queue, before) } },
    ...[...notes, ...told(before, queue, ctx.nowMs)].map((fact) => note(name, fact)),
    ...redrive(queue, deadLetters),
    { do: 'wake', controller: QUEUE_CONTROLLER, key: name, afterMs: 0 },
  ];
}

export const note = (name: string, fact: SqsFact): Effect => ({
  do: 'note',
  fact: { model: 'aws', about: { kind: 'sqs/Queue', key: name }, ...fact },
});

/** Since when there have been more messages than free workers. */
function backlogOf(queue: Queue, before: Queue): Queue['backlog'] {
  if (isEmpty(queue)) return null;
  if (before.backlog !== null || queue.visibleCount === 0) return before.backlog;
  return { sinceMs: queue.atMs, deleted: queue.counts.deleted };
}

const isEmpty = ({ visibleCount, held, abandoned }: Queue): boolean =>
  visibleCount === 0 && held.length === 0 && abandoned.length === 0;

function told(before: Queue, after: Queue, nowMs: number): readonly SqsFact[] {
  const grown = (count: 'returned' | 'expired' | 'movedAway') =>
    after.counts[count] - before.counts[count];
  const facts: SqsFact[] = [];
  if (grown('returned') > 0)
    facts.push({ type: 'messagesReturned', data: { count: grown('returned') } });
  if (grown('expired') > 0)
    facts.push({ type: 'messagesExpired', data: { count: grown('expired') } });
  const to = after.attributes.RedrivePolicy?.deadLetterTargetArn.split(':').at(-1) ?? '';
  if (grown('movedAway') > 0)
    facts.push({ type: 'messagesMovedToDeadLetterQueue', data: { count: grown('movedAway'), to } });
  const { backlog } = before;
  if (backlog !== null && isEmpty(after) && after.counts.purged === before.counts.purged) {
    const deleted = after.counts.deleted - backlog.deleted;
    facts.push({ type: 'queueDrained', data: { deleted, tookMs: nowMs - backlog.sinceMs } });
  }
  return facts;
}

function redrive(queue: Queue, lots: readonly Lot[]): readonly Effect[] {
  const queueArn = queue.attributes.RedrivePolicy?.deadLetterTargetArn;
  if (lots.length === 0 || queueArn === undefined) return [];
  const command: Command = { model: 'aws', type: 'receiveDeadLetters', queueArn, lots };
  return [{ do: 'command', command }];
}

/** A dead-letter queue that is gone takes nothing: its messages are lost, as the deletion said. */
function receiveDeadLetters(
  { queueArn, lots }: Extract<SqsCommand, { type: 'receiveDeadLetters' }>,
  ctx: Context,
): readonly Effect[] {
  const name = queueArn.split(':').at(-1) ?? '';
  const count = lots.reduce((sum, lot) => sum + lot.count, 0);
  return changeQueue(name, ctx, (queue) => {
    const counts = { ...queue.counts, movedHere: queue.counts.movedHere + count };
    return { ...withLots(queue, lots), counts };
  });
}

/** More messages to be seen: those that nobody has received yet. */
export function withLots(queue: Queue, lots: readonly Lot[]): Queue {
  const visible = [...queue.visible];
  for (const lot of lots) addLot(visible, lot);
  const count = lots.reduce((sum, lot) => sum + lot.count, 0);
  return { ...queue, visible, visibleCount: queue.visibleCount + count };
}

function setConsumer(
  { queue: name, consumer, state }: Extract<SqsCommand, { type: 'setConsumer' }>,
  ctx: Context,
): readonly Effect[] {
  const queue = ctx.get('sqs/Queue', name);
  if (!queue) return [];
  if (state) return changeQueue(name, ctx, (now) => withConsumer(now, consumer, state));
  // What it had in hand at this very moment, not what the record remembers.
  const left = leftBy(consumer, moveQueue(queue, ctx.nowMs).queue);
  const notes: SqsFact[] = [];
  if (left.length > 0) {
    const visibleInMs = Math.min(...left.map((m) => m.visibleAtMs)) - ctx.nowMs;
    notes.push({ type: 'messagesAbandoned', data: { count: left.length, visibleInMs } });
  }
  return changeQueue(name, ctx, (now) => withoutConsumer(now, consumer), ...notes);
}

const leftBy = (consumer: string, { held }: Queue): readonly Held[] =>
  held.filter((m) => m.consumer === consumer && m.visibleAtMs >= m.doneAtMs);

function withConsumer(queue: Queue, key: string, state: Consumer): Queue {
  const consumers = { ...queue.consumers, [key]: state };
  const others = queue.idle.filter((waiting) => waiting !== key);
  if (state.stopping) return { ...queue, consumers, idle: others };
  const free = state.slots - queue.held.filter((m) => m.consumer === key).length;
  const known = queue.consumers[key];
  // It waits where it stood.
  if (known && !known.stopping) return { ...queue, consumers };
  return { ...queue, consumers, idle: [...others, ...new Array<string>(free).fill(key)] };
}

function withoutConsumer(queue: Queue, key: string): Queue {
  const { [key]: _, ...consumers } = queue.consumers;
  const abandoned: Abandoned[] = [...queue.abandoned];
  for (const { sentAtMs, receives, visibleAtMs } of leftBy(key, queue))
    insert(abandoned, { sentAtMs, receives, visibleAtMs, count: 1 }, (m) => m.visibleAtMs);
  return {
    ...queue,
    consumers,
    abandoned,
    held: queue.held.filter((m) => m.consumer !== key),
    idle: queue.idle.filter((waiting) => waiting !== key),
  };
}
