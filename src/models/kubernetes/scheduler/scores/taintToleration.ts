/** TaintToleration score: fewer untolerated PreferNoSchedule taints are better (plugins/tainttoleration, v1.34). */
import { nodeLocal, type ScoreFactory } from '../framework';
import { normalizeScore } from '../normalizeScore';
import { isTolerated } from '../tolerations';

export const taintToleration: ScoreFactory = ({ features }) => {
  const compare = features.TaintTolerationComparisonOperators;
  return {
    name: 'TaintToleration',
    preScore({ spec }) {
      const tolerations = (spec.tolerations ?? []).filter(
        ({ effect }) => !effect || effect === 'PreferNoSchedule',
      );
      return {
        ...nodeLocal(this.name, ({ taints }) => {
          let untolerated = 0;
          for (const taint of taints)
            if (taint.effect === 'PreferNoSchedule' && !isTolerated(taint, tolerations, compare))
              untolerated += 1;
          return untolerated;
        }),
        normalize(scores: number[]) {
          normalizeScore(scores, true);
        },
      };
    },
  };
};
