/**
 * Services of type LoadBalancer get a network load balancer, a listener and a target group of pod addresses for each port
 * (AWS Load Balancer Controller, nlb-target-type `ip`; EKS Auto Mode does the same); a Service behind an Ingress of class
 * `alb` gets an application load balancer. Key: `<namespace>/<name>` of the Service.
 * Simplified: whatever the Service's annotations or class say about another kind of load balancer; one cluster; a Service
 * that asks itself is not looked at for an Ingress.
 */
import {
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Effect,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { LoadBalancer, TargetGroup } from '../../aws/elasticloadbalancing/types';
import { setIngressHostname, setServiceIngress } from '../../kubernetes/commands';
import type { Service } from '../../kubernetes/types';
import { timings } from '../timings';
import type { ServiceLoadBalancer, ServicePortBinding } from '../types';
import { checkSettings, type CheckSettings } from './annotations';
import { ingressFor, ingressWatches, type IngressExposure } from './ingress';
import { loadBalancerName, targetGroupName } from './names';

const SERVICE_LOAD_BALANCER = 'eks/serviceLoadBalancer';

export interface ServiceLoadBalancerCommand {
  readonly type: 'recordServiceLoadBalancer';
  readonly service: string;
  /** null: there is none any more. */
  readonly bound: ServiceLoadBalancer | null;
}

interface Observed {
  readonly key: string;
  /** undefined: gone, or nobody asks for a load balancer. */
  readonly wanted: Wanted | undefined;
  /** The host name that the Service or the Ingress shows. */
  readonly hostname: string | undefined;
  readonly bound: ServiceLoadBalancer | undefined;
  readonly loadBalancer: LoadBalancer | undefined;
  /** By TargetGroupName. */
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
}

/** What is to stand in front of a Service. */
interface Wanted {
  readonly bound: ServiceLoadBalancer;
  readonly type: LoadBalancer['Type'];
  readonly checks: CheckSettings;
}

function observeService(key: string, read: Read): Observed {
  const found = read.get('kubernetes/Service', key);
  const service = found?.metadata.deletionTimestamp === undefined ? found : undefined;
  const ingress =
    service && service.spec.type !== 'LoadBalancer' ? ingressFor(key, read) : undefined;
  const bound = read.get('eks/ServiceLoadBalancer', key);
  const groups = (bound?.ports ?? []).flatMap(({ targetGroup }) =>
    read.by('elasticloadbalancing/TargetGroup', 'name', targetGroup),
  );
  return {
    key,
    wanted: service && (ingress ? wantedByIngress(service, ingress) : wantedByService(service)),
    hostname: ingress ? ingress.hostname : found?.status.loadBalancer?.ingress?.[0]?.hostname,
    bound,
    loadBalancer: bound && read.get('elasticloadbalancing/LoadBalancer', bound.loadBalancer),
    targetGroups: new Map(groups.map((group) => [group.TargetGroupName, group])),
  };
}

function decideService(observed: Observed): readonly Command[] {
  const { key, wanted, bound, loadBalancer } = observed;
  const commands: Command[] = [];
  // First of all, so that what the load balancer does from here on finds its Service.
  if (!sameBinding(bound, wanted?.bound))
    commands.push({
      model: 'eks',
      type: 'recordServiceLoadBalancer',
      service: key,
      bound: wanted?.bound ?? null,
    });
  commands.push(...releaseStale(observed, wanted?.bound));
  if (wanted) commands.push(...provide(observed, wanted));
  const active =
    loadBalancer?.State.Code === 'active' && wanted?.bound.loadBalancer === bound?.loadBalancer;
  const hostname = active ? loadBalancer.DNSName : undefined;
  if (hostname !== observed.hostname && (hostname !== undefined || !wanted))
    commands.push(hostnameCommand(key, wanted?.bound.ingress, hostname, loadBalancer));
  return commands;
}

function wantedByIngress(
  { metadata }: Service,
  { ingress, loadBalancer, listenerPort, servicePort, checks }: IngressExposure,
): Wanted {
  const { namespace = 'default', name } = metadata;
  const targetGroup = targetGroupName(namespace, name, servicePort.port);
  const ports = [{ port: listenerPort, portName: servicePort.name, targetGroup }];
  return { bound: { loadBalancer, ingress, ports }, type: 'application', checks };
}

function wantedByService(service: Service): Wanted | undefined {
  if (service.spec.type !== 'LoadBalancer') return undefined;
  const { namespace = 'default', name } = service.metadata;
  const ports = (service.spec.ports ?? []).map(({ port, name: portName }): ServicePortBinding => ({
    port,
    portName: portName ?? null,
    targetGroup: targetGroupName(namespace, name, port),
  }));
  const bound = { loadBalancer: loadBalancerName(service), ports };
  return { bound, type: 'network', checks: checkSettings(service) };
}

function releaseStale(
  { bound, targetGroups }: Observed,
  wanted: ServiceLoadBalancer | undefined,
): Command[] {
  if (!bound) return [];
  const renamed = bound.loadBalancer !== wanted?.loadBalancer;
  const { loadBalancer } = bound;
  const stale = bound.ports.filter(({ port }) => !wanted?.ports.some((p) => p.port === port));
  return [
    ...(renamed ? [{ model: 'aws', type: 'deleteLoadBalancer', name: loadBalancer } as const] : []),
    ...stale.flatMap(({ port, targetGroup }): Command[] => {
      const targetGroupArn = targetGroups.get(targetGroup)?.TargetGroupArn ?? '';
      return [
        { model: 'aws', type: 'deleteListener', loadBalancer, port },
        { model: 'aws', type: 'deleteTargetGroup', targetGroupArn },
      ];
    }),
  ];
}

function provide({ key, bound, targetGroups }: Observed, wanted: Wanted): Command[] {
  const { type: loadBalancerType, checks } = wanted;
  const { loadBalancer, ports } = wanted.bound;
  const because = { kind: 'kubernetes/Service', key } as const;
  const protocol = loadBalancerType === 'network' ? 'TCP' : 'HTTP';
  const moved = bound?.loadBalancer !== loadBalancer;
  const create: Command[] = moved
    ? [
        {
          model: 'aws',
          type: 'createLoadBalancer',
          name: loadBalancer,
          loadBalancerType,
          because,
        },
      ]
    : [];
  return [
    ...create,
    ...ports.flatMap(({ port, targetGroup }): Command[] => {
      const standing = targetGroups.get(targetGroup);
      const fresh = moved || !bound.ports.some((p) => p.port === port);
      if (standing && !fresh) return sameChecks(standing, checks) ? [] : [modify(standing, checks)];
      const settings = {
        TargetGroupName: targetGroup,
        Protocol: protocol,
        Port: port,
        TargetType: 'ip',
        ...checks,
      } as const;
      return [
        { model: 'aws', type: 'createTargetGroup', settings, because },
        { model: 'aws', type: 'createListener', loadBalancer, port, protocol, targetGroup },
      ];
    }),
  ];
}

const modify = ({ TargetGroupArn }: TargetGroup, settings: CheckSettings): Command => ({
  model: 'aws',
  type: 'modifyTargetGroup',
  targetGroupArn: TargetGroupArn,
  settings,
});

function sameChecks(group: TargetGroup, checks: CheckSettings): boolean {
  const { attributes, ...numbers } = checks;
  return (
    JSON.stringify(group.attributes) === JSON.stringify(attributes) &&
    Object.entries(numbers).every(
      ([field, value]) => group[field as keyof typeof numbers] === value,
    )
  );
}

const sameBinding = (
  a: ServiceLoadBalancer | undefined,
  b: ServiceLoadBalancer | undefined,
): boolean => JSON.stringify(a) === JSON.stringify(b);

function hostnameCommand(
  key: string,
  ingress: string | undefined,
  hostname: string | undefined,
  loadBalancer: LoadBalancer | undefined,
): Command {
  const [namespace = '', name = ''] = key.split('/');
  const because = loadBalancer && {
    kind: 'elasticloadbalancing/LoadBalancer' as const,
    key: loadBalancer.LoadBalancerName,
  };
  if (ingress !== undefined)
    return setIngressHostname({ key: ingress, hostname: hostname ?? null }, because);
  return setServiceIngress({ namespace, name, hostname: hostname ?? null }, because);
}

export const serviceLoadBalancer: Controller = {
  name: SERVICE_LOAD_BALANCER,
  latencyMs: timings.reconcileMs,
  sync(key, read) {
    const commands = decideService(observeService(key, read));
    return commands.length > 0 ? { commands } : undefined;
  },
};

export function recordServiceLoadBalancer(
  { service, bound }: ServiceLoadBalancerCommand,
  ctx: Context,
): readonly Effect[] {
  const record = { kind: 'eks/ServiceLoadBalancer', key: service } as const;
  const about = { kind: 'kubernetes/Service', key: service } as const;
  if (bound)
    return [
      { do: 'put', ...record, value: bound },
      { do: 'note', fact: { model: 'eks', type: 'serviceLoadBalancerBound', data: bound, about } },
    ];
  const before = ctx.get('eks/ServiceLoadBalancer', service);
  if (!before) return [];
  const data = { loadBalancer: before.loadBalancer };
  return [
    { do: 'remove', ...record },
    { do: 'note', fact: { model: 'eks', type: 'serviceLoadBalancerReleased', data, about } },
  ];
}

export const serviceLoadBalancerWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/Service',
    wakes: SERVICE_LOAD_BALANCER,
    keys: (after, before, key, read) =>
      after?.spec.type === 'LoadBalancer' ||
      before?.spec.type === 'LoadBalancer' ||
      read.count('kubernetes/Object', 'albBackend', key) > 0 ||
      read.has('eks/ServiceLoadBalancer', key)
        ? [key]
        : [],
  }),
  ...ingressWatches(SERVICE_LOAD_BALANCER),
  defineWatch({
    kind: 'elasticloadbalancing/LoadBalancer',
    wakes: SERVICE_LOAD_BALANCER,
    keys: (after, before, key, read) =>
      after && after.State.Code !== before?.State.Code
        ? read.keysBy('eks/ServiceLoadBalancer', 'loadBalancer', key)
        : [],
  }),
];
