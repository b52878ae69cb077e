/** Queues, in the API's names (sqs 2012-11-05), and what is in them. */
import type { Traffic } from '../../workload/traffic';

/** What SetQueueAttributes takes, numbers in seconds; text on the wire. */
export interface QueueAttributes {
  readonly VisibilityTimeout: number;
  readonly MessageRetentionPeriod: number;
  readonly DelaySeconds: number;
  readonly MaximumMessageSize: number;
  readonly ReceiveMessageWaitTimeSeconds: number;
  readonly RedrivePolicy: RedrivePolicy | null;
}

export interface RedrivePolicy {
  readonly deadLetterTargetArn: string;
  readonly maxReceiveCount: number;
}

/** Messages alike: sent at about the same time, received as often. `sentAtMs` is the oldest one's. */
export interface Lot {
  readonly sentAtMs: number;
  readonly receives: number;
  readonly count: number;
}

/** A message that a worker has in hand. */
export interface Held {
  /** Key of the process. */
  readonly consumer: string;
  readonly sentAtMs: number;
  /** This receive included. */
  readonly receives: number;
  readonly doneAtMs: number;
  /** Its visibility timeout. Before `doneAtMs`: somebody else gets it meanwhile, and the delete comes to nothing. */
  readonly visibleAtMs: number;
}

/** Messages in flight that nobody works on: their worker is gone. They come back at `visibleAtMs`. */
export interface Abandoned extends Lot {
  readonly visibleAtMs: number;
}

export interface Consumer {
  /** How long it takes for a message with the CPU that it gets. */
  readonly messageMs: number;
  /** How many it works on at once. */
  readonly slots: number;
  /** It takes no more. */
  readonly stopping: boolean;
}

/** Since the queue was created. sent + movedHere = deleted + expired + purged + movedAway + what is in it. */
export interface Counts {
  readonly sent: number;
  /** From queues whose dead-letter queue it is. */
  readonly movedHere: number;
  readonly received: number;
  readonly deleted: number;
  /** Receives of messages that had been received before. */
  readonly receivedAgain: number;
  /** Messages that came back after their visibility timeout. */
  readonly returned: number;
  readonly expired: number;
  readonly purged: number;
  /** To the dead-letter queue. */
  readonly movedAway: number;
}

/** Counts as they were when metrics were gathered. */
export interface Mark {
  readonly atMs: number;
  readonly sent: number;
  readonly received: number;
  readonly deleted: number;
}

/** What is in a queue at `atMs`. Between changes from outside it follows by itself (`flow.ts`). */
export interface Contents {
  readonly atMs: number;
  /** Oldest first, as far as a standard queue has an order. */
  readonly visible: readonly Lot[];
  readonly visibleCount: number;
  /** By `doneAtMs`. */
  readonly held: readonly Held[];
  /** By `visibleAtMs`. */
  readonly abandoned: readonly Abandoned[];
  /** Consumers that wait for a message, once for each free slot, the longest waiting first. */
  readonly idle: readonly string[];
  readonly consumers: Readonly<Record<string, Consumer>>;
  readonly producers: Traffic | null;
  /** Milli-messages a second, now. */
  readonly rate: number;
  /** Millionths of a message that have come together since the last one. */
  readonly remainder: number;
  readonly counts: Counts;
  /** The newest three, a minute apart, oldest first. */
  readonly marks: readonly Mark[];
}

export interface Queue extends Contents {
  readonly QueueName: string;
  readonly QueueUrl: string;
  readonly QueueArn: string;
  readonly attributes: QueueAttributes;
  /** Virtual ms; seconds on the wire. */
  readonly CreatedTimestamp: number;
  readonly LastModifiedTimestamp: number;
  readonly purgedAtMs: number | null;
  /** Since when there is more in it than its free workers took at once; null: not since it was last empty. */
  readonly backlog: { readonly sinceMs: number; readonly deleted: number } | null;
  /** How busy its workers are, thousandths: what their CPU follows. */
  readonly busyPermille: number;
}

declare module '../../../engine/model' {
  interface RecordKinds {
    /** Key: QueueName. */
    'sqs/Queue': Queue;
    /** Key: QueueName. There for a minute after DeleteQueue: the name is not free yet. */
    'sqs/DeletedQueue': { readonly deletedAtMs: number };
  }
}
