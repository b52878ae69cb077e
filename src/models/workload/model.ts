/**
 * What runs inside containers: image behaviour, processes and what they use. The ECS agent and the kubelet ask
 * `imageBehaviour` when they start something, say on the network what listens (`workload/Listener`) and on the machine what
 * runs (`workload/Process`). The kernel's part is here: sharing CPU, and killing what passes its memory.
 */
import { composeModel, type ModelPart } from '../../engine/composeModel';
import { defineProjection, type AnyRequest } from '../../engine/model';
import { describeImage } from './describeImage';
import './facts';
import { compareSpecificity } from './glob';
import { DESCRIBED_IMAGES } from './imageBehaviour';
import {
  endProcess,
  killProcess,
  processControllers,
  processIndexes,
  processTallies,
  processWatches,
  terminateProcess,
} from './processes';
import type { ImageBehaviour } from './types';
import { useIndexes } from './use';

const imagesPart: ModelPart = {
  admit(request, ctx) {
    const { action, input } = request as AnyRequest & { action: string; input: unknown };
    return action === 'describeImage' ? describeImage(input, ctx) : undefined;
  },
  projections: [
    defineProjection<readonly ImageBehaviour[]>({
      name: DESCRIBED_IMAGES,
      kinds: ['workload/Image'],
      initial: [],
      apply(images, { key, after }) {
        const others = images.filter(({ name }) => name !== key);
        if (after === undefined) return others;
        return [...others, after as ImageBehaviour].sort((a, b) =>
          compareSpecificity(a.name, b.name),
        );
      },
    }),
  ],
};

const processesPart: ModelPart = {
  commands: { killProcess, endProcess, terminateProcess },
  controllers: processControllers,
  watches: processWatches,
  indexes: [...processIndexes, ...useIndexes],
  tallies: processTallies,
};

export const workloadModel = composeModel(
  'workload',
  (request) =>
    request.api === 'quayside' && (request as { action?: unknown }).action === 'describeImage',
  [imagesPart, processesPart],
);
