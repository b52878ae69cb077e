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
    for (const key of Object.keys(value).sort()) {
      const field = value[key];
      if (field === undefined) continue;
      this.text(key);
      this.add(field);
    }
    this.mix(7);
  }

  private text(text: string): void {
    this.mix(8 + text.length);
    for (let i = 0; i < text.length; i++) this.mix(text.charCodeAt(i));
  }

  private mix(unit: number): void {
    this.a = Math.imul(this.a ^ unit, 0x01000193);
    this.b = Math.imul(this.b ^ unit, 0x85ebca6b) + (this.b >>> 15);
    this.b |= 0;
  }
}

const hex = (lane: number): string => (lane >>> 0).toString(16).padStart(8, '0');
