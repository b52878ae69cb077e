import { expect, it } from 'vitest';
import { pieces, plainText } from './markup';

it('sets code and names apart and leaves the rest alone', () => {
  expect(pieces('task `8f3a` of **ECS** <b>stopped</b>')).toEqual([
    { kind: 'text', content: 'task ' },
    { kind: 'code', content: '8f3a' },
    { kind: 'text', content: ' of ' },
    { kind: 'strong', content: 'ECS' },
    { kind: 'text', content: ' <b>stopped</b>' },
  ]);
  expect(plainText('task `8f3a` **now**')).toBe('task 8f3a now');
  expect(pieces('a ` b * c')).toEqual([{ kind: 'text', content: 'a ` b * c' }]);
});
