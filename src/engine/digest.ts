/**
 * A rolling digest over JSON values: two 32-bit lanes, object keys in code-unit order, so that the same run gives the
 * same text in Node and in every browser. Not cryptographic; synchronous on purpose (DECISIONS.md 1.11).
 */
export class RollingDigest {
  private a = 0x811c9dc5;
  private b = 0x1b873593;

  add(value: unknown): void {
    if (value === null || value === undefined) this.mix(1);
    else if (typeof value === 'string') this.text(value);
    else if (typeof value === 'number') this.text(`#${value}`);
    else if (typeof value === 'boolean') this.mix(value ? 2 : 3);
    else if (Array.isArray(value)) {
      this.mix(4);
      for (const item of value) this.add(item);
      this.mix(5);
    } else this.object(value as Record<string, unknown>);
  }

  toString(): string {
    return hex(this.a) + hex(this.b);
  }

  fork(): readonly [number, number] {
    return [this.a, this.b];
  }

  restore([a, b]: readonly [number, number]): void {
    this.a = a;
    this.b = b;
  }

  private object(value: Record<string, unknown>): void {
    this.mix(6);
    for (const key of sortedKeys(value)) {
      const field = value[key];
      if (field === undefined) continue;
      this.text(key);
      this.add(field);
    }
    this.mix(7);
  }

  private text(text: string): void {
    const { length } = text;
    this.mix(8 + length);
    let { a, b } = this;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = (Math.imul(b ^ unit, 0x85ebca6b) + (b >>> 15)) | 0;
    }
    this.a = a;
    this.b = b;
  }

  private mix(unit: number): void {
    this.a = Math.imul(this.a ^ unit, 0x01000193);
    this.b = Math.imul(this.b ^ unit, 0x85ebca6b) + (this.b >>> 15);
    this.b |= 0;
  }
}

const FEW = 16;

/** By code unit. Records and facts are small objects: putting a few keys in place is faster than any `sort`. */
function sortedKeys(value: object): readonly string[] {
  const keys = Object.keys(value);
  if (keys.length > FEW) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

const hex = (lane: number): string => (lane >>> 0).toString(16).padStart(8, '0');
