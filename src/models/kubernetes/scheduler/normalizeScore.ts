/** DefaultNormalizeScore (plugins/helper/normalize_score.go, v1.34): the best gets all, the others their share of it. */
import { MAX_NODE_SCORE } from './framework';

/** In place. `reverse`: the least gets all. */
export function normalizeScore(
  scores: number[],
  reverse: boolean,
  maxScore = MAX_NODE_SCORE,
): void {
  const max = Math.max(0, ...scores);
  for (let i = 0; i < scores.length; i++) {
    const share = max === 0 ? 0 : Math.floor((maxScore * (scores[i] ?? 0)) / max);
    scores[i] = reverse ? maxScore - share : share;
  }
}
