/** `1,234`, `49.8`, `0.05`: as many decimals as are worth reading. */
export function num(value: number): string {
  const size = Math.abs(value);
  const digits = Number.isInteger(value) ? 0 : size >= 100 ? 1 : 2;
  const [whole = '', rest] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  const decimals = rest?.replace(/0+$/, '') ?? '';
  return decimals === '' ? grouped : `${grouped}.${decimals}`;
}

/** Thousandths as they are written: `1.5`. */
export const milli = (value: number): string => num(value / 1000);

/** `$0.096/h` of billionths of a USD an hour. */
export const perHour = (nanoUsd: number): string => `$${(nanoUsd / 1_000_000_000).toFixed(3)}/h`;
