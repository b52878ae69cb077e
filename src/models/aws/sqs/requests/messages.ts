/** SendMessage and SendMessageBatch: bodies are looked at for their size and then forgotten; what counts is that they came. */
import type { Admission, Context, Effect } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textOf, type Input } from '../../requestInput';
import { changeQueue, withLots } from '../commands';
import { queueOf } from '../queueUrl';
import type { Queue } from '../types';

const PREFIX = 'AWS.SimpleQueueService';
const BATCH_ENTRIES = 10;

export const sendMessage = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const queue = queueOf(given, ctx);
    const body = requiredText(given, 'MessageBody');
    if (sizeOf(body) > queue.attributes.MaximumMessageSize)
      refuse('InvalidParameterValue', tooLong(queue), ['MessageBody']);
    const effects = sendEffects(queue.QueueName, 1, ctx);
    return { ok: true, output: { MessageId: messageId(queue, ctx) }, effects };
  });

export const sendMessageBatch = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const queue = queueOf(given, ctx);
    const entries = checkedEntries(objectsOf(given, 'Entries'), queue);
    const output = {
      Successful: entries.map((entry) => ({ Id: entry['Id'], MessageId: messageId(queue, ctx) })),
    };
    return { ok: true, output, effects: sendEffects(queue.QueueName, entries.length, ctx) };
  });

function checkedEntries(entries: readonly Input[], queue: Queue): readonly Input[] {
  const path = ['Entries'];
  if (entries.length === 0)
    refuse(
      `${PREFIX}.EmptyBatchRequest`,
      'There should be at least one SendMessageBatchRequestEntry in the request.',
      path,
    );
  if (entries.length > BATCH_ENTRIES)
    refuse(
      `${PREFIX}.TooManyEntriesInBatchRequest`,
      `Maximum number of entries per request are 10. You have sent ${entries.length}.`,
      path,
    );
  const ids = entries.map((entry) => requiredText(entry, 'Id'));
  const twice = ids.find((id, i) => ids.indexOf(id) !== i);
  if (twice !== undefined)
    refuse(`${PREFIX}.BatchEntryIdsNotDistinct`, `Id ${twice} repeated.`, path);
  const size = entries.reduce((sum, entry) => sum + sizeOf(requiredText(entry, 'MessageBody')), 0);
  if (size > queue.attributes.MaximumMessageSize)
    refuse(
      `${PREFIX}.BatchRequestTooLong`,
      `Batch requests cannot be longer than ${queue.attributes.MaximumMessageSize} bytes. You have sent ${size} bytes.`,
      path,
    );
  return entries;
}

const tooLong = ({ attributes }: Queue): string =>
  `One or more parameters are invalid. Reason: Message must be shorter than ${attributes.MaximumMessageSize} bytes.`;

/** Of its UTF-8 form. */
function sizeOf(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

const HEX = '0123456789abcdef';
function messageId({ QueueName }: Queue, ctx: Context): string {
  const stream = ctx.random(`sqs/${QueueName}`);
  return [8, 4, 4, 4, 12].map((length) => stream.text(length, HEX)).join('-');
}

export function sendEffects(name: string, count: number, ctx: Context): readonly Effect[] {
  const lot = { sentAtMs: ctx.nowMs, receives: 0, count };
  return changeQueue(
    name,
    ctx,
    (queue) => {
      const counts = { ...queue.counts, sent: queue.counts.sent + count };
      return { ...withLots(queue, [lot]), counts };
    },
    { type: 'messagesSent', data: { count } },
  );
}

/**
 * quayside `sendMessages`: a burst, all at once: `{ queue, count }`. Stands for a producer that sends so many with
 * SendMessageBatch.
 */
export const sendMessages = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const name = textOf(given, 'queue') ?? '';
    const count = given['count'];
    if (!ctx.has('sqs/Queue', name))
      refuse('InvalidParameterValue', `queue must name a queue that exists, not "${name}".`, [
        'queue',
      ]);
    const fits =
      Number.isInteger(count) && (count as number) >= 1 && (count as number) <= 1_000_000;
    if (!fits)
      refuse('InvalidParameterValue', 'count must be a whole number from 1 to 1000000.', ['count']);
    const effects = sendEffects(name, count as number, ctx);
    return { ok: true, output: { queue: name, count }, effects };
  });
