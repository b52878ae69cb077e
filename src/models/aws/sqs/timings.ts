/** How long things take at SQS (Developer Guide and API reference). */
import { timings } from '../timings';

/** "You must wait 60 seconds after deleting a queue before you can create another with the same name" (DeleteQueue). */
export const REUSE_MS = 60_000;
/** "Only one PurgeQueue operation ... is allowed every 60 seconds" (PurgeQueue). */
export const PURGE_MS = 60_000;

/** Metrics are gathered once a minute: with the last of the samples that CloudWatch takes in it. */
const MINUTE_MS = 60_000;
const { sampleMs, samplePhaseMs } = timings.cloudwatch;
const MARK_MS = MINUTE_MS - sampleMs + samplePhaseMs;

export const isMark = (nowMs: number): boolean => nowMs % MINUTE_MS === MARK_MS;

/** The next one, later than now. */
export const nextMarkMs = (nowMs: number): number =>
  nowMs + MINUTE_MS - ((nowMs + MINUTE_MS - MARK_MS) % MINUTE_MS);
