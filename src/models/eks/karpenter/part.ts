/** Karpenter as a part of the model: idle until a NodePool and its EC2NodeClass are there. */
import type { ModelPart } from '../../../engine/composeModel';
import { collectPods, provision } from './createClaim';
import { disruptNodeClaims, proposeDisruption, settleReplacement } from './disrupt';
import {
  disruptionController,
  disruptionWatches,
  podEventsController,
  touchNodeClaim,
} from './disruptionController';
import { driftController, driftWatches, markDrift } from './drift';
import { queryKarpenter } from './explain';
import { followNodeClaim, lifecycleWatches, nodeClaimController } from './lifecycle';
import { karpenterIndexes } from './objects';
import { poolStatusController, poolStatusWatches } from './poolStatus';
import { provisionerController, provisionerWatches } from './provisioner';
import {
  deleteNodeClaim,
  drainNodeClaim,
  finalizeNodeClaim,
  terminateNodeClaim,
  terminationController,
  terminationWatches,
} from './termination';

export const karpenterPart: ModelPart = {
  query: queryKarpenter,
  commands: {
    collectPods,
    provision,
    followNodeClaim,
    touchNodeClaim,
    markDrift,
    deleteNodeClaim,
    drainNodeClaim,
    terminateNodeClaim,
    finalizeNodeClaim,
    proposeDisruption,
    disruptNodeClaims,
    settleReplacement,
  },
  controllers: [
    provisionerController,
    nodeClaimController,
    terminationController,
    disruptionController,
    podEventsController,
    driftController,
    poolStatusController,
  ],
  watches: [
    ...provisionerWatches,
    ...lifecycleWatches,
    ...terminationWatches,
    ...disruptionWatches,
    ...driftWatches,
    ...poolStatusWatches,
  ],
  indexes: karpenterIndexes,
};
