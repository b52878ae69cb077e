/** kube-scheduler, as a part of the model. */
import type { ModelPart } from '../../../engine/composeModel';
import { bindPod } from './bindPod';
import { markPodUnschedulable } from './markPodUnschedulable';
import { activatePod, dequeuePod, enqueuePod, requeuePod } from './queueCommands';
import { clusterEvents, pendingPods, schedulingEvents, schedulingQueue } from './queueController';
import { admitSchedulerRequest, querySchedulerRequest } from './requests';
import { activePods, scheduler } from './scheduleOne';
import { schedulerInvariants } from './invariants';
import { schedulerProjection } from './schedulerState';

export const schedulerPart: ModelPart = {
  admit: admitSchedulerRequest,
  query: querySchedulerRequest,
  commands: {
    enqueuePod,
    activatePod,
    requeuePod,
    dequeuePod,
    bindPod,
    markPodUnschedulable,
  },
  controllers: [schedulingQueue, schedulingEvents, scheduler],
  watches: [pendingPods, ...clusterEvents, activePods],
  projections: [schedulerProjection],
  invariants: schedulerInvariants,
};
