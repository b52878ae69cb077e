/** The controllers of kube-controller-manager that are about nodes, as a part of the model. */
import type { ModelPart } from '../../../engine/composeModel';
import { markNodeUnreachable } from './markNodeUnreachable';
import { nodeMonitor, nodeMonitorWatches } from './nodeMonitor';
import {
  markNodeReachable,
  noExecuteTainter,
  noExecuteTainterWatch,
  nodeTaints,
  nodeTaintsWatch,
  queueNodeForTainting,
  reconcileNodeTaints,
  swapNoExecuteTaint,
  taintNextNode,
} from './nodeTaintController';
import {
  collectOrphanedPods,
  forgetMissingNode,
  noteMissingNode,
  podGC,
  podGCWatches,
} from './podGC';
import {
  cancelPodEviction,
  evictTaintedPod,
  schedulePodEviction,
  taintEviction,
  taintEvictionWatches,
} from './taintEviction';
import { nodesByZone, registerZone, updateZoneStates, zones, zonesWatch } from './zoneController';

export const nodeLifecyclePart: ModelPart = {
  commands: {
    registerZone,
    updateZoneStates,
    markNodeUnreachable,
    markNodeReachable,
    queueNodeForTainting,
    swapNoExecuteTaint,
    taintNextNode,
    reconcileNodeTaints,
    schedulePodEviction,
    cancelPodEviction,
    evictTaintedPod,
    noteMissingNode,
    forgetMissingNode,
    collectOrphanedPods,
  },
  controllers: [nodeMonitor, nodeTaints, noExecuteTainter, zones, taintEviction, podGC],
  watches: [
    ...nodeMonitorWatches,
    nodeTaintsWatch,
    noExecuteTainterWatch,
    ...zonesWatch,
    ...taintEvictionWatches,
    ...podGCWatches,
  ],
  tallies: [nodesByZone],
};
