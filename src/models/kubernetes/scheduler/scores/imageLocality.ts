/**
 * ImageLocality: nodes that have the pod's images already are better, and an image that is on few nodes counts less, so
 * that pods do not heap up where their image happened to come first (plugins/imagelocality, v1.34).
 */
import { MAX_NODE_SCORE, type ScoreFactory } from '../framework';
import type { NodeInfo } from '../nodeInfo';

const MIB = 1024 * 1024;
const MIN_THRESHOLD = 23 * MIB;
const MAX_CONTAINER_THRESHOLD = 1000 * MIB;

export const imageLocality: ScoreFactory = () => ({
  name: 'ImageLocality',
  preScore({ images }, { nodes, imageNodes }) {
    const spread = images.map((name) => (imageNodes.get(name) ?? 0) / nodes.length);
    const [first = ''] = images;
    const of = (node: NodeInfo): number => node.images.get(first) ?? 0;
    return {
      local: { key: `ImageLocality ${first}`, of },
      score(node, firstSize) {
        let sum = Math.floor(firstSize * (spread[0] ?? 0));
        for (let i = 1; i < images.length; i++)
          sum += Math.floor((node.images.get(images[i] as string) ?? 0) * (spread[i] as number));
        return calculatePriority(sum, images.length);
      },
    };
  },
});

function calculatePriority(sum: number, containers: number): number {
  if (sum <= MIN_THRESHOLD) return 0;
  const max = MAX_CONTAINER_THRESHOLD * containers;
  const above = Math.min(sum, max) - MIN_THRESHOLD;
  return Math.floor((MAX_NODE_SCORE * above) / (max - MIN_THRESHOLD));
}
