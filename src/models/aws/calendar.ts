/**
 * Virtual milliseconds as the AWS query APIs write instants (ISO 8601). The world's clock starts at 2026-01-05T00:00:00Z
 * (DECISIONS.md 1.7); calendar arithmetic is spelled out because models have no `Date`.
 */
const STARTS_AT_DAY = 20_458;
const DAY_MS = 86_400_000;

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

/** Days since 1970-01-01 to year, month and day: 400-year eras counted from 0000-03-01 (H. Hinnant, chrono dates). */
function civilDate(days: number): string {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}`;
}
