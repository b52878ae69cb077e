import { describe, expect, it } from 'vitest';
import { MACHINES } from '../fixtures/machines';
import { asText } from '../part';
import { ENGLISH } from '../words';
import { monoWidth, sansWidth } from '../layout/textWidth';
import { stretchesOf } from './labels';
import { machineParts } from './parts';
import { statePlaces } from './places';

const WIDTH = 376;

describe('the machine diagram', () => {
  it('draws the ECS task as a U: RUNNING at the turn', () => {
    const places = statePlaces(MACHINES.task!.description, [], WIDTH);
    const row = (n: number) => places.filter((place) => place.row === n).map((place) => place.name);
    expect(row(0)).toEqual(['PROVISIONING', 'PENDING', 'ACTIVATING', 'RUNNING']);
    expect(row(1)).toEqual(['STOPPED', 'DEPROVISIONING', 'STOPPING', 'DEACTIVATING']);
  });

  it('shows a rare state only when it was entered', () => {
    const { description } = MACHINES.container!;
    const names = (entered: string[]) =>
      statePlaces(description, entered, WIDTH).map((place) => place.name);
    expect(names([])).not.toContain('ImageUnusable');
    expect(names(['Waiting', 'ImageUnusable'])).toContain('ImageUnusable');
    expect(names([])).toContain('Running');
  });

  it.each(Object.keys(MACHINES))('keeps the states of %s apart and inside', (name) => {
    const { description } = MACHINES[name]!;
    const places = statePlaces(description, [], WIDTH);
    for (const a of places) {
      expect(a.x + a.width).toBeLessThanOrEqual(WIDTH + 0.01);
      for (const b of places)
        if (a !== b && a.row === b.row)
          expect(a.x + a.width <= b.x || b.x + b.width <= a.x).toBe(true);
    }
  });

  it.each(Object.keys(MACHINES))('writes no label of %s across an arrow', (name) => {
    const { parts } = machineParts(MACHINES[name]!, WIDTH, ENGLISH);
    const shafts = parts
      .filter(({ attrs }) => attrs.class === 'arrow')
      .flatMap(({ attrs }) => stretchesOf(String(attrs.d)));
    for (const { attrs, text } of parts) {
      if (attrs.class !== 'state-time' && attrs.class !== 'next-name') continue;
      const [x, y] = [Number(attrs.x), Number(attrs.y)];
      const half = (attrs.class === 'next-name' ? sansWidth : monoWidth)(text ?? '', 10.5) / 2;
      const crossed = shafts.filter(
        (each) =>
          each.fromX < x + half && x - half < each.toX && each.fromY < y && y - 8 < each.toY,
      );
      expect(crossed, text ?? '').toEqual([]);
    }
  });

  it.each(['task', 'crashed', 'container'])('paints %s: past, lit, next', async (name) => {
    const { parts } = machineParts(MACHINES[name]!, WIDTH, ENGLISH);
    await expect(parts.map((each) => asText(each)).join('\n') + '\n').toMatchFileSnapshot(
      `../snapshots/machine-${name}.svg`,
    );
  });
});
