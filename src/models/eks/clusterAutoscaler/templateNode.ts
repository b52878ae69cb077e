/**
 * The node that a group would add (core/utils GetNodeInfoFromTemplate, cloudprovider/aws buildNodeFromTemplate): like one of
 * its nodes that is Ready, or, from zero, what launch template and tags say. The tags `k8s.io/cluster-autoscaler/
 * node-template/{label,taint,resources}/...` count from zero only, and then they alone tell of labels and taints where
 * EKS does not manage the group.
 */
import type { Read } from '../../../engine/model';
import { regionOf } from '../../aws/account';
import type { Instance } from '../../aws/ec2/types';
import { instanceType } from '../../aws/ec2/instanceTypes';
import { daemonPodsFor, type PodInfo } from '../../kubernetes/scheduler/simulation';
import type { Node, Taint } from '../../kubernetes/types';
import { nodeRegistration } from '../nodes/nodeRegistration';
import {
  DELETION_CANDIDATE,
  hasTaint,
  isManaged,
  isReadyNode,
  TO_BE_DELETED,
  type NodeGroup,
} from './nodeGroups';

export interface TemplateNode {
  readonly node: Node;
  /** Pods that DaemonSets will put there. */
  readonly daemons: readonly PodInfo[];
}

/** `name`: what it is called in the simulation. undefined: its instance type is unknown. */
export function templateNode(group: NodeGroup, name: string, read: Read): TemplateNode | undefined {
  const node = likeOneThatIsThere(group, name, read) ?? fromLaunchTemplate(group, name, read);
  return node && { node, daemons: daemonPodsFor(read, node) };
}

export const renamed = (
  { node, daemons }: TemplateNode,
  name: string,
  read: Read,
): TemplateNode => {
  const labels = { ...node.metadata.labels, [HOSTNAME]: name };
  const copy = { ...node, metadata: { ...node.metadata, name, labels } };
  return { node: copy, daemons: daemons.length === 0 ? daemons : daemonPodsFor(read, copy) };
};

const HOSTNAME = 'kubernetes.io/hostname';
const OWN_TAINTS = [TO_BE_DELETED, DELETION_CANDIDATE];

function likeOneThatIsThere({ members }: NodeGroup, name: string, read: Read): Node | undefined {
  const model = members
    .map(({ nodeName }) => read.get('kubernetes/Node', nodeName))
    .find((node) => node && isReadyNode(node) && !hasTaint(node, TO_BE_DELETED));
  if (!model) return undefined;
  const taints = (model.spec.taints ?? []).filter(
    ({ key }) => !OWN_TAINTS.includes(key) && !key.startsWith('node.kubernetes.io/'),
  );
  const labels = { ...model.metadata.labels, [HOSTNAME]: name };
  return templateOf(name, labels, taints, model.status.capacity, model.status.allocatable);
}

function fromLaunchTemplate(group: NodeGroup, name: string, read: Read): Node | undefined {
  const { data, record, InstanceType } = group;
  const [zone = ''] = record.AvailabilityZones;
  const bootstrap =
    isManaged(record) || data.bootstrap?.as !== 'eks-node'
      ? data.bootstrap
      : { as: data.bootstrap.as, cluster: data.bootstrap.cluster };
  const machine = {
    InstanceType,
    bootstrap,
    InstanceId: '',
    PrivateDnsName: name,
    PrivateIpAddress: '',
    Placement: { AvailabilityZone: zone },
  } as unknown as Instance;
  const registration = instanceType(InstanceType) && nodeRegistration(machine, regionOf(read));
  if (!registration) return undefined;
  const tags = nodeTemplateTags(group);
  return templateOf(
    name,
    { ...registration.labels, ...tags.labels },
    [...registration.taints, ...tags.taints],
    { ...registration.capacity, ...tags.resources },
    { ...registration.allocatable, ...tags.resources },
  );
}

const templateOf = (
  name: string,
  labels: Readonly<Record<string, string>>,
  taints: readonly Taint[],
  capacity: Node['status']['capacity'],
  allocatable: Node['status']['allocatable'],
): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: name, creationTimestamp: 0, labels },
  spec: taints.length > 0 ? { taints } : {},
  status: { capacity, allocatable, conditions: [], addresses: [] },
});

const PREFIX = 'k8s.io/cluster-autoscaler/node-template/';
const EFFECT = /^(?:(.*):)?(NoSchedule|PreferNoSchedule|NoExecute)$/;

function nodeTemplateTags({ record }: NodeGroup) {
  const labels: Record<string, string> = {};
  const resources: Record<string, string> = {};
  const taints: Taint[] = [];
  for (const { Key, Value } of record.Tags) {
    if (!Key.startsWith(PREFIX)) continue;
    const rest = Key.slice(PREFIX.length);
    const name = rest.slice(rest.indexOf('/') + 1);
    if (rest.startsWith('label/')) labels[name] = Value;
    else if (rest.startsWith('resources/')) resources[name] = Value;
    else if (rest.startsWith('taint/')) {
      const [, value, effect] = EFFECT.exec(Value) ?? [];
      if (effect) taints.push({ key: name, ...(value ? { value } : {}), effect: effect as never });
    }
  }
  return { labels, resources, taints };
}
