/** Queues and their messages, and what Kubernetes runs to an end. Records follow what moves in a queue each second. */
import { inFlight, oldestSentAtMs } from '../../../models/aws/sqs/flow';
import type { Condition } from '../../../models/kubernetes/types';
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
    /** Received and waiting for their visibility timeout: nobody works on them. */
    abandoned: ({ abandoned }) => abandoned.reduce((sum, { count }) => sum + count, 0),
    workers: ({ consumers }) => Object.keys(consumers).length,
  },
});

const inDefault = (resource: string) => (name: string) =>
  `${resource}/${name.includes('/') ? name : `default/${name}`}`;

const is = (object: object, type: string): boolean =>
  (
    ((object as { readonly status?: unknown }).status ?? {}) as {
      readonly conditions?: readonly Condition[];
    }
  ).conditions?.some((c) => c.type === type && c.status === 'True') ?? false;

const job = noun({
  kind: 'kubernetes/Object',
  half: 'kubernetes',
  key: inDefault('jobs.batch'),
  fields: {
    name: ({ metadata }) => metadata.name,
    complete: (object) => is(object, 'Complete'),
    failed: (object) => is(object, 'Failed'),
  },
});

const cronJob = noun({
  kind: 'kubernetes/Object',
  half: 'kubernetes',
  key: inDefault('cronjobs.batch'),
  fields: { name: ({ metadata }) => metadata.name },
});

export const queueNouns: Readonly<Record<string, Noun>> = {
  'sqs/queue': queues,
  'sqs/queues': queues,
  'kubernetes/job': job,
  'kubernetes/cronJob': cronJob,
};
