/** The doors of the API server that a cloud's own controllers use: EKS's node groups and its Fargate scheduler. */
import type { ModelPart } from '../../../engine/composeModel';
import { assignPod, tellPod } from './assignPod';
import { configureNode } from './configureNode';
import { setPodMutation } from './podMutations';

export const outsidePart: ModelPart = {
  commands: { configureNode, assignPod, tellPod, setPodMutation },
};
