/**
 * From virtual milliseconds to the world's calendar, as ECS puts it on the wire: epoch seconds with milliseconds
 * (`1767571200.25`). The clock starts at 2026-01-05T00:00:00Z.
 */
import type { Time } from '../types';

const STARTS_AT_EPOCH_MS = 1_767_571_200_000;

export const epochMs = (time: Time): number => STARTS_AT_EPOCH_MS + time;
export const epochSeconds = (time: Time): number => epochMs(time) / 1000;
