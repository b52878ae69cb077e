/** Queues. Records follow what moves in them each second. */
import { inFlight, oldestSentAtMs } from '../../../models/aws/sqs/flow';
import { byName, noun, type Noun } from './noun';

const queues = noun({
  kind: 'sqs/Queue',
  half: null,
  key: byName,
  fields: {
    name: ({ QueueName }) => QueueName,
    visible: ({ visibleCount }) => visibleCount,
    inFlight: (queue) => inFlight(queue),
    messages: (queue) => queue.visibleCount + inFlight(queue),
    oldestSeconds: (queue, { read }) =>
      Math.floor((read.nowMs - (oldestSentAtMs(queue) ?? read.nowMs)) / 1000),
    sent: ({ counts }) => counts.sent,
    deleted: ({ counts }) => counts.deleted,
    receivedAgain: ({ counts }) => counts.receivedAgain,
  },
});

export const queueNouns: Readonly<Record<string, Noun>> = {
  'sqs/queue': queues,
  'sqs/queues': queues,
};
