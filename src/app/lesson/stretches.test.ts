import { describe, expect, it } from 'vitest';
import type { Block, Question } from '../../lessons/types';
import { stretches } from './stretches';

const p = (text: string): Block => ({ is: 'paragraph', line: [{ is: 'text', text }] });
const turn: Block = { is: 'turn' };
const ask = (id: string) => ({ id }) as Question;
const shape = (body: readonly Block[], ids: readonly string[]) =>
  stretches(body, ids.map(ask)).map(({ blocks, ask: asked }) => [
    blocks.length,
    asked.map(({ id }) => id),
  ]);

describe('a text cut at its turns', () => {
  it('asks at its end when it has none', () => {
    expect(shape([p('a'), p('b')], ['one'])).toEqual([[2, ['one']]]);
  });
  it('asks one question a turn, and the others at its end', () => {
    expect(shape([p('a'), turn, p('b'), p('c')], ['one', 'two'])).toEqual([
      [1, ['one']],
      [2, ['two']],
    ]);
    expect(shape([p('a'), turn, p('b'), turn, p('c')], ['one', 'two'])).toEqual([
      [1, ['one']],
      [1, ['two']],
      [1, []],
    ]);
  });
});
