/** Attributes of a queue as the API takes and gives them: text, with the service's bounds and words (SetQueueAttributes). */
import { refuse } from '../refusal';
import type { Input } from '../requestInput';
import type { QueueAttributes, RedrivePolicy } from './types';

export const DEFAULT_ATTRIBUTES: QueueAttributes = {
  VisibilityTimeout: 30,
  MessageRetentionPeriod: 345_600,
  DelaySeconds: 0,
  MaximumMessageSize: 1_048_576,
  ReceiveMessageWaitTimeSeconds: 0,
  RedrivePolicy: null,
};

type Numeric = Exclude<keyof QueueAttributes, 'RedrivePolicy'>;
const BOUNDS: Readonly<Record<Numeric, readonly [number, number]>> = {
  VisibilityTimeout: [0, 43_200],
  MessageRetentionPeriod: [60, 1_209_600],
  DelaySeconds: [0, 900],
  MaximumMessageSize: [1_024, 1_048_576],
  ReceiveMessageWaitTimeSeconds: [0, 20],
};
const FIFO = new Set([
  'FifoQueue',
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoThroughputLimit',
]);
/** Taken and without effect here. */
const UNREAD = new Set([
  'Policy',
  'RedriveAllowPolicy',
  'KmsMasterKeyId',
  'KmsDataKeyReusePeriodSeconds',
  'SqsManagedSseEnabled',
]);

export interface AttributesGiven {
  readonly attributes: QueueAttributes;
  /** What was named. */
  readonly names: readonly string[];
}

/** Refuses what the service refuses. `isQueue`: whether a queue with that ARN exists. */
export function attributesOf(
  input: Input,
  before: QueueAttributes,
  isQueue: (arn: string) => boolean,
): AttributesGiven {
  const given = (input['Attributes'] ?? {}) as Input;
  let attributes = before;
  for (const [name, value] of Object.entries(given))
    attributes = { ...attributes, ...one(name, value, isQueue) };
  return { attributes, names: Object.keys(given) };
}

function one(
  name: string,
  value: unknown,
  isQueue: (arn: string) => boolean,
): Partial<QueueAttributes> {
  if (FIFO.has(name))
    refuse(
      'AWS.SimpleQueueService.UnsupportedOperation',
      'FIFO queues are not simulated.',
      path(name),
    );
  if (UNREAD.has(name)) return {};
  if (name === 'RedrivePolicy') return { RedrivePolicy: redrivePolicy(value, isQueue) };
  const bounds = (BOUNDS as Readonly<Record<string, readonly [number, number] | undefined>>)[name];
  if (!bounds) refuse('InvalidAttributeName', `Unknown Attribute ${name}.`, path(name));
  const number = /^\d{1,9}$/.test(String(value)) ? Number(value) : NaN;
  if (!(number >= bounds[0] && number <= bounds[1])) invalid(name);
  return { [name]: number };
}

const path = (name: string) => ['Attributes', name];
const invalid = (name: string): never =>
  refuse('InvalidAttributeValue', `Invalid value for the parameter ${name}.`, path(name));

function redrivePolicy(value: unknown, isQueue: (arn: string) => boolean): RedrivePolicy | null {
  if (value === '') return null;
  const policy = parsed(value);
  const { deadLetterTargetArn: arn, maxReceiveCount } = policy;
  const count = Number(maxReceiveCount);
  if (typeof arn !== 'string' || maxReceiveCount === undefined) return invalid('RedrivePolicy');
  if (!Number.isInteger(count) || count < 1 || count > 1000)
    return badPolicy(value, 'Invalid value for maxReceiveCount: must be between 1 and 1000.');
  if (!isQueue(arn)) return badPolicy(value, 'Dead letter target does not exist.');
  return { deadLetterTargetArn: arn, maxReceiveCount: count };
}

const badPolicy = (value: unknown, reason: string): never =>
  refuse(
    'InvalidParameterValue',
    `Value ${typeof value === 'string' ? value : JSON.stringify(value)} for parameter RedrivePolicy is invalid. Reason: ${reason}`,
    path('RedrivePolicy'),
  );

function parsed(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null)
    return value as Readonly<Record<string, unknown>>;
  try {
    const policy: unknown = JSON.parse(String(value));
    return typeof policy === 'object' && policy !== null
      ? (policy as Readonly<Record<string, unknown>>)
      : {};
  } catch {
    return {};
  }
}
