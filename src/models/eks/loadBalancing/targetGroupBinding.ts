/**
 * Registers the pods of a Service with its target groups (AWS Load Balancer Controller, targetgroupbinding and backend
 * endpoint_resolver.go): ready endpoints, and those that only wait for this target group's readiness gate; whatever
 * terminates is deregistered. One sync looks at one EndpointSlice, so a Service with thousands of pods costs no more
 * per change than one with a hundred. Key: that of the EndpointSlice.
 */
import {
  defineIndex,
  defineWatch,
  type Command,
  type Context,
  type Controller,
  type Effect,
  type IndexDef,
  type Read,
  type Watch,
} from '../../../engine/model';
import type { Endpoint, EndpointSlice, Pod } from '../../kubernetes/types';
import { timings } from '../timings';
import type { BoundTarget, ServicePortBinding } from '../types';
import { gatesOf } from './readinessGates';

const TARGET_GROUP_BINDING = 'eks/targetGroupBinding';
const SERVICE_NAME = 'kubernetes.io/service-name';

export interface TargetGroupBindingCommand {
  readonly type: 'bindTargets';
  readonly slice: string;
  readonly register: readonly WantedTarget[];
  readonly deregister: readonly BoundTarget[];
}

interface WantedTarget extends BoundTarget {
  readonly zone: string;
}

interface Observed {
  readonly wanted: ReadonlyMap<string, WantedTarget>;
  readonly bound: ReadonlyMap<string, BoundTarget>;
}

function observeSlice(key: string, read: Read): Observed {
  const slice = read.get('kubernetes/EndpointSlice', key);
  const bound = read.get('eks/TargetGroupBinding', key)?.targets ?? [];
  return { wanted: keyed(slice ? wantedTargets(slice, read) : []), bound: keyed(bound) };
}

function decideSlice(key: string, { wanted, bound }: Observed): TargetGroupBindingCommand {
  return {
    type: 'bindTargets',
    slice: key,
    register: [...wanted].flatMap(([id, target]) => (bound.has(id) ? [] : [target])),
    deregister: [...bound].flatMap(([id, target]) => (wanted.has(id) ? [] : [target])),
  };
}

export const targetGroupBinding: Controller = {
  name: TARGET_GROUP_BINDING,
  latencyMs: timings.reconcileMs,
  sync(key, read) {
    const command = decideSlice(key, observeSlice(key, read));
    if (command.register.length + command.deregister.length === 0) return undefined;
    return { commands: [{ model: 'eks', ...command }] };
  },
};

export function bindTargets(
  { slice, register, deregister }: TargetGroupBindingCommand,
  ctx: Context,
): readonly Effect[] {
  const targets = keyed(ctx.get('eks/TargetGroupBinding', slice)?.targets ?? []);
  for (const target of deregister) targets.delete(idOf(target));
  for (const { TargetGroupArn, Id, Port } of register)
    targets.set(idOf({ TargetGroupArn, Id, Port }), { TargetGroupArn, Id, Port });
  const record = { kind: 'eks/TargetGroupBinding', key: slice } as const;
  const about = { kind: 'kubernetes/EndpointSlice', key: slice } as const;
  const data = { registered: register.length, deregistered: deregister.length };
  return [
    targets.size > 0
      ? { do: 'put', ...record, value: { targets: [...targets.values()] } }
      : { do: 'remove', ...record },
    { do: 'note', fact: { model: 'eks', type: 'targetsBound', data, about } },
    ...byGroup(deregister).map(([targetGroupArn, group]) =>
      command({ model: 'aws', type: 'deregisterTargets', targetGroupArn, targets: group }),
    ),
    ...byGroup(register).map(([targetGroupArn, group]) =>
      command({
        model: 'aws',
        type: 'registerTargets',
        targetGroupArn,
        targets: group.map(({ Id, Port, zone }) => ({
          Id,
          Port,
          AvailabilityZone: zone,
          address: `${Id}:${Port}`,
        })),
      }),
    ),
  ];
}

const command = (of: Command): Effect => ({ do: 'command', command: of });

function wantedTargets(slice: EndpointSlice, read: Read): readonly WantedTarget[] {
  const service = serviceKey(slice);
  const ports = read.get('eks/ServiceLoadBalancer', service)?.ports ?? [];
  return ports.flatMap((binding) => {
    const Port = slice.ports.find(({ name }) => (name ?? null) === binding.portName)?.port;
    const [group] = read.by('elasticloadbalancing/TargetGroup', 'name', binding.targetGroup);
    if (Port === undefined || !group) return [];
    return slice.endpoints
      .filter((endpoint) => isWanted(endpoint, binding, read))
      .map((endpoint) => ({
        TargetGroupArn: group.TargetGroupArn,
        Id: endpoint.addresses[0] ?? '',
        Port,
        // What the API wants for addresses outside the VPC's own range.
        zone: endpoint.zone ?? 'all',
      }));
  });
}

function isWanted(
  { conditions, targetRef }: Endpoint,
  { targetGroup }: ServicePortBinding,
  read: Read,
): boolean {
  if (conditions.terminating) return false;
  if (conditions.ready) return true;
  const pod = targetRef && read.get('kubernetes/Pod', `${targetRef.namespace}/${targetRef.name}`);
  return pod !== undefined && gatesOf(pod).includes(targetGroup) && containersReady(pod);
}

const containersReady = ({ status }: Pod): boolean =>
  status.conditions?.some(({ type, status: s }) => type === 'ContainersReady' && s === 'True') ??
  false;

const serviceKey = ({ metadata }: EndpointSlice): string =>
  `${metadata.namespace ?? 'default'}/${metadata.labels?.[SERVICE_NAME] ?? ''}`;

const idOf = ({ TargetGroupArn, Id, Port }: BoundTarget): string =>
  `${TargetGroupArn}|${Id}:${Port}`;

const keyed = <T extends BoundTarget>(targets: readonly T[]): Map<string, T> =>
  new Map(targets.map((target) => [idOf(target), target]));

function byGroup<T extends BoundTarget>(
  targets: readonly T[],
): readonly (readonly [string, T[]])[] {
  const groups = new Map<string, T[]>();
  for (const target of targets) {
    const group = groups.get(target.TargetGroupArn);
    if (group) group.push(target);
    else groups.set(target.TargetGroupArn, [target]);
  }
  return [...groups];
}

export const targetGroupBindingIndexes: readonly IndexDef[] = [
  defineIndex({
    name: 'loadBalancer',
    kind: 'eks/ServiceLoadBalancer',
    buckets: ({ loadBalancer }) => [loadBalancer],
  }),
  defineIndex({
    name: 'service',
    kind: 'kubernetes/EndpointSlice',
    buckets: (slice) => [serviceKey(slice)],
  }),
  defineIndex({
    name: 'unready',
    kind: 'kubernetes/EndpointSlice',
    buckets: ({ endpoints }) =>
      endpoints
        .filter(({ conditions }) => !conditions.ready && !conditions.terminating)
        .map(({ targetRef }) => `${targetRef?.namespace ?? ''}/${targetRef?.name ?? ''}`),
  }),
];

export const targetGroupBindingWatches: readonly Watch[] = [
  defineWatch({
    kind: 'kubernetes/EndpointSlice',
    wakes: TARGET_GROUP_BINDING,
    keys: (after, before, key, read) => {
      const slice = after ?? before;
      const concerns = slice && read.has('eks/ServiceLoadBalancer', serviceKey(slice));
      return concerns || read.has('eks/TargetGroupBinding', key) ? [key] : [];
    },
  }),
  defineWatch({
    kind: 'eks/ServiceLoadBalancer',
    wakes: TARGET_GROUP_BINDING,
    keys: (_after, _before, key, read) => read.keysBy('kubernetes/EndpointSlice', 'service', key),
  }),
  // A pod that waits for its gate stays unready: nothing in its slice changes when its containers are ready.
  defineWatch({
    kind: 'kubernetes/Pod',
    wakes: TARGET_GROUP_BINDING,
    keys: (after, before, key, read) =>
      after &&
      gatesOf(after).length > 0 &&
      containersReady(after) !== (before && containersReady(before))
        ? read.keysBy('kubernetes/EndpointSlice', 'unready', key)
        : [],
  }),
];
