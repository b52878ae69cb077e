/** GetQueueUrl, GetQueueAttributes, ListQueues. */
import type { Admission, Read } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, requiredText, textOf, textsOf } from '../../requestInput';
import { inFlight, queueAt } from '../flow';
import { noSuchQueue, queueOf } from '../queueUrl';
import type { Queue } from '../types';

export const getQueueUrl = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const name = requiredText(inputOf(input), 'QueueName');
    const queue = read.get('sqs/Queue', name) ?? noSuchQueue(['QueueName']);
    return { ok: true, output: { QueueUrl: queue.QueueUrl }, effects: [] };
  });

export const listQueues = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const prefix = textOf(inputOf(input), 'QueueNamePrefix') ?? '';
    const queues = read.list('sqs/Queue').filter(({ QueueName }) => QueueName.startsWith(prefix));
    const QueueUrls = queues.map(({ QueueUrl }) => QueueUrl).sort();
    return { ok: true, output: QueueUrls.length > 0 ? { QueueUrls } : {}, effects: [] };
  });

/** Text, as on the wire; only what is asked for. */
export const getQueueAttributes = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const all = attributesAt(queueOf(given, read), read.nowMs);
    const names = textsOf(given, 'AttributeNames');
    for (const name of names)
      if (name !== 'All' && !(name in all) && !KNOWN.has(name))
        refuse('InvalidAttributeName', `Unknown Attribute ${name}.`, ['AttributeNames']);
    const asked = Object.entries(all).filter(
      ([name, value]) => value !== null && (names.includes('All') || names.includes(name)),
    );
    const output = asked.length > 0 ? { Attributes: Object.fromEntries(asked) } : {};
    return { ok: true, output, effects: [] };
  });

/** Known to the service, and never there in this world. */
const KNOWN = new Set(['Policy', 'RedrivePolicy', 'KmsMasterKeyId', 'RedriveAllowPolicy']);

const seconds = (ms: number) => String(Math.floor(ms / 1000));

function attributesAt(queue: Queue, nowMs: number): Readonly<Record<string, string | null>> {
  const now = queueAt(queue, nowMs);
  const { RedrivePolicy, ...numbers } = now.attributes;
  return {
    QueueArn: now.QueueArn,
    ApproximateNumberOfMessages: String(now.visibleCount),
    ApproximateNumberOfMessagesNotVisible: String(inFlight(now)),
    ApproximateNumberOfMessagesDelayed: '0',
    CreatedTimestamp: seconds(now.CreatedTimestamp),
    LastModifiedTimestamp: seconds(now.LastModifiedTimestamp),
    ...Object.fromEntries(Object.entries(numbers).map(([name, value]) => [name, String(value)])),
    RedrivePolicy: RedrivePolicy && JSON.stringify(RedrivePolicy),
    SqsManagedSseEnabled: 'true',
  };
}
