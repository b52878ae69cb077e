/** Queues of a half: those that its own processes work on, and those that nobody works on yet. */
import type { Queue } from '../../models/aws/sqs/types';
import type { Platform } from '../../stage/view';
import type { RecordMaps } from '../recordMaps';
import type { Session } from '../session.svelte';

export interface QueueLength {
  readonly visible: number;
  readonly inFlight: number;
}

export interface NamedQueue {
  readonly name: string;
  readonly url: string;
}

export function queuesOf(platform: Platform, records: RecordMaps): readonly NamedQueue[] {
  return [...records.all('sqs/Queue')]
    .filter(([, queue]) => isOf(platform, queue, records))
    .map(([name, { QueueUrl }]) => ({ name, url: QueueUrl }));
}

function isOf(platform: Platform, { consumers }: Queue, records: RecordMaps): boolean {
  const islands = Object.keys(consumers).flatMap(
    (key) => records.get('workload/Process', key)?.island ?? [],
  );
  return islands.length === 0 || islands.some((island) => island.startsWith(platform));
}

export async function readLength({ url }: NamedQueue, session: Session): Promise<QueueLength> {
  const response = await session.query({
    api: 'sqs',
    action: 'GetQueueAttributes',
    input: { QueueUrl: url, AttributeNames: ['All'] },
  });
  const { Attributes = {} } = (response.ok ? response.output : {}) as {
    readonly Attributes?: Readonly<Record<string, string>>;
  };
  return {
    visible: Number(Attributes['ApproximateNumberOfMessages'] ?? 0),
    inFlight: Number(Attributes['ApproximateNumberOfMessagesNotVisible'] ?? 0),
  };
}

const COLUMNS = 12;
const ROWS = 2;
const [BRICK, COURSE] = [5, 6];

/** Two courses of bricks, one for 1, 2, 5, 10, 20... messages: as few as fit. */
export function wallOf({ visible, inFlight }: QueueLength): {
  readonly full: string;
  readonly hollow: string;
} {
  const each = perBrick(visible + inFlight);
  const waiting = Math.ceil(visible / each);
  const all = Math.min(COLUMNS * ROWS, waiting + Math.ceil(inFlight / each));
  let [full, hollow] = ['', ''];
  for (let i = 0; i < all; i++) {
    const row = i % ROWS;
    const x = Math.floor(i / ROWS) * (BRICK + 1) + (row === 0 ? 0.5 : 2);
    const d = `M${x} ${COURSE * (ROWS - row) - 5 + 0.5}h${BRICK - 1}v${COURSE - 2}h${1 - BRICK}z`;
    if (i < waiting) full += d;
    else hollow += d;
  }
  return { full, hollow };
}

function perBrick(messages: number): number {
  for (let size = 1; ; size *= 10)
    for (const step of [1, 2, 5]) if (messages <= COLUMNS * ROWS * size * step) return size * step;
}
