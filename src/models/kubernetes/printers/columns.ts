/** The columns of `kubectl get` per kind, and how each cell is made (pkg/printers/internalversion/printers.go, v1.34). */
import { labelsText, selectorText } from '../selector';
import type {
  Condition,
  Deployment,
  EndpointSlice,
  Event,
  KubernetesObject,
  Lease,
  Namespace,
  Node,
  Pod,
  PodDisruptionBudget,
  PodSpec,
  ReplicaSet,
  Service,
  Time,
} from '../types';
import type { HorizontalPodAutoscaler } from '../autoscaling/types';
import type { DaemonSet } from '../controllers/daemonSet/daemonSetRecord';
import { targetsCell } from './autoscalerColumns';
import { podCells } from './podCells';
import { humanDuration } from './time';

export interface Column<T = KubernetesObject> {
  readonly name: string;
  readonly type?: 'string' | 'integer' | 'boolean';
  /** Only with `-o wide`. */
  readonly wide?: boolean;
  cell(object: T, nowMs: Time): string | number | boolean;
}

const NONE = '<none>';

export const columnsOf = (kind: string): readonly Column[] => COLUMNS[kind] ?? [NAME, AGE];

/** Keeps the kind's own type inside its cells. */
const columns = <T extends KubernetesObject>(list: readonly Column<T>[]): readonly Column[] => list;

const NAME: Column = { name: 'Name', cell: ({ metadata }) => metadata.name };
const AGE: Column = {
  name: 'Age',
  cell: ({ metadata }, nowMs) => humanDuration(nowMs - metadata.creationTimestamp),
};

const ofContainers = <T extends KubernetesObject>(
  specOf: (object: T) => PodSpec | undefined,
): readonly Column<T>[] => [
  {
    name: 'Containers',
    wide: true,
    cell: (object) => (specOf(object)?.containers ?? []).map((c) => c.name).join(','),
  },
  {
    name: 'Images',
    wide: true,
    cell: (object) => (specOf(object)?.containers ?? []).map((c) => c.image ?? '').join(','),
  },
];

const ofStatus =
  (field: string) =>
  ({ status }: DaemonSet): number =>
    status?.[field] ?? 0;
const nodeSelectorText = ({ nodeSelector = {} }: PodSpec): string =>
  Object.entries(nodeSelector)
    .map(([key, value]) => `${key}=${value}`)
    .join(',') || NONE;

const COLUMNS: Readonly<Record<string, readonly Column[]>> = {
  Pod: columns<Pod>([
    NAME,
    { name: 'Ready', cell: (pod, nowMs) => podCells(pod, nowMs).ready },
    { name: 'Status', cell: (pod, nowMs) => podCells(pod, nowMs).status },
    { name: 'Restarts', cell: (pod, nowMs) => podCells(pod, nowMs).restarts },
    AGE,
    { name: 'IP', wide: true, cell: ({ status }) => status.podIP ?? NONE },
    { name: 'Node', wide: true, cell: ({ spec }) => spec.nodeName ?? NONE },
    { name: 'Nominated Node', wide: true, cell: ({ status }) => status.nominatedNodeName ?? NONE },
    { name: 'Readiness Gates', wide: true, cell: readinessGates },
  ]),
  Deployment: columns<Deployment>([
    NAME,
    { name: 'Ready', cell: ({ spec, status }) => `${status.readyReplicas ?? 0}/${spec.replicas}` },
    { name: 'Up-to-date', type: 'integer', cell: ({ status }) => status.updatedReplicas ?? 0 },
    { name: 'Available', type: 'integer', cell: ({ status }) => status.availableReplicas ?? 0 },
    AGE,
    ...ofContainers<Deployment>(({ spec }) => spec.template.spec),
    { name: 'Selector', wide: true, cell: ({ spec }) => selectorText(spec.selector) },
  ]),
  ReplicaSet: columns<ReplicaSet>([
    NAME,
    { name: 'Desired', type: 'integer', cell: ({ spec }) => spec.replicas },
    { name: 'Current', type: 'integer', cell: ({ status }) => status.replicas },
    { name: 'Ready', type: 'integer', cell: ({ status }) => status.readyReplicas ?? 0 },
    AGE,
    ...ofContainers<ReplicaSet>(({ spec }) => spec.template.spec),
    { name: 'Selector', wide: true, cell: ({ spec }) => selectorText(spec.selector) },
  ]),
  DaemonSet: columns<DaemonSet>([
    NAME,
    { name: 'Desired', type: 'integer', cell: ofStatus('desiredNumberScheduled') },
    { name: 'Current', type: 'integer', cell: ofStatus('currentNumberScheduled') },
    { name: 'Ready', type: 'integer', cell: ofStatus('numberReady') },
    { name: 'Up-to-date', type: 'integer', cell: ofStatus('updatedNumberScheduled') },
    { name: 'Available', type: 'integer', cell: ofStatus('numberAvailable') },
    { name: 'Node Selector', cell: ({ spec }) => nodeSelectorText(spec.template.spec) },
    AGE,
    ...ofContainers<DaemonSet>(({ spec }) => spec.template.spec),
  ]),
  Service: columns<Service>([
    NAME,
    { name: 'Type', cell: ({ spec }) => spec.type ?? 'ClusterIP' },
    { name: 'Cluster-IP', cell: ({ spec }) => spec.clusterIP ?? NONE },
    { name: 'External-IP', cell: externalIP },
    { name: 'Port(s)', cell: servicePorts },
    AGE,
    { name: 'Selector', wide: true, cell: ({ spec }) => labelsText(spec.selector) || NONE },
  ]),
  Node: columns<Node>([
    NAME,
    { name: 'Status', cell: nodeStatus },
    { name: 'Roles', cell: nodeRoles },
    AGE,
    { name: 'Version', cell: ({ status }) => status.nodeInfo?.['kubeletVersion'] ?? '' },
    { name: 'Internal-IP', wide: true, cell: (node) => address(node, 'InternalIP') },
    { name: 'External-IP', wide: true, cell: (node) => address(node, 'ExternalIP') },
    { name: 'OS-Image', wide: true, cell: (node) => nodeInfo(node, 'osImage') },
    { name: 'Kernel-Version', wide: true, cell: (node) => nodeInfo(node, 'kernelVersion') },
    {
      name: 'Container-Runtime',
      wide: true,
      cell: (node) => nodeInfo(node, 'containerRuntimeVersion'),
    },
  ]),
  Namespace: columns<Namespace>([
    NAME,
    { name: 'Status', cell: ({ status }) => status.phase },
    AGE,
  ]),
  EndpointSlice: columns<EndpointSlice>([
    NAME,
    { name: 'AddressType', cell: ({ addressType }) => addressType },
    { name: 'Ports', cell: slicePorts },
    { name: 'Endpoints', cell: sliceEndpoints },
    AGE,
  ]),
  Event: columns<Event>([
    { name: 'Last Seen', cell: (event, nowMs) => humanDuration(nowMs - event.lastTimestamp) },
    { name: 'Type', cell: ({ type }) => type },
    { name: 'Reason', cell: ({ reason }) => reason },
    {
      name: 'Object',
      cell: ({ involvedObject }) => `${involvedObject.kind.toLowerCase()}/${involvedObject.name}`,
    },
    { name: 'Subobject', wide: true, cell: ({ involvedObject }) => involvedObject.fieldPath ?? '' },
    {
      name: 'Source',
      wide: true,
      cell: ({ source }) =>
        source.host === undefined ? source.component : `${source.component}, ${source.host}`,
    },
    { name: 'Message', cell: ({ message }) => message.trim() },
    {
      name: 'First Seen',
      wide: true,
      cell: (event, nowMs) => humanDuration(nowMs - event.firstTimestamp),
    },
    { name: 'Count', type: 'integer', wide: true, cell: ({ count }) => count },
    { ...NAME, wide: true },
  ]),
  HorizontalPodAutoscaler: columns<HorizontalPodAutoscaler>([
    NAME,
    {
      name: 'Reference',
      cell: ({ spec: { scaleTargetRef: of } }) => `${of.kind}/${of.name}`,
    },
    { name: 'Targets', cell: targetsCell },
    { name: 'MinPods', cell: ({ spec }) => String(spec.minReplicas ?? '<unset>') },
    { name: 'MaxPods', type: 'integer', cell: ({ spec }) => spec.maxReplicas },
    { name: 'Replicas', type: 'integer', cell: ({ status }) => status?.currentReplicas ?? 0 },
    AGE,
  ]),
  Lease: columns<Lease>([NAME, { name: 'Holder', cell: ({ spec }) => spec.holderIdentity }, AGE]),
  ConfigMap: columns<KubernetesObject & Data>([
    NAME,
    { name: 'Data', type: 'integer', cell: countData },
    AGE,
  ]),
  Secret: columns<KubernetesObject & Data & { readonly type?: string }>([
    NAME,
    { name: 'Type', cell: ({ type }) => type ?? 'Opaque' },
    { name: 'Data', type: 'integer', cell: countData },
    AGE,
  ]),
  PodDisruptionBudget: columns<PodDisruptionBudget>([
    NAME,
    { name: 'Min Available', cell: ({ spec }) => spec?.minAvailable ?? 'N/A' },
    { name: 'Max Unavailable', cell: ({ spec }) => spec?.maxUnavailable ?? 'N/A' },
    {
      name: 'Allowed Disruptions',
      type: 'integer',
      cell: ({ status }) => status?.disruptionsAllowed ?? 0,
    },
    AGE,
  ]),
  NodePool: columns<KubernetesObject & NodePoolShown>([
    NAME,
    { name: 'NodeClass', cell: ({ spec }) => spec?.template?.spec?.nodeClassRef?.name ?? '' },
    { name: 'Nodes', cell: ({ status }) => status?.nodes ?? 0 },
    { name: 'Ready', cell: readyOf },
    AGE,
    { name: 'Weight', wide: true, cell: ({ spec }) => spec?.weight ?? '' },
    { name: 'CPU', wide: true, cell: ({ status }) => status?.resources?.['cpu'] ?? '' },
    { name: 'Memory', wide: true, cell: ({ status }) => status?.resources?.['memory'] ?? '' },
  ]),
  NodeClaim: columns<KubernetesObject & NodeClaimShown>([
    NAME,
    { name: 'Type', cell: (claim) => label(claim, 'node.kubernetes.io/instance-type') },
    { name: 'Capacity', cell: (claim) => label(claim, 'karpenter.sh/capacity-type') },
    { name: 'Zone', cell: (claim) => label(claim, 'topology.kubernetes.io/zone') },
    { name: 'Node', cell: ({ status }) => status?.nodeName ?? '' },
    { name: 'Ready', cell: readyOf },
    AGE,
    { name: 'ID', wide: true, cell: ({ status }) => status?.providerID ?? '' },
    { name: 'NodePool', wide: true, cell: (claim) => label(claim, 'karpenter.sh/nodepool') },
  ]),
  EC2NodeClass: columns<KubernetesObject & NodeClaimShown>([
    NAME,
    { name: 'Ready', cell: readyOf },
    AGE,
  ]),
  PriorityClass: columns<
    KubernetesObject & {
      readonly value?: number;
      readonly globalDefault?: boolean;
      readonly preemptionPolicy?: string;
    }
  >([
    NAME,
    { name: 'Value', type: 'integer', cell: ({ value }) => value ?? 0 },
    {
      name: 'Global-Default',
      type: 'boolean',
      cell: ({ globalDefault }) => globalDefault ?? false,
    },
    AGE,
    { name: 'PreemptionPolicy', cell: ({ preemptionPolicy }) => preemptionPolicy ?? '' },
  ]),
};

interface NodeClaimShown {
  readonly status?: {
    readonly nodeName?: string;
    readonly providerID?: string;
    readonly conditions?: readonly Condition[];
  };
}
interface NodePoolShown {
  readonly spec?: {
    readonly weight?: number;
    readonly template?: { readonly spec?: { readonly nodeClassRef?: { readonly name?: string } } };
  };
  readonly status?: {
    readonly nodes?: number;
    readonly resources?: Readonly<Record<string, string>>;
    readonly conditions?: readonly Condition[];
  };
}

const label = ({ metadata }: KubernetesObject, key: string): string => metadata.labels?.[key] ?? '';

function readyOf({ status }: NodeClaimShown): string {
  return status?.conditions?.find((c) => c.type === 'Ready')?.status ?? 'Unknown';
}

interface Data {
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

function countData({ data = {}, binaryData = {} }: Data): number {
  return Object.keys(data).length + Object.keys(binaryData).length;
}

function readinessGates({ spec, status }: Pod): string {
  const gates = spec.readinessGates ?? [];
  if (gates.length === 0) return NONE;
  const open = gates.filter(({ conditionType }) =>
    status.conditions?.some((c) => c.type === conditionType && c.status === 'True'),
  );
  return `${open.length}/${gates.length}`;
}

function externalIP({ spec, status }: Service): string {
  const own = (spec['externalIPs'] as readonly string[] | undefined) ?? [];
  if (spec.type === 'ExternalName')
    return typeof spec['externalName'] === 'string' ? spec['externalName'] : '';
  if (spec.type !== 'LoadBalancer') return own.join(',') || NONE;
  const given = (status.loadBalancer?.ingress ?? []).map(
    ({ ip, hostname }) => ip ?? hostname ?? '',
  );
  return [...given, ...own].join(',') || '<pending>';
}

function servicePorts({ spec }: Service): string {
  return (
    (spec.ports ?? [])
      .map(({ port, nodePort, protocol }) =>
        nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`,
      )
      .join(',') || NONE
  );
}

function nodeStatus({ spec, status }: Node): string {
  const ready = status.conditions.find((c) => c.type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec.unschedulable === true ? `${word},SchedulingDisabled` : word;
}

const ROLE = 'node-role.kubernetes.io/';

function nodeRoles({ metadata }: Node): string {
  const roles = Object.entries(metadata.labels ?? {}).flatMap(([key, value]) => {
    if (key.startsWith(ROLE)) return [key.slice(ROLE.length)];
    return key === 'kubernetes.io/role' ? [value] : [];
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort().join(',') || NONE;
}

function address({ status }: Node, type: string): string {
  return status.addresses.find((a) => a.type === type)?.address ?? NONE;
}

function nodeInfo({ status }: Node, field: string): string {
  return status.nodeInfo?.[field] ?? '<unknown>';
}

const SHOWN = 3;

function shorten(items: readonly string[]): string {
  if (items.length === 0) return '<unset>';
  return items.length > SHOWN
    ? `${items.slice(0, SHOWN).join(',')} + ${items.length - SHOWN} more...`
    : items.join(',');
}

function slicePorts({ ports }: EndpointSlice): string {
  return shorten(ports.map(({ port }) => (port === undefined ? '*' : String(port))));
}

function sliceEndpoints({ endpoints }: EndpointSlice): string {
  return shorten(endpoints.flatMap(({ addresses }) => addresses));
}
