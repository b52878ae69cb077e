/** Hexadecimal digits that a name always gives: FNV-1a in as many 32-bit lanes as are needed. Not for secrets. */
export function nameHash(name: string, digits: number): string {
  let out = '';
  for (let lane = 0; out.length < digits; lane++) {
    let h = 0x811c9dc5 ^ Math.imul(lane, 0x9e3779b9);
    for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193);
    h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
    out += ((h ^ (h >>> 13)) >>> 0).toString(16).padStart(8, '0');
  }
  return out.slice(0, digits);
}
