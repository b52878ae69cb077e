/** `*` stands for any characters, `?` for one. Linear in practice: a star only ever backs up to the last one. */
export function globMatches(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let resume = 0;
  while (t < text.length) {
    if (pattern[p] === '*') {
      star = p;
      resume = t;
      p += 1;
    } else if (pattern[p] === '?' || pattern[p] === text[t]) {
      p += 1;
      t += 1;
    } else if (star >= 0) {
      p = star + 1;
      resume += 1;
      t = resume;
    } else return false;
  }
  while (pattern[p] === '*') p += 1;
  return p === pattern.length;
}

/** Most specific first: exact names before globs, more literal characters before fewer, then by code unit. */
export function compareSpecificity(a: string, b: string): number {
  const [exactA, exactB] = [!/[*?]/.test(a), !/[*?]/.test(b)];
  if (exactA !== exactB) return exactA ? -1 : 1;
  const literals = b.replace(/[*?]/g, '').length - a.replace(/[*?]/g, '').length;
  if (literals !== 0) return literals;
  return a < b ? -1 : a > b ? 1 : 0;
}
