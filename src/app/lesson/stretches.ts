/** A text cut at its turns, each piece with the questions that are asked at its end. */
import type { Block, Question } from '../../lessons/types';

export interface Stretch {
  readonly blocks: readonly Block[];
  readonly ask: readonly Question[];
}

/** One question a turn, in order; questions that the text has no turn for are asked at its end. */
export function stretches(
  body: readonly Block[],
  questions: readonly Question[],
): readonly Stretch[] {
  const turns = body.flatMap(({ is }, i) => (is === 'turn' ? [i] : []));
  const ends = [...turns, body.length];
  return ends.map((end, n) => ({
    blocks: body.slice(n === 0 ? 0 : (ends[n - 1] ?? 0) + 1, end),
    ask: n < turns.length ? questions.slice(n, n + 1) : questions.slice(turns.length),
  }));
}
