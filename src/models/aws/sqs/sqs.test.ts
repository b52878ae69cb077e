/** Queues over their API, and workers as the kernel would show them. */
import { describe, expect, it } from 'vitest';
import type { Process } from '../../workload/types';
import { useOf } from '../../workload/use';
import { TestWorld } from '../fixtures/testWorld';

const world = () => {
  const w = new TestWorld();
  w.ask('sqs', 'CreateQueue', { QueueName: 'jobs', Attributes: { VisibilityTimeout: '20' } });
  return w;
};
const URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/jobs';
const attributes = (w: TestWorld) =>
  (
    w.query('sqs', 'GetQueueAttributes', { QueueUrl: URL, AttributeNames: ['All'] }) as {
      Attributes: Record<string, string>;
    }
  ).Attributes;
const counts = (w: TestWorld) => {
  const { ApproximateNumberOfMessages: visible, ApproximateNumberOfMessagesNotVisible: held } =
    attributes(w);
  return [Number(visible), Number(held)];
};

const PROCESS: Process = {
  about: { kind: 'ecs/Task', key: 'shop/t1' },
  container: 'worker',
  island: 'ecs/shop',
  owner: 'ecs/Service shop/worker',
  box: 'i-1',
  boxMicro: 2_000_000,
  cell: 't1',
  cellWeight: 256,
  cellLimitMicro: null,
  weight: 256,
  limitMicro: null,
  askedMicro: 250_000,
  askedKiB: 524_288,
  startedAtMs: 0,
  startUpMs: 0,
  idleMicro: 0,
  cpuPerRequestMicros: 0,
  memoryKiB: 1_024,
  memoryPerRequestKiB: 0,
  leakKiBPerMinute: 0,
  memoryLimitKiB: null,
  killed: null,
  consumes: { queue: 'jobs', waitMs: 5_850, cpuMs: 150, concurrency: 1 },
};
const worker = (w: TestWorld, key: string, changes: Partial<Process> = {}) => {
  const value = { ...PROCESS, startedAtMs: w.simulation.nowMs, cell: key, ...changes };
  w.write({ do: 'put', kind: 'workload/Process', key, value });
};
const endOf = (w: TestWorld, key: string) =>
  w.write(
    { do: 'remove', kind: 'workload/Process', key },
    { do: 'remove', kind: 'workload/Use', key },
  );

describe('a queue', () => {
  it('is made once, found by name, and told about', () => {
    const w = world();
    expect(w.ask('sqs', 'CreateQueue', { QueueName: 'jobs' })).toEqual({ QueueUrl: URL });
    expect(w.query('sqs', 'GetQueueUrl', { QueueName: 'jobs' })).toEqual({ QueueUrl: URL });
    expect(attributes(w)).toMatchObject({
      QueueArn: 'arn:aws:sqs:us-east-1:123456789012:jobs',
      VisibilityTimeout: '20',
      MessageRetentionPeriod: '345600',
      ApproximateNumberOfMessages: '0',
    });
  });

  it.each([
    [
      'CreateQueue',
      { QueueName: 'jobs', Attributes: { VisibilityTimeout: '30' } },
      'QueueAlreadyExists: A queue already exists with the same name and a different value for attribute VisibilityTimeout',
    ],
    ['CreateQueue', { QueueName: 'a.b' }, 'InvalidParameterValue: Can only include alphanumeric'],
    ['CreateQueue', {}, 'MissingParameter: The request must contain the parameter QueueName'],
    [
      'CreateQueue',
      { QueueName: 'x', Attributes: { VisibilityTimeout: '43201' } },
      'InvalidAttributeValue: Invalid value for the parameter VisibilityTimeout.',
    ],
    [
      'CreateQueue',
      { QueueName: 'x', Attributes: { Colour: 'red' } },
      'InvalidAttributeName: Unknown Attribute Colour.',
    ],
    [
      'CreateQueue',
      {
        QueueName: 'x',
        Attributes: {
          RedrivePolicy:
            '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:none","maxReceiveCount":3}',
        },
      },
      'Dead letter target does not exist.',
    ],
    [
      'SendMessage',
      { QueueUrl: `${URL}x`, MessageBody: 'a' },
      'AWS.SimpleQueueService.NonExistentQueue: The specified queue does not exist.',
    ],
    [
      'SendMessage',
      { QueueUrl: URL },
      'MissingParameter: The request must contain the parameter MessageBody',
    ],
    [
      'SendMessageBatch',
      { QueueUrl: URL, Entries: [] },
      'AWS.SimpleQueueService.EmptyBatchRequest',
    ],
    [
      'SendMessageBatch',
      {
        QueueUrl: URL,
        Entries: [
          { Id: 'a', MessageBody: 'x' },
          { Id: 'a', MessageBody: 'x' },
        ],
      },
      'AWS.SimpleQueueService.BatchEntryIdsNotDistinct: Id a repeated.',
    ],
    [
      'SendMessageBatch',
      {
        QueueUrl: URL,
        Entries: Array.from({ length: 11 }, (_, i) => ({ Id: `${i}`, MessageBody: 'x' })),
      },
      'Maximum number of entries per request are 10. You have sent 11.',
    ],
  ])('%s refuses %j', (action, input, message) => {
    expect(world().refusal('sqs', action, input)).toContain(message);
  });

  it('has its name free again a minute after it is deleted', () => {
    const w = world();
    w.ask('sqs', 'DeleteQueue', { QueueUrl: URL });
    expect(w.refusal('sqs', 'CreateQueue', { QueueName: 'jobs' })).toContain(
      'QueueDeletedRecently',
    );
    w.after(60_000).ask('sqs', 'CreateQueue', { QueueName: 'jobs' });
  });

  it('is purged at most once a minute', () => {
    const w = world();
    w.ask('quayside', 'sendMessages', { queue: 'jobs', count: 50 });
    w.ask('sqs', 'PurgeQueue', { QueueUrl: URL });
    expect(counts(w)).toEqual([0, 0]);
    expect(w.refusal('sqs', 'PurgeQueue', { QueueUrl: URL })).toContain('PurgeQueueInProgress');
    w.after(60_000).ask('sqs', 'PurgeQueue', { QueueUrl: URL });
  });

  it.each([
    [{ queue: 'none', messagesPerSecond: 1 }, 'queue must name a queue that exists'],
    [{ queue: 'jobs', messagesPerSecond: -1 }, 'messagesPerSecond must be a number'],
    [{ queue: 'jobs', schedule: [{ at: '0s', requestsPerSecond: 1 }] }, 'messagesPerSecond must'],
  ])('refuses producers %j', (input, message) => {
    expect(world().refusal('quayside', 'setTraffic', input)).toContain(message);
  });

  it('costs nothing while nothing moves', () => {
    const w = world();
    w.ask('quayside', 'sendMessages', { queue: 'jobs', count: 50 });
    w.after(5_000);
    const { steps } = w.simulation.work;
    w.after(3_600_000);
    // One a minute gathers all metrics.
    expect(w.simulation.work.steps).toBe(steps + 60);
    expect(counts(w)).toEqual([50, 0]);
  });
});

describe('a worker', () => {
  it('takes a message once it has started, and its CPU is the message’s', () => {
    const w = world();
    w.ask('quayside', 'sendMessages', { queue: 'jobs', count: 3 });
    worker(w, 'w1', { startUpMs: 2_000 });
    expect(counts(w.after(1_999))).toEqual([3, 0]);
    expect(counts(w.after(1))).toEqual([2, 1]);
    w.after(3_000);
    expect(useOf(w.read, 'w1')?.cpuMicro).toBe(25_000);
    expect(counts(w.after(16_000))).toEqual([0, 0]);
    expect(useOf(w.read, 'w1')?.cpuMicro).toBe(0);
    expect(w.facts('queueDrained').at(-1)?.data).toEqual({ deleted: 3, tookMs: 20_000 });
  });

  it('that is gone leaves its message in flight until the visibility timeout', () => {
    const w = world();
    worker(w, 'w1');
    w.after(1_000).ask('sqs', 'SendMessage', { QueueUrl: URL, MessageBody: 'a' });
    endOf(w.after(3_000), 'w1');
    worker(w.after(1_000), 'w2');
    expect(counts(w.after(14_999 + 1_000))).toEqual([0, 1]);
    expect(w.facts('messagesReturned')).toEqual([]);
    w.after(1_000);
    expect(w.facts('messagesReturned').map((f) => f.atMs)).toEqual([21_000]);
    expect(counts(w.after(6_000))).toEqual([0, 0]);
    expect(w.read.get('sqs/Queue', 'jobs')?.counts).toMatchObject({
      received: 2,
      receivedAgain: 1,
      deleted: 1,
    });
  });

  it('on SIGTERM finishes what it has in hand, takes no more, and exits with 0', () => {
    const w = world();
    worker(w, 'w1');
    w.ask('quayside', 'sendMessages', { queue: 'jobs', count: 2 });
    w.after(2_000).ask('puppet', 'write', [
      { do: 'command', command: { model: 'workload', type: 'terminateProcess', process: 'w1' } },
    ]);
    w.after(3_999);
    expect(w.read.get('workload/Process', 'w1')?.ended).toBeUndefined();
    w.after(1);
    expect(w.read.get('workload/Process', 'w1')?.ended).toEqual({ exitCode: 0 });
    expect(counts(w)).toEqual([1, 0]);
    expect(w.read.get('sqs/Queue', 'jobs')?.counts.deleted).toBe(1);
  });

  it('that is idle exits at once', () => {
    const w = world();
    worker(w, 'w1');
    w.after(2_000).ask('puppet', 'write', [
      { do: 'command', command: { model: 'workload', type: 'terminateProcess', process: 'w1' } },
    ]);
    w.after(0);
    expect(w.read.get('workload/Process', 'w1')?.ended).toEqual({ exitCode: 0 });
  });

  it('finds a queue that comes later', () => {
    const w = new TestWorld();
    worker(w, 'w1');
    w.after(5_000).ask('sqs', 'CreateQueue', { QueueName: 'jobs' });
    w.ask('quayside', 'sendMessages', { queue: 'jobs', count: 2 });
    expect(counts(w.after(0))).toEqual([1, 1]);
  });
});

describe('AWS/SQS metrics', () => {
  it('are one sample a minute: levels as they are, counts of the minute that ended', () => {
    const w = world();
    for (const [MetricName, Statistic] of [
      ['ApproximateNumberOfMessagesVisible', 'Average'],
      ['NumberOfMessagesSent', 'Sum'],
    ] as const)
      w.ask('cloudwatch', 'PutMetricAlarm', {
        AlarmName: MetricName,
        Namespace: 'AWS/SQS',
        MetricName,
        Dimensions: [{ Name: 'QueueName', Value: 'jobs' }],
        Statistic,
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1_000_000,
        ComparisonOperator: 'GreaterThanThreshold',
      });
    w.ask('quayside', 'setTraffic', { queue: 'jobs', messagesPerSecond: 2 });
    w.to(150_000).ask('quayside', 'sendMessages', { queue: 'jobs', count: 1_000 });
    w.to(250_000);
    const of = (MetricName: string) =>
      w.read
        .list('cloudwatch/Series')
        .find((s) => s.MetricName === MetricName)
        ?.minutes.map((m) => m.Sum);
    expect(of('ApproximateNumberOfMessagesVisible')).toEqual([100, 220, 1_340, 1_460]);
    expect(of('NumberOfMessagesSent')).toEqual([100, 120, 1_120, 120]);
  });
});
