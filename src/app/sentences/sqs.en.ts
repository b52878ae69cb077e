/** What queues and their workers leave in the log. */
import type { SqsFact } from '../../models/aws/sqs/facts';
import { duration, figure } from '../../stage/clock';
import type { ModelSentences } from './types';

const messages = (count: number): string =>
  `${figure(count)} ${count === 1 ? 'message' : 'messages'}`;

export const sqs: Pick<ModelSentences<'aws'>, SqsFact['type']> = {
  queueCreated: (d, name) => ({
    head: `Queue ${name} created`,
    because: `visibility timeout ${d.VisibilityTimeout} s`,
  }),
  queueDeleted: (d, name) => ({
    head: `Queue ${name} deleted`,
    ...(d.messages > 0 ? { because: `with ${messages(d.messages)} in it` } : {}),
  }),
  queueAttributesSet: (d, name) => ({
    head: `Queue ${name} changed`,
    because: d.names.join(', '),
  }),
  queuePurged: (d, name) => ({
    head: `Queue ${name} purged`,
    because: `${messages(d.messages)} gone`,
  }),
  producersSet: (d, name) => ({
    head: `Producers send ${figure(d.messagesPerSecond)} messages/s to ${name}`,
    ...(d.shape === undefined ? {} : { because: d.shape }),
  }),
  messagesSent: (d, name) => ({ head: `${messages(d.count)} sent to ${name}` }),
  queueDrained: (d, name) => ({
    head: `Queue ${name} is empty`,
    because: `${messages(d.deleted)} in ${duration(d.tookMs)}`,
  }),
  messagesAbandoned: (d, name) => ({
    head: `A worker of ${name} is gone with ${messages(d.count)} in hand`,
    because: `back in ${duration(d.visibleInMs)}`,
  }),
  messagesReturned: (d, name) => ({
    head: `${messages(d.count)} back in ${name}: received again`,
    because: 'visibility timeout over',
  }),
  messagesExpired: (d, name) => ({
    head: `${messages(d.count)} dropped from ${name}`,
    because: 'retention period over',
  }),
  messagesMovedToDeadLetterQueue: (d, name) => ({
    head: `${messages(d.count)} moved from ${name} to \`${d.to}\``,
    because: 'received too often',
  }),
};
