import { describe, expect, it } from 'vitest';
import { SCENES } from './fixtures/scenes';
import { ledgerOf, ledgerText, sharedMax } from './ledger';
import { ENGLISH } from './words';
import { KOREAN } from './words.ko';

describe('ledger', () => {
  it('says what is asked, what is true, and what is under way', () => {
    const text = (name: 'first' | 'rollout' | 'outage', half: 'ecs' | 'kubernetes') =>
      ledgerText(ledgerOf(SCENES[name].view[half]!), ENGLISH);
    expect(text('first', 'ecs')).toMatchObject({
      asked: '6 desiredCount',
      true: '5 RUNNING + 1 ACTIVATING',
    });
    expect(text('first', 'kubernetes').true).toBe('6 Ready');
    expect(text('rollout', 'ecs').true).toBe('6 RUNNING + 4 starting');
    expect(text('outage', 'ecs').true).toBe('6 RUNNING + 2 unhealthy');
    expect(text('outage', 'kubernetes').true).toBe('4 Ready + 2 on a lost node');
  });

  it("keeps the platform's words in Korean", () => {
    const { view } = SCENES.rollout;
    expect(ledgerText(ledgerOf(view.ecs!), KOREAN).true).toBe('6 RUNNING + 4 시작 중');
  });

  it('puts both gauges on one scale', () => {
    expect(sharedMax(SCENES.first.view)).toBe(12);
    expect(sharedMax(SCENES.scale.view)).toBe(16);
  });
});
