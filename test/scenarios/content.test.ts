/** Every scenario folder compiles. */
import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/host/scenario';

const scenarios = import.meta.glob<{ default: Scenario }>(
  '../../lessons/scenarios/*/scenario.yaml',
  { query: '?scenario', eager: true },
);

describe('scenarios', () => {
  for (const [path, { default: scenario }] of Object.entries(scenarios))
    it(`${path} compiles`, () => {
      expect(scenario.title.ko).not.toBe('');
      expect(scenario.requests.length).toBeGreaterThan(0);
    });
  it('are there', () => {
    expect(Object.keys(scenarios).length).toBeGreaterThan(0);
  });
});
