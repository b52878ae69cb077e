/** Amazon EC2: instances, zones, and what befalls them. */
import type { ModelPart } from '../../../engine/composeModel';
import { defineIndex, type Context } from '../../../engine/model';
import { actions } from '../actions';
import { refuseCapacity, restoreCapacity } from './capacity';
import { createGround } from './createGround';
import { disconnectInstance, loseZone, reconnectInstance, restoreZone } from './faults';
import { instanceLifecycle } from './instanceLifecycle';
import {
  interruptSpot,
  reclaimSpotInstance,
  recommendRebalance,
  spotController,
  spotWatch,
} from './spot';
import { launchInstances, type InstanceLaunch } from './launchInstances';
import {
  rebootInstances,
  startInstances,
  stopInstances,
  terminateInstances,
} from './requests/changeInstanceState';
import {
  describeAvailabilityZones,
  describeInstances,
  describeInstanceTypes,
} from './requests/describe';
import {
  createLaunchTemplate,
  createLaunchTemplateVersion,
  describeLaunchTemplates,
  describeLaunchTemplateVersions,
  modifyLaunchTemplate,
} from './requests/launchTemplates';
import { runInstances } from './requests/runInstances';

interface LaunchCommand {
  readonly type: 'launchInstances';
  readonly launch: InstanceLaunch;
}

export type Ec2Command =
  | LaunchCommand
  /** The notice of an interrupted spot instance is over. */
  | { readonly type: 'reclaimSpotInstance'; readonly InstanceId: string };

export const ec2Part: ModelPart = {
  ...actions({
    changes: {
      ec2: {
        RunInstances: runInstances,
        TerminateInstances: terminateInstances,
        StopInstances: stopInstances,
        StartInstances: startInstances,
        RebootInstances: rebootInstances,
        CreateLaunchTemplate: createLaunchTemplate,
        CreateLaunchTemplateVersion: createLaunchTemplateVersion,
        ModifyLaunchTemplate: modifyLaunchTemplate,
      },
      quayside: {
        createGround,
        loseZone,
        restoreZone,
        disconnectInstance,
        reconnectInstance,
        refuseCapacity,
        restoreCapacity,
        interruptSpot,
        recommendRebalance,
      },
    },
    queries: {
      ec2: {
        DescribeInstances: describeInstances,
        DescribeInstanceTypes: describeInstanceTypes,
        DescribeAvailabilityZones: describeAvailabilityZones,
        DescribeLaunchTemplates: describeLaunchTemplates,
        DescribeLaunchTemplateVersions: describeLaunchTemplateVersions,
      },
    },
  }),
  commands: {
    launchInstances: ({ launch }: LaunchCommand, ctx: Context) =>
      launchInstances(launch, ctx).effects,
    reclaimSpotInstance,
  },
  controllers: [spotController],
  watches: [spotWatch],
  lifecycles: [instanceLifecycle],
  indexes: [
    defineIndex({
      name: 'zone',
      kind: 'ec2/Instance',
      buckets: ({ Placement }) => [Placement.AvailabilityZone],
    }),
    defineIndex({
      name: 'cluster',
      kind: 'ec2/Instance',
      buckets: ({ bootstrap }) => (bootstrap ? [bootstrap.cluster] : []),
    }),
    defineIndex({
      name: 'ip',
      kind: 'ec2/Instance',
      buckets: ({ PrivateIpAddress }) => [PrivateIpAddress],
    }),
  ],
};
