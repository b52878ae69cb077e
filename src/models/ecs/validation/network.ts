/**
 * What the network mode allows: port mappings, links, names. Without `networkMode` the default is bridge.
 * Messages as the service answers (observed 2026); rules: API reference, PortMapping and ContainerDefinition.
 */
import type { FieldError } from '../../../engine/model';
import type { NetworkMode, PortMapping } from '../types';
import { at, clientException } from './exceptions';
import type { ContainerRequest, RegisterTaskDefinitionRequest } from './requestTypes';

export function networkErrors(request: RegisterTaskDefinitionRequest): FieldError[] {
  const mode = request.networkMode ?? 'bridge';
  const containers = request.containerDefinitions;
  return [
    ...at(
      ['containerDefinitions'],
      [
        ...containers.flatMap((container, i) =>
          at(
            [i],
            [
              ...(mode === 'awsvpc' ? awsvpcErrors(container) : []),
              ...linkErrors(container, containers, mode),
              ...mappingErrors(container, mode),
            ],
          ),
        ),
        ...sharedPortErrors(containers, mode),
        ...sharedNameErrors(containers, mode),
      ],
    ),
    ...proxyErrors(request, mode),
  ];
}

const NOT_WITH_AWSVPC = [
  ['hostname', 'hostname is'],
  ['dnsServers', 'DNS servers are'],
  ['dnsSearchDomains', 'DNS search domains are'],
  ['extraHosts', 'Extra hosts are'],
  ['disableNetworking', 'Disable Networking is'],
] as const;

function awsvpcErrors(container: ContainerRequest): FieldError[] {
  return NOT_WITH_AWSVPC.flatMap(([field, words]) => {
    const value = container[field];
    const given = Array.isArray(value) ? value.length > 0 : Boolean(value);
    const message = `${words} not supported on container when networkMode=awsvpc.`;
    return given ? [clientException([field], message)] : [];
  });
}

function linkErrors(
  { links = [] }: ContainerRequest,
  containers: readonly ContainerRequest[],
  mode: NetworkMode,
): FieldError[] {
  if (links.length === 0) return [];
  if (mode !== 'bridge')
    return [clientException(['links'], `Links are not supported when networkMode=${mode}.`)];
  return links.flatMap((link, i) => {
    const [name] = link.split(':');
    const known = containers.some((container) => container.name === name);
    const message = `Invalid 'links' setting. Unknown container: '${name}'.`;
    return known ? [] : [clientException(['links', i], message)];
  });
}

const MAX_PORT = 65_535;

function mappingErrors(container: ContainerRequest, mode: NetworkMode): FieldError[] {
  const { name = '', portMappings = [] } = container;
  if (mode === 'none' && portMappings.length > 0)
    return [
      clientException(['portMappings'], 'Port mappings are not supported when networkMode=none.'),
    ];
  return portMappings.flatMap((mapping, i) => {
    const message = mappingError(mapping, name, mode);
    return message === undefined ? [] : [clientException(['portMappings', i], message)];
  });
}

function mappingError(mapping: PortMapping, container: string, mode: NetworkMode) {
  const { containerPort, hostPort, containerPortRange } = mapping;
  const invalid = (field: string) => `Invalid '${field}' setting for container '${container}'.`;
  if (containerPortRange !== undefined) {
    if (containerPort !== undefined || hostPort !== undefined)
      return `Invalid port mapping for container '${container}', cannot specify both single port and port range.`;
    return portsOf(mapping) === undefined || mode === 'host'
      ? invalid('containerPortRange')
      : undefined;
  }
  if (containerPort === undefined || containerPort < 1 || containerPort > MAX_PORT)
    return invalid('containerPort');
  if (hostPort !== undefined && (hostPort < 0 || hostPort > MAX_PORT)) return invalid('hostPort');
  if (mode !== 'bridge' && hostPort !== undefined && hostPort !== containerPort)
    return `When networkMode=${mode}, the host ports and container ports in port mappings must match.`;
  return undefined;
}

/** First and last container port of a mapping; undefined when it makes no sense. */
export function portsOf(mapping: PortMapping): readonly [number, number] | undefined {
  if (mapping.containerPortRange === undefined)
    return mapping.containerPort === undefined
      ? undefined
      : [mapping.containerPort, mapping.containerPort];
  const match = /^(\d{1,5})-(\d{1,5})$/.exec(mapping.containerPortRange);
  const [first, last] = [Number(match?.[1]), Number(match?.[2])];
  return match && first >= 1 && first < last && last <= MAX_PORT ? [first, last] : undefined;
}

interface UsedPorts {
  readonly container: number;
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

/** With one network interface (awsvpc, host) a task has each port once; elsewhere each container has. */
function sharedPortErrors(
  containers: readonly ContainerRequest[],
  mode: NetworkMode,
): FieldError[] {
  const used: UsedPorts[] = [];
  const errors: FieldError[] = [];
  const oneInterface = mode === 'awsvpc' || mode === 'host';
  containers.forEach(({ portMappings = [] }, container) => {
    portMappings.forEach((mapping, i) => {
      const ports = portsOf(mapping);
      if (!ports) return;
      const [from, to] = ports;
      const protocol = mapping.protocol ?? 'tcp';
      const clash = used.find(
        (other) =>
          from <= other.to &&
          to >= other.from &&
          (other.container === container || (oneInterface && other.protocol === protocol)),
      );
      const port = Math.max(from, clash?.from ?? 0);
      if (clash)
        errors.push(
          clientException(
            [container, 'portMappings', i],
            clash.protocol === protocol
              ? `${protocol.toUpperCase()} container port '${port}' is used multiple times in task when networkMode=${mode}.`
              : `Container port '${port}' cannot be exposed for multiple protocols.`,
          ),
        );
      used.push({ container, protocol, from, to });
    });
  });
  return errors;
}

function sharedNameErrors(
  containers: readonly ContainerRequest[],
  mode: NetworkMode,
): FieldError[] {
  const names = new Set<string>();
  return containers.flatMap(({ portMappings = [] }, container) =>
    portMappings.flatMap(({ name }, i) => {
      const message = `When networkMode=${mode}, port mapping name is already used`;
      if (name !== undefined && names.has(name))
        return [clientException([container, 'portMappings', i, 'name'], message)];
      if (name !== undefined) names.add(name);
      return [];
    }),
  );
}

const PROXY_PORTS = [
  ['ProxyIngressPort', 'Ingress port'],
  ['ProxyEgressPort', 'Egress port'],
  ['AppPorts', 'App ports'],
] as const;

function proxyErrors(request: RegisterTaskDefinitionRequest, mode: NetworkMode): FieldError[] {
  const proxy = request.proxyConfiguration;
  if (!proxy) return [];
  const error = (message: string, ...inner: string[]) =>
    clientException(['proxyConfiguration', ...inner], message);
  if (mode !== 'awsvpc')
    return [error('APPMESH proxy configuration is only supported in networkMode=awsvpc')];
  const errors = PROXY_PORTS.flatMap(([name, words]) =>
    proxy.properties?.some((property) => property.name === name && property.value)
      ? []
      : [error(`${words} not found`, 'properties')],
  );
  if (!request.containerDefinitions.some((c) => c.name === proxy.containerName))
    errors.push(error(`Proxy container [${proxy.containerName}] does not exist.`, 'containerName'));
  return errors;
}
