/** What brings machines: Auto Scaling groups, capacity providers, node groups, Fargate. */
import type { Read } from '../../../engine/model';
import type { Half } from '../../types';
import { byLastPart, byName, lastPart, noun, type Noun } from './noun';

const membersOf = (group: string, read: Read) =>
  read.by('autoscaling/AutoScalingInstance', 'group', group);

const groups = noun({
  kind: 'autoscaling/AutoScalingGroup',
  half: null,
  key: byName,
  joins: {
    instances: ['autoscaling/AutoScalingInstance'],
    inService: ['autoscaling/AutoScalingInstance'],
    half: ['autoscaling/AutoScalingInstance'],
  },
  fields: {
    name: ({ AutoScalingGroupName }) => AutoScalingGroupName,
    desired: ({ DesiredCapacity }) => DesiredCapacity,
    min: ({ MinSize }) => MinSize,
    max: ({ MaxSize }) => MaxSize,
    instances: ({ AutoScalingGroupName }, { read }) => membersOf(AutoScalingGroupName, read).length,
    inService: ({ AutoScalingGroupName }, { read }) =>
      membersOf(AutoScalingGroupName, read).filter(
        ({ LifecycleState }) => LifecycleState === 'InService',
      ).length,
    half: ({ AutoScalingGroupName }, { read }): Half | undefined => {
      const [member] = membersOf(AutoScalingGroupName, read);
      const boots = read.get('ec2/Instance', member?.InstanceId ?? '')?.bootstrap;
      return boots ? (boots.as === 'eks-node' ? 'kubernetes' : 'ecs') : undefined;
    },
  },
});

const providers = noun({
  kind: 'ecs/CapacityProvider',
  half: 'ecs',
  key: byName,
  joins: {
    needed: ['ecs/ManagedScaling'],
    running: ['ecs/ManagedScaling'],
    reservation: ['ecs/ManagedScaling'],
    waiting: ['ecs/ManagedScaling'],
  },
  fields: {
    group: ({ autoScalingGroupName }) => autoScalingGroupName,
    targetCapacity: ({ autoScalingGroupProvider }) =>
      autoScalingGroupProvider.managedScaling.targetCapacity,
    ...managed('needed'),
    ...managed('running'),
    ...managed('reservation'),
    ...managed('waiting'),
  },
});

/** Figures of managed scaling in the cluster that the provider serves: one cluster each. */
function managed(figure: 'needed' | 'running' | 'reservation' | 'waiting') {
  return {
    [figure]: ({ name }: { readonly name: string }, { read }: { readonly read: Read }) =>
      read.list('ecs/ManagedScaling').find(({ capacityProvider }) => capacityProvider === name)?.[
        figure
      ],
  };
}

const nodegroups = noun({
  kind: 'eks/Nodegroup',
  half: 'kubernetes',
  key: byLastPart('eks/Nodegroup'),
  fields: {
    name: ({ nodegroupName }) => nodegroupName,
    cluster: ({ clusterName }) => clusterName,
    desired: ({ scalingConfig }) => scalingConfig.desiredSize,
    min: ({ scalingConfig }) => scalingConfig.minSize,
    max: ({ scalingConfig }) => scalingConfig.maxSize,
    types: ({ instanceTypes }) => instanceTypes,
    group: ({ resources }) => resources.autoScalingGroups[0]?.name,
  },
});

const profiles = noun({
  kind: 'eks/FargateProfile',
  half: 'kubernetes',
  key: byLastPart('eks/FargateProfile'),
  fields: { name: ({ fargateProfileName }) => fargateProfileName },
});

const fargatePods = noun({
  kind: 'eks/FargatePod',
  half: 'kubernetes',
  key: (name) => (name.includes('/') ? name : `default/${name}`),
  fields: { name: (_pod, { key }) => lastPart(key) },
});

export const machineNouns: Readonly<Record<string, Noun>> = {
  'autoscaling/group': groups,
  'autoscaling/groups': groups,
  'ecs/capacityProvider': providers,
  'ecs/capacityProviders': providers,
  'eks/nodegroup': nodegroups,
  'eks/nodegroups': nodegroups,
  'eks/fargateProfile': profiles,
  'eks/fargateProfiles': profiles,
  'eks/fargatePod': fargatePods,
  'eks/fargatePods': fargatePods,
};
