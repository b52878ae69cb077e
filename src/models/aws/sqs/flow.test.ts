import { describe, expect, it } from 'vitest';
import type { Traffic } from '../../workload/traffic';
import { DEFAULT_ATTRIBUTES } from './attributes';
import { busyPermille, inFlight, moveQueue, queueAt } from './flow';
import { merged } from './lots';
import { messageMs, wantedMicro } from './messageTime';
import type { Consumer, Queue, QueueAttributes } from './types';

const COUNTS = {
  sent: 0,
  movedHere: 0,
  received: 0,
  deleted: 0,
  receivedAgain: 0,
  returned: 0,
  expired: 0,
  purged: 0,
  movedAway: 0,
};

interface Setup {
  readonly visible?: number;
  readonly workers?: number;
  readonly messageMs?: number;
  readonly rate?: number;
  readonly attributes?: Partial<QueueAttributes>;
}

function queue({ visible = 0, workers = 0, messageMs = 6_000, rate, attributes }: Setup): Queue {
  const names = Array.from({ length: workers }, (_, i) => `w${i}`);
  const consumer: Consumer = { messageMs, slots: 1, stopping: false };
  const producers: Traffic | null =
    rate === undefined
      ? null
      : { shape: 'steady', startedAtMs: 0, repeatMs: null, steps: [{ afterMs: 0, rate }] };
  return {
    QueueName: 'jobs',
    QueueUrl: '',
    QueueArn: '',
    attributes: { ...DEFAULT_ATTRIBUTES, ...attributes },
    CreatedTimestamp: 0,
    LastModifiedTimestamp: 0,
    purgedAtMs: null,
    backlog: null,
    busyPermille: 0,
    atMs: 0,
    visible: visible > 0 ? [{ sentAtMs: 0, receives: 0, count: visible }] : [],
    visibleCount: visible,
    held: [],
    abandoned: [],
    idle: names,
    consumers: Object.fromEntries(names.map((name) => [name, consumer])),
    producers,
    rate: rate ?? 0,
    remainder: 0,
    counts: { ...COUNTS, sent: visible },
    marks: [],
  };
}

describe('a queue as time goes by', () => {
  it('drains 1,000 messages with 20 workers of 6 s in 300 s, to the millisecond', () => {
    const before = queueAt(queue({ visible: 1_000, workers: 20 }), 299_999);
    expect([before.visibleCount, inFlight(before), before.counts.deleted]).toEqual([0, 20, 980]);
    const after = queueAt(before, 300_000);
    expect([inFlight(after), after.counts.deleted, after.idle.length]).toEqual([0, 1_000, 20]);
  });

  it('is the same however time is sliced', () => {
    const start = queue({ visible: 37, workers: 5, rate: 1_700, messageMs: 2_345 });
    let sliced = start;
    for (let ms = 0; ms < 200_000; ms += 777) sliced = queueAt(sliced, ms);
    sliced = queueAt(sliced, 200_000);
    const whole = queueAt(start, 200_000);
    expect(sliced.counts).toEqual(whole.counts);
    expect(sliced.held).toEqual(whole.held);
    expect(sliced.visibleCount).toBe(whole.visibleCount);
  });

  it('gives a message that comes to the worker that has waited longest', () => {
    const { held } = queueAt(queue({ workers: 3, rate: 1_000 }), 2_500);
    expect(held.map((m) => [m.consumer, m.sentAtMs, m.doneAtMs])).toEqual([
      ['w0', 1_000, 7_000],
      ['w1', 2_000, 8_000],
    ]);
  });

  it('lets messages pile up where nobody works, as many as came', () => {
    const { visibleCount, counts, visible } = queueAt(queue({ rate: 2_500 }), 3_600_000);
    expect([visibleCount, counts.sent]).toEqual([9_000, 9_000]);
    expect(visible.length).toBeLessThanOrEqual(256);
    expect(visible.reduce((sum, lot) => sum + lot.count, 0)).toBe(9_000);
  });

  it('follows the steps of its traffic', () => {
    const start = queue({ rate: 1_000 });
    const producers: Traffic = {
      shape: 'schedule',
      startedAtMs: 0,
      repeatMs: null,
      steps: [
        { afterMs: 0, rate: 1_000 },
        { afterMs: 10_000, rate: 5_000 },
      ],
    };
    expect(queueAt({ ...start, producers }, 20_000).counts.sent).toBe(10 + 50);
  });

  it('returns a message whose worker is slower than the visibility timeout, and deletes it never', () => {
    const slow = queue({ visible: 1, workers: 2, attributes: { VisibilityTimeout: 4 } });
    const at = (ms: number) => queueAt(slow, ms);
    // 0 s: w0. 4 s: back, w1 gets it. 8 s: back, w0 is free since 6 s...
    expect(at(4_000).held.map((m) => m.consumer)).toEqual(['w0', 'w1']);
    const { counts } = at(60_000);
    expect([counts.deleted, counts.received, counts.receivedAgain]).toEqual([0, 16, 15]);
    expect(inFlight(at(60_000))).toBe(1);
  });

  it('moves a message to the dead-letter queue instead of a receive too many', () => {
    const RedrivePolicy = { deadLetterTargetArn: 'arn:dead', maxReceiveCount: 3 };
    const attributes = { VisibilityTimeout: 4, RedrivePolicy };
    const { queue: after, deadLetters } = moveQueue(
      queue({ visible: 1, workers: 4, attributes }),
      60_000,
    );
    expect(deadLetters).toEqual([{ sentAtMs: 0, receives: 3, count: 1 }]);
    expect([after.counts.received, after.counts.movedAway, inFlight(after)]).toEqual([3, 1, 0]);
  });

  it('drops what is older than the retention period', () => {
    const attributes = { MessageRetentionPeriod: 60 };
    const kept = queueAt(queue({ visible: 5, attributes }), 59_999);
    const gone = queueAt(kept, 60_000);
    expect([kept.visibleCount, gone.visibleCount, gone.counts.expired]).toEqual([5, 0, 5]);
  });

  it('counts minute by minute, for metrics', () => {
    const { marks } = queueAt(queue({ workers: 20, rate: 1_000 }), 185_000);
    expect(marks.map(({ atMs, sent, deleted }) => [atMs, sent, deleted])).toEqual([
      [50_000, 50, 44],
      [110_000, 110, 104],
      [170_000, 170, 164],
    ]);
  });

  it.each([
    ['messages wait: all of them', { visible: 30, workers: 4 }, 1_000],
    ['one in hand of four', { visible: 1, workers: 4 }, 250],
    ['one a second, six seconds each, of twelve', { workers: 12, rate: 1_000 }, 500],
    ['nothing', { workers: 4 }, 0],
    ['nobody', { visible: 4 }, 0],
  ])('keeps workers busy: %s', (_, setup, permille) => {
    expect(busyPermille(queueAt(queue(setup), 1))).toBe(permille);
  });
});

describe('lots', () => {
  it('become fewer by joining neighbours received as often', () => {
    const lots = Array.from({ length: 400 }, (_, i) => ({
      sentAtMs: i * 1000,
      receives: i < 100 ? 1 : 0,
      count: 1,
    }));
    const fewer = merged(lots);
    expect(fewer).toHaveLength(200);
    expect(fewer.filter((lot) => lot.receives === 1).reduce((n, lot) => n + lot.count, 0)).toBe(
      100,
    );
  });
});

describe('the time of a message', () => {
  const consumes = { queue: 'jobs', waitMs: 5_850, cpuMs: 150, concurrency: 1 };
  const free = { consumes, limitMicro: null, cellLimitMicro: null };
  it.each([
    ['waiting and computing', free, undefined, 6_000],
    ['a limit of a tenth of a vCPU', { ...free, limitMicro: 100_000 }, undefined, 7_350],
    ['half of what it wants', free, { cpuMicro: 12_500, wantedMicro: 25_000 }, 12_000],
    ['all that it wants', free, { cpuMicro: 25_000, wantedMicro: 25_000 }, 6_000],
  ])('%s', (_, process, use, ms) => {
    expect(messageMs(process, use)).toBe(ms);
  });
  it('is CPU for its part only: 150 ms of 6 s are 25m', () => {
    expect([wantedMicro({ consumes }, 1_000), wantedMicro({ consumes }, 500)]).toEqual([
      25_000, 12_500,
    ]);
  });
});
