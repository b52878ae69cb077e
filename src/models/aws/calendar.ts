/**
 * Virtual milliseconds as the AWS query APIs write instants (ISO 8601). The world's clock starts at 2026-01-05T00:00:00Z
 * (DECISIONS.md 1.7).
 */
import { civilFromDays, STARTS_AT_MS } from '../workload/calendar/civil';

const DAY_MS = 86_400_000;
const STARTS_AT_DAY = STARTS_AT_MS / DAY_MS;

/** `2026-01-05T00:00:12.000Z` */
export const isoInstant = (ms: number): string => {
  const { date, time } = parts(ms);
  return `${date}T${time}.${padded(ms % 1000, 3)}Z`;
};

/** `2026-01-05 00:00:12 GMT`, as EC2 writes it into StateTransitionReason. */
export const gmtInstant = (ms: number): string => {
  const { date, time } = parts(ms);
  return `${date} ${time} GMT`;
};

function parts(ms: number): { date: string; time: string } {
  const seconds = Math.floor((ms % DAY_MS) / 1000);
  const time = [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((n) => padded(n, 2))
    .join(':');
  return { date: civilDate(STARTS_AT_DAY + Math.floor(ms / DAY_MS)), time };
}

const padded = (n: number, width: number): string => String(Math.floor(n)).padStart(width, '0');

function civilDate(days: number): string {
  const { year, month, day } = civilFromDays(days);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}
