/**
 * ImageLocality: nodes that have the pod's images already are better, and an image that is on few nodes counts less, so
 * that pods do not heap up where their image happened to come first (plugins/imagelocality, v1.34).
 */
import { MAX_NODE_SCORE, type ScoreFactory } from '../framework';

const MIB = 1024 * 1024;
const MIN_THRESHOLD = 23 * MIB;
const MAX_CONTAINER_THRESHOLD = 1000 * MIB;

export const imageLocality: ScoreFactory = () => ({
  name: 'ImageLocality',
  preScore: ({ images }, { nodes, imageNodes }) => ({
    score(node) {
      if (node.images.size === 0) return calculatePriority(0, images.length);
      let sum = 0;
      for (const name of images) {
        const size = node.images.get(name);
        if (size !== undefined)
          sum += Math.floor(size * ((imageNodes.get(name) ?? 0) / nodes.length));
      }
      return calculatePriority(sum, images.length);
    },
  }),
});

function calculatePriority(sum: number, containers: number): number {
  if (sum <= MIN_THRESHOLD) return 0;
  const max = MAX_CONTAINER_THRESHOLD * containers;
  const above = Math.min(sum, max) - MIN_THRESHOLD;
  return Math.floor((MAX_NODE_SCORE * above) / (max - MIN_THRESHOLD));
}
