/**
 * The natural logarithm with + - * / only, so that every browser gives the same digits, which `Math.log` does not
 * promise (DECISIONS.md 2.11). x = m * 2^k with m near 1, then ln m = 2 artanh((m - 1) / (m + 1)) as a series.
 */
const LN2_HIGH = 0.69314718036912381649;
const LN2_LOW = 1.90821492927058770002e-10;
const SQRT2 = 1.4142135623730951;
/** |s| <= 0.172, so s^2 <= 0.0295 and s^27 is below the last bit of s. */
const TERMS = 27;

/** `x` > 0 and finite. */
export function ln(x: number): number {
  let m = x;
  let k = 0;
  for (; m > SQRT2; k++) m /= 2;
  for (; m < SQRT2 / 2; k--) m *= 2;
  const s = (m - 1) / (m + 1);
  const s2 = s * s;
  let sum = 0;
  for (let n = TERMS; n >= 3; n -= 2) sum = (sum + 1 / n) * s2;
  return k * LN2_HIGH + (2 * s + (2 * s * sum + k * LN2_LOW));
}
