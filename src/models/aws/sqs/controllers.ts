/**
 * Who looks again at queues and workers. A queue is brought up to date each second while messages move, and at no other time;
 * a worker is looked at when its process starts, is squeezed, is told to stop, or ends.
 */
import {
  defineWatch,
  type Command,
  type Controller,
  type Read,
  type Watch,
} from '../../../engine/model';
import { nextStepMs } from '../../workload/traffic';
import type { Process, Use, UseLevel } from '../../workload/types';
import { useOf, usersOf } from '../../workload/use';
import { QUEUE_CONTROLLER } from './commands';
import { queueAt } from './flow';
import { messageMs } from './messageTime';
import { REUSE_MS } from './timings';
import type { Consumer, Queue } from './types';

const CONSUMER = 'sqs/consumer';
const DELETED = 'sqs/deletedQueue';
const SECOND_MS = 1_000;

/** Key: QueueName. */
const queueController: Controller = {
  name: QUEUE_CONTROLLER,
  latencyMs: 0,
  sync(key, read) {
    const queue = read.get('sqs/Queue', key);
    if (!queue) return undefined;
    const due = queue.atMs < read.nowMs && looksAtMs(queue) <= read.nowMs;
    const nextMs = looksAtMs(due ? queueAt(queue, read.nowMs) : queue);
    return {
      commands: due ? [{ model: 'aws', type: 'advanceQueue', queue: key }] : [],
      ...(nextMs === Infinity ? {} : { requeueAfterMs: Math.max(1, nextMs - read.nowMs) }),
    };
  },
};

/** The next whole second while messages move, or the instant at which the first one comes back; Infinity: it rests. */
function looksAtMs(queue: Queue): number {
  const { atMs, held, rate, abandoned, producers, visible, attributes } = queue;
  const soon = atMs - (atMs % SECOND_MS) + SECOND_MS;
  const oldest = visible[0]?.sentAtMs ?? Infinity;
  return Math.min(
    held.length > 0 || rate > 0 ? soon : Infinity,
    abandoned[0]?.visibleAtMs ?? Infinity,
    (producers === null ? null : nextStepMs(producers, atMs)) ?? Infinity,
    oldest + attributes.MessageRetentionPeriod * 1000,
  );
}

/** Key: that of the process. */
const consumerController: Controller = {
  name: CONSUMER,
  latencyMs: 0,
  sync(key, read) {
    const process = read.get('workload/Process', key);
    const joined = joinedBy(key, process, read);
    if (!process?.consumes) return joined && { commands: [gone(joined.QueueName, key)] };
    const { queue } = process.consumes;
    if (process.stopping === true) return stopping(key, process, joined, read);
    const startsMs = process.startedAtMs + process.startUpMs;
    if (startsMs > read.nowMs) return { commands: [], requeueAfterMs: startsMs - read.nowMs };
    if (process.ended || process.killed !== null || !isReachable(process, read))
      return joined && { commands: [gone(queue, key)] };
    const state = consumerOf(process, useOf(read, key));
    const before = joined?.consumers[key];
    if (before?.messageMs === state.messageMs && !before.stopping) return undefined;
    return { commands: [{ model: 'aws', type: 'setConsumer', queue, consumer: key, state }] };
  },
};

const gone = (queue: string, consumer: string): Command => ({
  model: 'aws',
  type: 'setConsumer',
  queue,
  consumer,
  state: null,
});

/** The queue that counts it among its consumers. A process that is gone is looked for: nothing says any more where it was. */
function joinedBy(key: string, process: Process | undefined, read: Read): Queue | undefined {
  if (process?.consumes) {
    const queue = read.get('sqs/Queue', process.consumes.queue);
    return queue?.consumers[key] && queue;
  }
  return read.list('sqs/Queue').find((queue) => queue.consumers[key]);
}

/** It takes no more, finishes what it has in hand, and exits. */
function stopping(key: string, process: Process, joined: Queue | undefined, read: Read) {
  const exit: Command = { model: 'workload', type: 'endProcess', process: key, exitCode: 0 };
  const consumer = joined?.consumers[key];
  if (!joined || !consumer) return process.ended ? undefined : { commands: [exit] };
  const { QueueName: queue } = joined;
  const state = { ...consumer, stopping: true };
  const stop: Command = { model: 'aws', type: 'setConsumer', queue, consumer: key, state };
  const doneAtMs = queueAt(joined, read.nowMs)
    .held.filter((m) => m.consumer === key)
    .reduce((max, m) => Math.max(max, m.doneAtMs), read.nowMs);
  const commands = consumer.stopping ? [] : [stop];
  if (doneAtMs > read.nowMs) return { commands, requeueAfterMs: doneAtMs - read.nowMs };
  return { commands: [...commands, gone(queue, key), exit] };
}

/** Whether packets get from its machine to the queue and back. Fargate has no instance. */
function isReachable({ box }: Process, read: Read): boolean {
  const instance = read.get('ec2/Instance', box);
  return instance === undefined || instance.reachable;
}

const consumerOf = (process: Process, use: UseLevel | undefined): Consumer => ({
  messageMs: messageMs(process, use),
  slots: process.consumes?.concurrency ?? 1,
  stopping: false,
});

/** Key: QueueName. */
const deletedQueueController: Controller = {
  name: DELETED,
  latencyMs: 0,
  sync(key, read) {
    const deleted = read.get('sqs/DeletedQueue', key);
    if (!deleted) return undefined;
    const leftMs = deleted.deletedAtMs + REUSE_MS - read.nowMs;
    if (leftMs > 0) return { commands: [], requeueAfterMs: leftMs };
    return { commands: [{ model: 'aws', type: 'forgetDeletedQueue', queue: key }] };
  },
};

export const sqsControllers: readonly Controller[] = [
  queueController,
  consumerController,
  deletedQueueController,
];

const isSqueezed = (use: UseLevel | undefined): boolean =>
  use !== undefined && use.cpuMicro < use.wantedMicro;

const squeezes = (use: Use | undefined, read: Read): boolean =>
  use !== undefined && isSqueezed(read.get('workload/UseLevel', use.level));

const isWorker = (process: string, read: Read): boolean =>
  read.get('workload/Process', process)?.consumes !== undefined;

const workersAt = (level: string, read: Read): readonly string[] =>
  usersOf(read, level).filter((process) => isWorker(process, read));

export const sqsWatches: readonly Watch[] = [
  defineWatch({
    kind: 'workload/Process',
    wakes: CONSUMER,
    keys: (after, before, key) => ((after ?? before)?.consumes ? [key] : []),
  }),
  defineWatch({
    kind: 'workload/UseLevel',
    wakes: CONSUMER,
    keys: (after, before, key, read) =>
      isSqueezed(after) || isSqueezed(before) ? workersAt(key, read) : [],
  }),
  defineWatch({
    kind: 'workload/Use',
    wakes: CONSUMER,
    keys: (after, before, key, read) =>
      (squeezes(after, read) || squeezes(before, read)) && isWorker(key, read) ? [key] : [],
  }),
  // A queue that comes late finds its workers waiting for it.
  defineWatch({
    kind: 'sqs/Queue',
    wakes: CONSUMER,
    keys: (after, before, key, read) =>
      after && !before ? read.keysBy('workload/Process', 'queue', key) : [],
  }),
  defineWatch({
    kind: 'ec2/Instance',
    wakes: CONSUMER,
    keys: (after, before, key, read) =>
      after?.reachable === before?.reachable || !before ? [] : workersOn(key, read),
  }),
  defineWatch({
    kind: 'sqs/DeletedQueue',
    wakes: DELETED,
    keys: (after, _before, key) => (after ? [key] : []),
  }),
];

function workersOn(instanceId: string, read: Read): readonly string[] {
  return read
    .list('sqs/Queue')
    .flatMap(({ QueueName }) => read.keysBy('workload/Process', 'queue', QueueName))
    .filter((key) => read.get('workload/Process', key)?.box === instanceId);
}
