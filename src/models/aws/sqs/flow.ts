/**
 * What is in a queue as time goes by: messages come at a rate, workers that are free take them at once (long polling), are
 * done after their time and delete them; what is not deleted comes back after the visibility timeout and is received once
 * more, or goes to the dead-letter queue (SQS Developer Guide, "Visibility timeout", "Dead-letter queues"). A pure function of
 * the contents and the time, in as many steps as messages move: nobody needs an agenda entry of his own (DECISIONS.md 1.14).
 *
 * Simplified: a receive takes no time; the longest waiting worker gets the message; a delete under an old receipt handle
 * deletes nothing; what returned is taken first.
 */
import { nextStepMs, rateAt } from '../../workload/traffic';
import { isMark, nextMarkMs } from './timings';
import { addLot, merged, takeOne } from './lots';
import type { Abandoned, Contents, Held, Lot, Mark, Queue, QueueAttributes } from './types';

export interface Moved {
  readonly queue: Queue;
  /** To the dead-letter queue. */
  readonly deadLetters: readonly Lot[];
}

/** A whole message, in millionths: thousandths a second times milliseconds. */
const WHOLE = 1_000_000;
/** Faster than this, milli-messages a second, they are counted every 10 ms only. */
const FAST = 100_000;
const GRAIN_MS = 10;

export const queueAt = (queue: Queue, nowMs: number): Queue => moveQueue(queue, nowMs).queue;

export function moveQueue(queue: Queue, nowMs: number): Moved {
  if (nowMs <= queue.atMs && !canTake(queue)) return { queue, deadLetters: [] };
  const run = new Run(queue, queue.attributes);
  run.to(nowMs);
  return { queue: { ...queue, ...run.contents() }, deadLetters: run.deadLetters };
}

const canTake = ({ idle, visibleCount }: Contents): boolean => idle.length > 0 && visibleCount > 0;

/** Contents under way: arrays of its own, moved from event to event. */
class Run {
  readonly deadLetters: Lot[] = [];
  private atMs: number;
  private visible: Lot[];
  private visibleCount: number;
  private held: Held[];
  private abandoned: Abandoned[];
  private idle: string[];
  private marks: readonly Mark[];
  private rate: number;
  /** When the traffic takes its next step. */
  private stepMs: number;
  private remainder: number;
  private counts: { -readonly [K in keyof Contents['counts']]: number };

  constructor(
    private readonly from: Contents,
    private readonly attributes: QueueAttributes,
  ) {
    this.atMs = from.atMs;
    this.visible = [...from.visible];
    this.visibleCount = from.visibleCount;
    this.held = [...from.held];
    this.abandoned = [...from.abandoned];
    this.idle = [...from.idle];
    this.marks = from.marks;
    this.rate = from.rate;
    this.stepMs = this.nextStep();
    this.remainder = from.remainder;
    this.counts = { ...from.counts };
  }

  to(nowMs: number): void {
    this.take();
    for (;;) {
      const nextMs = this.nextMs();
      if (nextMs > nowMs) break;
      this.arrive(nextMs);
      this.finish();
      this.comeBack();
      this.mark();
      this.take();
    }
    this.arrive(nowMs);
    this.take();
    this.expire();
  }

  contents(): Contents {
    const { from, atMs, visibleCount, held, abandoned, idle, rate, remainder, counts, marks } =
      this;
    const visible = merged(this.visible);
    return {
      ...from,
      atMs,
      visible,
      visibleCount,
      held,
      abandoned,
      idle,
      rate,
      remainder,
      counts,
      marks,
    };
  }

  private nextMs(): number {
    return Math.min(
      nextMarkMs(this.atMs),
      this.stepMs,
      this.held[0]?.doneAtMs ?? Infinity,
      this.abandoned[0]?.visibleAtMs ?? Infinity,
      this.arrivalMs(),
    );
  }

  /** Arrivals matter one by one only while somebody waits for them. */
  private arrivalMs(): number {
    if (this.rate === 0 || this.idle.length === 0) return Infinity;
    const soonest = this.atMs + Math.ceil((WHOLE - this.remainder) / this.rate);
    return this.rate > FAST ? Math.max(soonest, this.atMs + GRAIN_MS) : soonest;
  }

  /** Time goes on, and messages come at the rate that held until now. */
  private arrive(atMs: number): void {
    const sum = this.remainder + this.rate * (atMs - this.atMs);
    const count = Math.floor(sum / WHOLE);
    this.remainder = sum % WHOLE;
    if (count > 0) this.putArrivals(count, atMs);
    this.atMs = atMs;
    if (atMs < this.stepMs) return;
    const { producers } = this.from;
    if (producers !== null) this.rate = rateAt(producers, atMs);
    this.stepMs = this.nextStep();
  }

  private nextStep(): number {
    const { producers } = this.from;
    return (producers === null ? null : nextStepMs(producers, this.atMs)) ?? Infinity;
  }

  /** Several at once have come one after the other since the last event: a lot for each second. */
  private putArrivals(count: number, atMs: number): void {
    const seconds = Math.max(1, Math.ceil((atMs - this.atMs) / 1000));
    const lots = Math.min(seconds, count, 100);
    for (let i = 0; i < lots; i++) {
      const part = Math.floor((count * (i + 1)) / lots) - Math.floor((count * i) / lots);
      const sentAtMs = atMs - Math.floor(((atMs - this.atMs) * (lots - 1 - i)) / lots);
      addLot(this.visible, { sentAtMs, receives: 0, count: part });
    }
    this.visibleCount += count;
    this.counts.sent += count;
  }

  private finish(): void {
    while (this.held.length > 0 && (this.held[0] as Held).doneAtMs <= this.atMs) {
      const { consumer, visibleAtMs, doneAtMs } = this.held.shift() as Held;
      if (visibleAtMs >= doneAtMs) this.counts.deleted += 1;
      if (this.from.consumers[consumer]?.stopping === false) this.idle.push(consumer);
    }
  }

  private comeBack(): void {
    while (this.abandoned.length > 0 && (this.abandoned[0] as Abandoned).visibleAtMs <= this.atMs) {
      const { sentAtMs, receives, count } = this.abandoned.shift() as Abandoned;
      this.visible.unshift({ sentAtMs, receives, count });
      this.visibleCount += count;
      this.counts.returned += count;
    }
  }

  private mark(): void {
    if (!isMark(this.atMs)) return;
    const { sent, received, deleted } = this.counts;
    this.marks = [...this.marks.slice(-2), { atMs: this.atMs, sent, received, deleted }];
  }

  private take(): void {
    while (this.visibleCount > 0 && this.idle.length > 0) {
      const { sentAtMs, receives } = takeOne(this.visible);
      this.visibleCount -= 1;
      const redrive = this.attributes.RedrivePolicy;
      if (redrive !== null && receives >= redrive.maxReceiveCount) {
        this.deadLetters.push({ sentAtMs, receives, count: 1 });
        this.counts.movedAway += 1;
        continue;
      }
      this.receive(this.idle.shift() as string, sentAtMs, receives + 1);
    }
  }

  private receive(consumer: string, sentAtMs: number, receives: number): void {
    this.counts.received += 1;
    if (receives > 1) this.counts.receivedAgain += 1;
    const doneAtMs = this.atMs + (this.from.consumers[consumer]?.messageMs ?? 0);
    const visibleAtMs = this.atMs + this.attributes.VisibilityTimeout * 1000;
    const message = { consumer, sentAtMs, receives, doneAtMs, visibleAtMs };
    insert(this.held, message, (m) => m.doneAtMs);
    if (visibleAtMs < doneAtMs)
      insert(this.abandoned, { sentAtMs, receives, count: 1, visibleAtMs }, (m) => m.visibleAtMs);
  }

  private expire(): void {
    const oldest = this.atMs - this.attributes.MessageRetentionPeriod * 1000;
    if ((this.visible[0]?.sentAtMs ?? Infinity) > oldest) return;
    this.visible = this.visible.filter(({ sentAtMs, count }) => {
      if (sentAtMs > oldest) return true;
      this.counts.expired += count;
      this.visibleCount -= count;
      return false;
    });
  }
}

/** Mostly at the end: who is given something later is done later. */
export function insert<T>(sorted: T[], item: T, by: (item: T) => number): void {
  let at = sorted.length;
  while (at > 0 && by(sorted[at - 1] as T) > by(item)) at -= 1;
  sorted.splice(at, 0, item);
}

/** In flight: received and not deleted, in somebody's hands or in nobody's. */
export const inFlight = ({ held, abandoned }: Pick<Contents, 'held' | 'abandoned'>): number =>
  held.filter((m) => m.visibleAtMs >= m.doneAtMs).length +
  abandoned.reduce((sum, { count }) => sum + count, 0);

/** When the oldest message that is not deleted was sent; null: there is none. */
export function oldestSentAtMs({ visible, held, abandoned }: Contents): number | null {
  const all = [...visible, ...held, ...abandoned];
  return all.length === 0 ? null : all.reduce((min, m) => Math.min(min, m.sentAtMs), Infinity);
}

/** How busy the workers are, thousandths: all of them while messages wait, otherwise as many as the rate needs. */
export function busyPermille(queue: Contents): number {
  const consumers = Object.values(queue.consumers).filter((c) => !c.stopping);
  const slots = consumers.reduce((sum, c) => sum + c.slots, 0);
  if (slots === 0) return 0;
  if (queue.visibleCount > 0) return 1000;
  const slotMs = consumers.reduce((sum, c) => sum + c.messageMs * c.slots, 0);
  const wanted =
    queue.rate === 0
      ? Math.round((1000 * queue.held.length) / slots)
      : Math.round((queue.rate * slotMs) / slots / (1000 * slots));
  return Math.min(1000, STEP * Math.ceil(wanted / STEP));
}
/** So that traffic in small steps does not change the CPU of every worker each second. */
const STEP = 50;
