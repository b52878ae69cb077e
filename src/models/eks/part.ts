/** Managed node groups and Fargate profiles: EKS's own API, and the controllers behind it. */
import type { ModelPart } from '../../engine/composeModel';
import { actions } from '../aws/actions';
import { fargatePodCommands } from './fargate/fargatePods';
import { fargateControllers, fargateIndexes, fargateWatches } from './fargate/fargateScheduler';
import {
  fargateProfileCommands,
  fargateProfileControllers,
  fargateProfileWatches,
} from './fargate/profileController';
import { computeInvariants } from './invariants';
import { nodegroupCommands } from './nodegroups/commands';
import {
  nodegroupDrainCommands,
  nodegroupDrainController,
  nodegroupDrainIndex,
  nodegroupDrainWatches,
} from './nodegroups/drain';
import {
  nodegroupController,
  nodegroupIndex,
  nodegroupWatches,
} from './nodegroups/nodegroupController';
import { createEksGround } from './requests/createEksGround';
import { createNodegroup } from './requests/createNodegroup';
import { deleteNodegroup } from './requests/deleteNodegroup';
import {
  describeCluster,
  describeFargateProfile,
  describeNodegroup,
  listClusters,
  listFargateProfiles,
  listNodegroups,
} from './requests/describe';
import {
  createFargateProfile,
  createFargateProfiles,
  deleteFargateProfile,
} from './requests/fargateProfiles';
import { updateNodegroupConfig } from './requests/updateNodegroupConfig';

export const QUAYSIDE_ACTIONS: readonly unknown[] = ['createEksGround', 'createFargateProfiles'];

export const computePart: ModelPart = {
  ...actions({
    changes: {
      eks: {
        CreateNodegroup: createNodegroup,
        UpdateNodegroupConfig: updateNodegroupConfig,
        DeleteNodegroup: deleteNodegroup,
        CreateFargateProfile: createFargateProfile,
        DeleteFargateProfile: deleteFargateProfile,
      },
      quayside: { createEksGround, createFargateProfiles },
    },
    queries: {
      eks: {
        DescribeCluster: describeCluster,
        ListClusters: listClusters,
        DescribeNodegroup: describeNodegroup,
        ListNodegroups: listNodegroups,
        DescribeFargateProfile: describeFargateProfile,
        ListFargateProfiles: listFargateProfiles,
      },
    },
  }),
  commands: {
    ...nodegroupCommands,
    ...nodegroupDrainCommands,
    ...fargateProfileCommands,
    ...fargatePodCommands,
  },
  controllers: [
    nodegroupController,
    nodegroupDrainController,
    ...fargateProfileControllers,
    ...fargateControllers,
  ],
  watches: [
    ...nodegroupWatches,
    ...nodegroupDrainWatches,
    ...fargateProfileWatches,
    ...fargateWatches,
  ],
  indexes: [nodegroupIndex, nodegroupDrainIndex, ...fargateIndexes],
  invariants: computeInvariants,
};
