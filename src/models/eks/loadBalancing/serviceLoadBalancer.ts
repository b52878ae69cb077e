/**
 * Services of type LoadBalancer get a network load balancer, a listener and a target group of pod addresses for each port
 * (AWS Load Balancer Controller, nlb-target-type `ip`; EKS Auto Mode does the same). Key: `<namespace>/<name>`.
 * Simplified: whatever the Service's annotations or class say about another kind of load balancer; one cluster.
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
import { setServiceIngress } from '../../kubernetes/commands';
import type { Service } from '../../kubernetes/types';
import { timings } from '../timings';
import type { ServiceLoadBalancer, ServicePortBinding } from '../types';
import { checkSettings, type CheckSettings } from './annotations';
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
  /** undefined: gone, or not of type LoadBalancer. */
  readonly service: Service | undefined;
  readonly ingress: string | undefined;
  readonly bound: ServiceLoadBalancer | undefined;
  readonly loadBalancer: LoadBalancer | undefined;
  /** By TargetGroupName. */
  readonly targetGroups: ReadonlyMap<string, TargetGroup>;
}

function observeService(key: string, read: Read): Observed {
  const found = read.get('kubernetes/Service', key);
  const wants =
    found?.spec.type === 'LoadBalancer' && found.metadata.deletionTimestamp === undefined;
  const bound = read.get('eks/ServiceLoadBalancer', key);
  const groups = (bound?.ports ?? []).flatMap(({ targetGroup }) =>
    read.by('elasticloadbalancing/TargetGroup', 'name', targetGroup),
  );
  return {
    key,
    service: wants ? found : undefined,
    ingress: found?.status.loadBalancer?.ingress?.[0]?.hostname,
    bound,
    loadBalancer: bound && read.get('elasticloadbalancing/LoadBalancer', bound.loadBalancer),
    targetGroups: new Map(groups.map((group) => [group.TargetGroupName, group])),
  };
}

function decideService(observed: Observed): readonly Command[] {
  const { key, service, bound, loadBalancer, ingress } = observed;
  const wanted = service && wantedFor(service);
  const commands: Command[] = [];
  // First of all, so that what the load balancer does from here on finds its Service.
  if (!sameBinding(bound, wanted))
    commands.push({
      model: 'eks',
      type: 'recordServiceLoadBalancer',
      service: key,
      bound: wanted ?? null,
    });
  commands.push(...releaseStale(observed, wanted));
  if (service && wanted) commands.push(...provide(observed, service, wanted));
  const active =
    loadBalancer?.State.Code === 'active' && wanted?.loadBalancer === bound?.loadBalancer;
  const hostname = active ? loadBalancer.DNSName : undefined;
  if (hostname !== ingress && (hostname !== undefined || !wanted))
    commands.push(ingressCommand(key, hostname, loadBalancer));
  return commands;
}

function wantedFor(service: Service): ServiceLoadBalancer {
  const { namespace = 'default', name } = service.metadata;
  const ports = (service.spec.ports ?? []).map(({ port, name: portName }): ServicePortBinding => ({
    port,
    portName: portName ?? null,
    targetGroup: targetGroupName(namespace, name, port),
  }));
  return { loadBalancer: loadBalancerName(service), ports };
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

function provide(
  { key, bound, targetGroups }: Observed,
  service: Service,
  { loadBalancer, ports }: ServiceLoadBalancer,
): Command[] {
  const because = { kind: 'kubernetes/Service', key } as const;
  const checks = checkSettings(service);
  const moved = bound?.loadBalancer !== loadBalancer;
  const create: Command[] = moved
    ? [
        {
          model: 'aws',
          type: 'createLoadBalancer',
          name: loadBalancer,
          loadBalancerType: 'network',
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
        Protocol: 'TCP',
        Port: port,
        TargetType: 'ip',
        ...checks,
      } as const;
      return [
        { model: 'aws', type: 'createTargetGroup', settings, because },
        { model: 'aws', type: 'createListener', loadBalancer, port, protocol: 'TCP', targetGroup },
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

function ingressCommand(
  key: string,
  hostname: string | undefined,
  loadBalancer: LoadBalancer | undefined,
): Command {
  const [namespace = '', name = ''] = key.split('/');
  const because = loadBalancer && {
    kind: 'elasticloadbalancing/LoadBalancer' as const,
    key: loadBalancer.LoadBalancerName,
  };
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
    keys: (after, before, key) =>
      after?.spec.type === 'LoadBalancer' || before?.spec.type === 'LoadBalancer' ? [key] : [],
  }),
  defineWatch({
    kind: 'elasticloadbalancing/LoadBalancer',
    wakes: SERVICE_LOAD_BALANCER,
    keys: (after, before, key, read) =>
      after && after.State.Code !== before?.State.Code
        ? read.keysBy('eks/ServiceLoadBalancer', 'loadBalancer', key)
        : [],
  }),
];
