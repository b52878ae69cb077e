/** Composes the node lifecycle. */
import type { ModelPart } from '../../../engine/composeModel';

export const nodeLifecyclePart: ModelPart = {};
