/** Names, URLs and ARNs of queues (SQS Developer Guide, "Queue and message identifiers"). */
import type { Read } from '../../../engine/model';
import { ACCOUNT_ID, regionOf } from '../account';
import { refuse } from '../refusal';
import { requiredText, type Input } from '../requestInput';
import type { Queue } from './types';

export const queueUrl = (name: string, region: string): string =>
  `https://sqs.${region}.amazonaws.com/${ACCOUNT_ID}/${name}`;

export const queueArn = (name: string, region: string): string =>
  `arn:aws:sqs:${region}:${ACCOUNT_ID}:${name}`;

/** The last part of a URL, as the SDKs and a container's QUEUE_URL have it. */
export const nameInUrl = (url: string): string => url.slice(url.lastIndexOf('/') + 1);

/** The queue that a request speaks of by its URL. */
export function queueOf(input: Input, read: Read): Queue {
  const url = requiredText(input, 'QueueUrl');
  const name = nameInUrl(url);
  const queue = read.get('sqs/Queue', name);
  // The SDKs also send a bare name where a URL belongs; the service takes it.
  const same = queue && (url === name || url === queueUrl(name, regionOf(read)));
  return same ? queue : noSuchQueue(['QueueUrl']);
}

export const noSuchQueue = (path: readonly string[]): never =>
  refuse('AWS.SimpleQueueService.NonExistentQueue', 'The specified queue does not exist.', path);
