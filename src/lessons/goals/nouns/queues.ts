/** Queues and their messages, and what Kubernetes runs to an end. */
import type { Condition } from '../../../models/kubernetes/types';
import { byName, noun, type Noun } from './noun';

const queue = noun({
  kind: 'sqs/Queue',
  half: null,
  key: byName,
  fields: {
    name: ({ QueueName }) => QueueName,
    visible: ({ visibleCount }) => visibleCount,
    inHand: ({ held }) => held.length,
    /** Received and waiting for their visibility timeout: nobody works on them. */
    abandoned: ({ abandoned }) => abandoned.reduce((sum, { count }) => sum + count, 0),
    isEmpty: ({ visibleCount, held, abandoned }) =>
      visibleCount + held.length + abandoned.length === 0,
    sent: ({ counts }) => counts.sent,
    deleted: ({ counts }) => counts.deleted,
    deliveredAgain: ({ counts }) => counts.receivedAgain,
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
  'sqs/queue': queue,
  'sqs/queues': queue,
  'kubernetes/job': job,
  'kubernetes/cronJob': cronJob,
};
