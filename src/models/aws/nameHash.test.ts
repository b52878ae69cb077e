import { expect, it } from 'vitest';
import { nameHash } from './nameHash';

it('gives every name its own digits, always the same', () => {
  const names = Array.from({ length: 2_000 }, (_, i) => `targetgroup/web-${i}`);
  expect(new Set(names.map((name) => nameHash(name, 10))).size).toBe(2_000);
  expect(nameHash('targetgroup/web', 16)).toMatch(/^[0-9a-f]{16}$/);
  expect(nameHash('targetgroup/web', 16)).toBe(nameHash('targetgroup/web', 16));
});
