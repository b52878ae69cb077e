/**
 * Cluster addresses and node ports of Services (pkg/registry/core/service): drawn at random from the cluster's ranges,
 * kept as long as the Service lives, unique. EKS: 10.100.0.0/16, node ports 30000-32767.
 */
import type { Context, RandomStream, Read } from '../../../engine/model';
import type { Service, ServicePort } from '../types';
import { FieldPath, invalid, type Violation } from '../validation/fieldErrors';
import { without } from '../validation/without';

const NETWORK = '10.100';
const NODE_PORTS = { first: 30_000, last: 32_767 };
const SPEC = FieldPath.root.child('spec');

type Allocated =
  | { readonly service: Service; readonly violations?: never }
  | { readonly violations: readonly Violation[] };

/** `before`: the Service as it is, whose address and ports stay where the new one does not say otherwise. */
export function allocateService(
  ctx: Context,
  submitted: Service,
  before: Service | undefined,
): Allocated {
  const spec = carriedOver(droppedWithType(submitted.spec, before?.spec), before?.spec);
  const violations = [
    ...addressViolations(ctx, spec, before?.spec),
    ...portViolations(ctx, spec, before?.spec),
  ];
  if (violations.length > 0) return { violations };
  if (spec.type === 'ExternalName')
    return { service: { ...submitted, spec: withoutAddress(spec) } };
  const { namespace = '', name } = submitted.metadata;
  const random = ctx.random(`kubernetes/service/${namespace}/${name}`);
  const clusterIP = spec.clusterIP ?? freeAddress(ctx, random);
  const ports = needsNodePorts(spec) ? withNodePorts(ctx, random, spec.ports ?? []) : spec.ports;
  return {
    service: {
      ...submitted,
      spec: {
        ...spec,
        clusterIP,
        clusterIPs: [clusterIP],
        ipFamilies: ['IPv4'],
        ipFamilyPolicy: 'SingleStack',
        ...(ports ? { ports } : {}),
      },
    },
  };
}

const withoutAddress = (spec: Service['spec']): Service['spec'] =>
  without(spec, 'clusterIP', 'clusterIPs');

const needsNodePorts = (spec: Service['spec']): boolean =>
  spec.type === 'NodePort' ||
  (spec.type === 'LoadBalancer' && spec['allocateLoadBalancerNodePorts'] !== false);

const isReachable = (spec: Service['spec']): boolean =>
  spec.type === 'NodePort' ||
  spec.type === 'LoadBalancer' ||
  ((spec['externalIPs'] as readonly string[] | undefined) ?? []).length > 0;

/** When the type changes, what only the old type had is dropped, unless it was changed too (dropTypeDependentFields). */
function droppedWithType(
  spec: Service['spec'],
  before: Service['spec'] | undefined,
): Service['spec'] {
  if (!before || before.type === spec.type) return spec;
  const dropped = new Set<string>();
  if (before.type === 'LoadBalancer')
    for (const field of ['allocateLoadBalancerNodePorts', 'loadBalancerClass'])
      if (spec[field] === before[field]) dropped.add(field);
  if (isReachable(before) && !isReachable(spec)) dropped.add('externalTrafficPolicy');
  if (spec.type === 'ExternalName')
    for (const field of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'])
      dropped.add(field);
  const kept = Object.entries(spec).filter(([field]) => !dropped.has(field));
  const allocated = new Set((before.ports ?? []).map((port) => port.nodePort));
  const ports = spec.ports?.map(({ nodePort, ...port }): ServicePort =>
    nodePort && (needsNodePorts(spec) || !allocated.has(nodePort)) ? { ...port, nodePort } : port,
  );
  return { ...(Object.fromEntries(kept) as Service['spec']), ...(ports ? { ports } : {}) };
}

/** An update that leaves out what the server had filled in means no change. */
function carriedOver(
  { clusterIP, ...spec }: Service['spec'],
  before: Service['spec'] | undefined,
): Service['spec'] {
  const address = clusterIP || (spec.type === 'ExternalName' ? undefined : before?.clusterIP);
  const portsBefore = before && needsNodePorts(before) ? (before.ports ?? []) : [];
  const ports = spec.ports?.map((port): ServicePort => {
    if (!needsNodePorts(spec)) return port;
    if (port.nodePort) return port;
    const rest = without(port, 'nodePort');
    const kept = portsBefore.find((p) => p.port === port.port && p.protocol === port.protocol);
    return kept?.nodePort ? { ...rest, nodePort: kept.nodePort } : rest;
  });
  return {
    ...withoutAddress(spec),
    ...(address ? { clusterIP: address } : {}),
    ...(ports ? { ports } : {}),
  };
}

function addressViolations(
  read: Read,
  { clusterIP }: Service['spec'],
  before: Service['spec'] | undefined,
): readonly Violation[] {
  if (!clusterIP || clusterIP === 'None' || clusterIP === before?.clusterIP) return [];
  const at = SPEC.child('clusterIP').printedAs('spec.clusterIPs');
  if (!clusterIP.startsWith(`${NETWORK}.`))
    return [
      invalid(
        at,
        [clusterIP],
        `failed to allocate IP ${clusterIP}: the provided IP (${clusterIP}) is not in the valid range. The range of valid IPs is ${NETWORK}.0.0/16`,
      ),
    ];
  return read.count('kubernetes/Service', 'clusterIP', clusterIP) > 0
    ? [
        invalid(
          at,
          [clusterIP],
          `failed to allocate IP ${clusterIP}: provided IP is already allocated`,
        ),
      ]
    : [];
}

function portViolations(
  read: Read,
  spec: Service['spec'],
  before: Service['spec'] | undefined,
): readonly Violation[] {
  const own = new Set((before?.ports ?? []).map((port) => port.nodePort));
  return (spec.ports ?? []).flatMap(({ nodePort }, i) => {
    if (!nodePort || own.has(nodePort)) return [];
    const at = SPEC.child('ports').index(i).child('nodePort');
    if (nodePort < NODE_PORTS.first || nodePort > NODE_PORTS.last)
      return [
        invalid(
          at,
          nodePort,
          `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS.first}-${NODE_PORTS.last}`,
        ),
      ];
    return isTaken(read, nodePort)
      ? [invalid(at, nodePort, 'provided port is already allocated')]
      : [];
  });
}

const isTaken = (read: Read, nodePort: number): boolean =>
  read.count('kubernetes/Service', 'nodePort', String(nodePort)) > 0;

/** From a random place on to the next free address. `.0.0`, `.0.1` and the last are not given out. */
function freeAddress(read: Read, random: RandomStream): string {
  const size = 256 * 256 - 3;
  const start = random.integer(size);
  for (let i = 0; i < size; i++) {
    const number = ((start + i) % size) + 2;
    const address = `${NETWORK}.${Math.floor(number / 256)}.${number % 256}`;
    if (read.count('kubernetes/Service', 'clusterIP', address) === 0) return address;
  }
  throw new Error('no cluster address is left');
}

function withNodePorts(
  read: Read,
  random: RandomStream,
  ports: readonly ServicePort[],
): readonly ServicePort[] {
  const taken = new Set(ports.map((port) => port.nodePort));
  return ports.map((port) => {
    if (port.nodePort) return port;
    const size = NODE_PORTS.last - NODE_PORTS.first + 1;
    let nodePort = NODE_PORTS.first + random.integer(size);
    for (let i = 0; i < size && (taken.has(nodePort) || isTaken(read, nodePort)); i++)
      nodePort = NODE_PORTS.first + ((nodePort - NODE_PORTS.first + 1) % size);
    taken.add(nodePort);
    return { ...port, nodePort };
  });
}
