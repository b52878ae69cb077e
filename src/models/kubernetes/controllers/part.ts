/** The controllers of kube-controller-manager that act here, as one part of the model. */
import type { ModelPart } from '../../../engine/composeModel';
import { cronJobPart } from './cronJob/cronJob';
import { daemonSetPart } from './daemonSet/daemonSet';
import { deploymentPart } from './deployment/deployment';
import { disruptionPart } from './disruption/disruption';
import { admitDrain, drainController, drainWatch, finishDrain, rememberAsked } from './drain';
import { endpointSlicePart } from './endpointSlice';
import { admitEviction, evictPod } from './eviction';
import { garbageCollectorPart } from './garbageCollector';
import { controllersInvariants } from './invariants';
import { jobPart } from './job/job';
import { namespaceCommands, namespaceController, namespaceWatches } from './namespace';
import { outsideCommands } from './outsideCommands';
import { replicaSetPart } from './replicaSet';

const parts = [
  deploymentPart,
  replicaSetPart,
  daemonSetPart,
  disruptionPart,
  endpointSlicePart,
  garbageCollectorPart,
  jobPart,
  cronJobPart,
];

const commandsOf = ({ commands = {} }: ModelPart): NonNullable<ModelPart['commands']> => commands;

export const controllersPart: ModelPart = {
  admit: (request, ctx) => admitEviction(request, ctx) ?? admitDrain(request, ctx),
  commands: {
    ...commandsOf(deploymentPart),
    ...commandsOf(replicaSetPart),
    ...commandsOf(daemonSetPart),
    ...commandsOf(disruptionPart),
    ...commandsOf(endpointSlicePart),
    ...commandsOf(garbageCollectorPart),
    ...commandsOf(jobPart),
    ...commandsOf(cronJobPart),
    ...namespaceCommands,
    ...outsideCommands,
    evictPod,
    finishDrain,
    rememberAsked,
  },
  controllers: [
    ...parts.flatMap((part) => part.controllers ?? []),
    namespaceController,
    drainController,
  ],
  watches: [...parts.flatMap((part) => part.watches ?? []), ...namespaceWatches, drainWatch],
  indexes: parts.flatMap((part) => part.indexes ?? []),
  tallies: parts.flatMap((part) => part.tallies ?? []),
  projections: parts.flatMap((part) => part.projections ?? []),
  invariants: (read) => [
    ...parts.flatMap((part) => part.invariants?.(read) ?? []),
    ...controllersInvariants(read),
  ],
};
