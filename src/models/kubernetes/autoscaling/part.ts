/** The HorizontalPodAutoscaler as a part of the model: its controller, what it remembers, and the query that explains it. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex } from '../../../engine/model';
import { autoscalerController, autoscalerWatches } from './controller';
import { queryExplainScaling } from './explain';
import { PASS } from './history';
import { forgetAutoscaler, recordScalingPass, scaleTarget } from './recordPass';
import { scalingInputsProjection, scalingPodsProjection } from './scalingInputs';

export const autoscalingPart: ModelPart = {
  query: queryExplainScaling,
  commands: { recordScalingPass, scaleTarget, forgetAutoscaler },
  controllers: [autoscalerController],
  watches: autoscalerWatches,
  projections: [scalingInputsProjection, scalingPodsProjection],
  indexes: [
    defineIndex({
      name: 'target',
      kind: 'kubernetes/HorizontalPodAutoscaler',
      buckets: ({ metadata, spec: { scaleTargetRef: of } }) => [
        `${metadata.namespace ?? 'default'}/${of.kind}/${of.name}`,
      ],
    }),
    defineIndex({
      name: 'autoscaler',
      kind: PASS,
      buckets: (_, key) => [key.slice(0, key.lastIndexOf('/'))],
    }),
  ],
};
