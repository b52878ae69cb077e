/**
 * NodeAffinity score: the weights of the preferred terms that a node matches, the pod's own and those that the
 * scheduler's configuration adds (plugins/nodeaffinity, v1.34).
 */
import { nodeLocal, type ScoreFactory } from '../framework';
import { preferredWeight } from '../nodeSelector';
import { normalizeScore } from '../normalizeScore';

export const nodeAffinity: ScoreFactory = ({ args: { addedAffinity } }) => ({
  name: 'NodeAffinity',
  preScore({ spec }) {
    const own = spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    const added = addedAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
    if (own.length + added.length === 0) return 'Skip';
    return {
      ...nodeLocal(this.name, preferredWeight([...added, ...own])),
      normalize(scores: number[]) {
        normalizeScore(scores, false);
      },
    };
  },
});
