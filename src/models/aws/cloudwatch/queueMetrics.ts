/** AWS/SQS metrics have one dimension: the queue's name. */
import { sqsValue, SQS_METRICS } from '../sqs/metrics';
import type { Measured } from './metricValue';

export const queueMetrics: Measured = {
  dimensions: ['QueueName'],
  figures: ([queue], read) =>
    Object.fromEntries(SQS_METRICS.map((name) => [name, () => sqsValue(name, queue, read)])),
  places: (read) => read.keys('sqs/Queue').map((name) => [name]),
};
