/** Taints in the words of the EKS API and in those of Kubernetes. */
import type { Bootstrap } from '../../aws/ec2/types';
import type { EksTaint, EksTaintEffect, Nodegroup } from '../types';

type NodeTaint = NonNullable<Extract<Bootstrap, { as: 'eks-node' }>['taints']>[number];

const ON_NODES: Readonly<Record<EksTaintEffect, NodeTaint['effect']>> = {
  NO_SCHEDULE: 'NoSchedule',
  NO_EXECUTE: 'NoExecute',
  PREFER_NO_SCHEDULE: 'PreferNoSchedule',
};

export const nodeTaint = ({ effect, ...taint }: EksTaint): NodeTaint => ({
  ...taint,
  effect: ON_NODES[effect],
});

/** What EKS writes on the nodes of a managed group, before what the group itself asks for. */
export const nodegroupLabels = ({
  nodegroupName,
  capacityType,
  labels,
}: Pick<Nodegroup, 'nodegroupName' | 'capacityType' | 'labels'>): Readonly<
  Record<string, string>
> => ({
  'eks.amazonaws.com/nodegroup': nodegroupName,
  'eks.amazonaws.com/capacityType': capacityType,
  ...labels,
});
