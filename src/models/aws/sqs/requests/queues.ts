/** CreateQueue, SetQueueAttributes, PurgeQueue, DeleteQueue (sqs 2012-11-05; errors as the API reference words them). */
import type { Admission, Context } from '../../../../engine/model';
import { regionOf } from '../../account';
import { answer, refuse } from '../../refusal';
import { inputOf, requiredText, type Input } from '../../requestInput';
import { attributesOf, DEFAULT_ATTRIBUTES } from '../attributes';
import { changeQueue, note } from '../commands';
import { inFlight, queueAt } from '../flow';
import { queueArn, queueOf, queueUrl } from '../queueUrl';
import { PURGE_MS } from '../timings';
import type { Queue, QueueAttributes } from '../types';

const PREFIX = 'AWS.SimpleQueueService';

const isQueueArn =
  (ctx: Context) =>
  (arn: string): boolean => {
    const name = arn.slice(arn.lastIndexOf(':') + 1);
    return ctx.has('sqs/Queue', name) && arn === queueArn(name, regionOf(ctx));
  };

export const createQueue = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const name = nameField(given);
    const { attributes, names } = attributesOf(given, DEFAULT_ATTRIBUTES, isQueueArn(ctx));
    const existing = ctx.get('sqs/Queue', name);
    if (existing) return sameQueue(existing, attributes, names);
    if (ctx.has('sqs/DeletedQueue', name))
      refuse(
        `${PREFIX}.QueueDeletedRecently`,
        'You must wait 60 seconds after deleting a queue before you can create another with the same name.',
        ['QueueName'],
      );
    const value = newQueue(name, attributes, ctx);
    const { VisibilityTimeout } = attributes;
    return {
      ok: true,
      output: { QueueUrl: value.QueueUrl },
      effects: [
        { do: 'put', kind: 'sqs/Queue', key: name, value },
        note(name, { type: 'queueCreated', data: { VisibilityTimeout } }),
      ],
    };
  });

function nameField(given: Input): string {
  const name = requiredText(given, 'QueueName');
  if (!/^[A-Za-z0-9_-]{1,80}$/.test(name))
    refuse(
      'InvalidParameterValue',
      'Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length',
      ['QueueName'],
    );
  return name;
}

/** The rules that need no world. */
export function checkQueue(given: Input): void {
  nameField(given);
  attributesOf(given, DEFAULT_ATTRIBUTES, () => true);
}

/** Asking again for what is there is no error; asking for something else under its name is. */
function sameQueue(queue: Queue, asked: QueueAttributes, names: readonly string[]): Admission {
  const now = queue.attributes as unknown as Readonly<Record<string, unknown>>;
  const wanted = asked as unknown as Readonly<Record<string, unknown>>;
  const other = names.find((name) => JSON.stringify(now[name]) !== JSON.stringify(wanted[name]));
  if (other !== undefined)
    refuse(
      'QueueAlreadyExists',
      `A queue already exists with the same name and a different value for attribute ${other}`,
      ['Attributes', other],
    );
  return { ok: true, output: { QueueUrl: queue.QueueUrl }, effects: [] };
}

function newQueue(QueueName: string, attributes: QueueAttributes, ctx: Context): Queue {
  const region = regionOf(ctx);
  return {
    QueueName,
    QueueUrl: queueUrl(QueueName, region),
    QueueArn: queueArn(QueueName, region),
    attributes,
    CreatedTimestamp: ctx.nowMs,
    LastModifiedTimestamp: ctx.nowMs,
    purgedAtMs: null,
    backlog: null,
    busyPermille: 0,
    atMs: ctx.nowMs,
    visible: [],
    visibleCount: 0,
    held: [],
    abandoned: [],
    idle: [],
    consumers: {},
    producers: null,
    rate: 0,
    remainder: 0,
    counts: {
      sent: 0,
      movedHere: 0,
      received: 0,
      deleted: 0,
      receivedAgain: 0,
      returned: 0,
      expired: 0,
      purged: 0,
      movedAway: 0,
    },
    marks: [],
  };
}

export const setQueueAttributes = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const { QueueName, attributes: before } = queueOf(given, ctx);
    if (given['Attributes'] === undefined)
      refuse('MissingParameter', 'The request must contain the parameter Attributes', [
        'Attributes',
      ]);
    const { attributes, names } = attributesOf(given, before, isQueueArn(ctx));
    const change = (queue: Queue): Queue => ({
      ...queue,
      attributes,
      LastModifiedTimestamp: ctx.nowMs,
    });
    const fact = { type: 'queueAttributesSet', data: { names } } as const;
    return { ok: true, output: {}, effects: changeQueue(QueueName, ctx, change, fact) };
  });

/** Messages in flight go too: nobody can delete them any more (PurgeQueue). */
export const purgeQueue = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const queue = queueOf(inputOf(input), ctx);
    const { QueueName, purgedAtMs } = queue;
    if (purgedAtMs !== null && ctx.nowMs - purgedAtMs < PURGE_MS)
      refuse(
        `${PREFIX}.PurgeQueueInProgress`,
        `Only one PurgeQueue operation on ${QueueName} is allowed every 60 seconds.`,
        ['QueueUrl'],
      );
    const messages = messagesIn(queue, ctx.nowMs);
    const fact = { type: 'queuePurged', data: { messages } } as const;
    const change = (now: Queue) => purged(now, ctx.nowMs);
    return { ok: true, output: {}, effects: changeQueue(QueueName, ctx, change, fact) };
  });

function messagesIn(queue: Queue, nowMs: number): number {
  const now = queueAt(queue, nowMs);
  return now.visibleCount + inFlight(now);
}

/** A worker goes on with what it has in hand; its delete finds nothing. */
function purged(queue: Queue, nowMs: number): Queue {
  const messages = queue.visibleCount + inFlight(queue);
  return {
    ...queue,
    purgedAtMs: nowMs,
    visible: [],
    visibleCount: 0,
    abandoned: [],
    held: queue.held.map((m) => ({ ...m, visibleAtMs: Math.min(m.visibleAtMs, m.doneAtMs - 1) })),
    counts: { ...queue.counts, purged: queue.counts.purged + messages },
  };
}

export const deleteQueue = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const queue = queueOf(inputOf(input), ctx);
    const { QueueName: key } = queue;
    const messages = messagesIn(queue, ctx.nowMs);
    return {
      ok: true,
      output: {},
      effects: [
        { do: 'remove', kind: 'sqs/Queue', key },
        { do: 'put', kind: 'sqs/DeletedQueue', key, value: { deletedAtMs: ctx.nowMs } },
        note(key, { type: 'queueDeleted', data: { messages } }),
      ],
    };
  });
