/** The Cluster Autoscaler as a part of the model. */
import type { ModelPart } from '../../../engine/composeModel';
import { clusterAutoscalerController } from './controller';
import {
  abandonNodeDeletion,
  awaitEvicted,
  beginNodeDeletion,
  drainForDeletion,
  finishNodeDeletion,
  nodeDeletionController,
  tryEvictions,
} from './deletion';
import { queryClusterAutoscaler } from './explain';
import {
  backOffNodeGroup,
  forgetScaleUps,
  growNodeGroups,
  rememberNodes,
  startClusterAutoscaler,
  stopClusterAutoscaler,
  tellHelplessPods,
} from './handlers';
import { processIndexes, processWatches } from './process';
import { showStatus } from './statusMap';

export const clusterAutoscalerPart: ModelPart = {
  query: queryClusterAutoscaler,
  commands: {
    startClusterAutoscaler,
    stopClusterAutoscaler,
    growNodeGroups,
    tellHelplessPods,
    backOffNodeGroup,
    forgetScaleUps,
    rememberNodes,
    showStatus,
    beginNodeDeletion,
    drainForDeletion,
    tryEvictions,
    awaitEvicted,
    abandonNodeDeletion,
    finishNodeDeletion,
  },
  controllers: [clusterAutoscalerController, nodeDeletionController],
  watches: processWatches,
  indexes: processIndexes,
};
