/** Simulated time as the page writes it: `0:12.4`, `1:04`, `1:02:03`. Only the second has a name of its own in Korean. */

/** Minutes and seconds; hours when there are any. */
export function clock(ms: number): string {
  const seconds = Math.floor(Math.max(0, ms) / 1000);
  const two = (n: number) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** With tenths. */
export const clockTenths = (ms: number): string =>
  `${clock(ms)}.${Math.floor(Math.max(0, ms) / 100) % 10}`;

/** `4.1 s`, `47 s`, `2:05`: how long something took, for reading. */
export function duration(ms: number): string {
  if (ms < 10_000) return `${(Math.floor(Math.max(0, ms) / 100) / 10).toFixed(1)} s`;
  return ms < 60_000 ? `${Math.floor(ms / 1000)} s` : clock(ms);
}

/** `4.1초`, `47초`, `2:05` */
export const durationKo = (ms: number): string => duration(ms).replace(' s', '초');

/** `1,008` */
export const figure = (n: number): string =>
  String(Math.round(n)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
