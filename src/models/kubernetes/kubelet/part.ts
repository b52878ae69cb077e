/** The kubelet of every node, as a part of the model. */
import type { ModelPart } from '../../../engine/composeModel';
import { admittedOnNode } from './admission';
import { addressBlocks } from './addresses';
import { containerLifecycle } from './containerLifecycle';
import { admitCrashContainer } from './crashContainer';
import { kubeletInvariants } from './invariants';
import { listenersOfPod } from './listeners';
import { powerOffNode, silenceKubelet, startKubelet } from './nodePower';
import { deleteNode, registerNode } from './nodeRegistration';
import { nodeSync, nodeSyncCommands, sandboxCleanup, sandboxWatch } from './nodeSync';
import { containerOutOfMemory, outOfMemoryController, outOfMemoryWatch } from './outOfMemory';
import { podLifecycle } from './podLifecycle';
import { podWatch, podWorker, podWorkerCommands } from './podWorker';
import { processEnded, processEndController, processEndWatch } from './processEnd';
import { stopKubelet } from './shutdown';

export const kubeletPart: ModelPart = {
  admit: admitCrashContainer,
  commands: {
    registerNode,
    deleteNode,
    stopKubelet,
    startKubelet,
    silenceKubelet,
    powerOffNode,
    ...nodeSyncCommands,
    ...podWorkerCommands,
    containerOutOfMemory,
    processEnded,
  },
  controllers: [podWorker, nodeSync, sandboxCleanup, outOfMemoryController, processEndController],
  lifecycles: [podLifecycle, containerLifecycle],
  watches: [podWatch, sandboxWatch, outOfMemoryWatch, processEndWatch],
  indexes: [addressBlocks, listenersOfPod],
  tallies: [admittedOnNode],
  invariants: kubeletInvariants,
};
