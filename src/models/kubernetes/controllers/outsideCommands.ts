/**
 * What others than the API's clients write into objects: the cloud's controllers (load balancer address, readiness
 * gates), the scheduler and the taint manager (deleting pods).
 */
import type { Context, Effect, FactNote } from '../../../engine/model';
import { deletePodEffects } from '../api/deletion';
import { recordEvent } from '../api/recordEvent';
import { conditionsWith } from '../kubelet/podStatus';
import { objectKey } from '../naming';
import type { Service } from '../types';
import type { ControllersCommandOf } from './commands';
import type { ControllersFact } from './facts';

export const outsideCommands = {
  setServiceIngress,
  setIngressHostname,
  setPodCondition,
  deletePod,
  writeObject: ({ key, object }: ControllersCommandOf<'writeObject'>): readonly Effect[] => [
    object
      ? { do: 'put', kind: 'kubernetes/Object', key, value: object }
      : { do: 'remove', kind: 'kubernetes/Object', key },
  ],
  recordEvent: (
    { about, event: type, reason, message, component }: ControllersCommandOf<'recordEvent'>,
    ctx: Context,
  ) => recordEvent(ctx, about, { type, reason, message, component }),
};

function setServiceIngress(
  { hostname, ...name }: ControllersCommandOf<'setServiceIngress'>,
  ctx: Context,
): readonly Effect[] {
  const key = keyOf(name);
  const service = ctx.get('kubernetes/Service', key);
  const present = service?.status.loadBalancer?.ingress?.[0]?.hostname ?? null;
  if (!service || present === hostname) return [];
  const loadBalancer = hostname === null ? {} : { ingress: [{ hostname }] };
  const value: Service = { ...service, status: { ...service.status, loadBalancer } };
  return [
    { do: 'put', kind: 'kubernetes/Service', key, value },
    note('kubernetes/Service', key, { type: 'serviceIngressSet', data: { hostname } }),
  ];
}

function setIngressHostname(
  { object: key, hostname }: ControllersCommandOf<'setIngressHostname'>,
  ctx: Context,
): readonly Effect[] {
  const ingress = ctx.get('kubernetes/Object', key);
  if (!ingress) return [];
  const loadBalancer = hostname === null ? {} : { ingress: [{ hostname }] };
  return [
    { do: 'put', kind: 'kubernetes/Object', key, value: { ...ingress, status: { loadBalancer } } },
    note('kubernetes/Object', key, { type: 'ingressHostnameSet', data: { hostname } }),
  ];
}

function setPodCondition(
  { condition, ...name }: ControllersCommandOf<'setPodCondition'>,
  ctx: Context,
): readonly Effect[] {
  const key = keyOf(name);
  const pod = ctx.get('kubernetes/Pod', key);
  if (!pod) return [];
  const before = pod.status.conditions ?? [];
  const others = before.filter((c) => c.type !== condition.type);
  const [dated] = conditionsWith(before, [condition], ctx.nowMs);
  if (dated === undefined || before.includes(dated)) return [];
  const conditions = [...others, dated];
  const { type, status, reason = null } = condition;
  return [
    {
      do: 'put',
      kind: 'kubernetes/Pod',
      key,
      value: { ...pod, status: { ...pod.status, conditions } },
    },
    note('kubernetes/Pod', key, {
      type: 'podConditionSet',
      data: { condition: type, status, reason },
    }),
  ];
}

function deletePod(
  { uid, gracePeriodSeconds, ...name }: ControllersCommandOf<'deletePod'>,
  ctx: Context,
): readonly Effect[] {
  const pod = ctx.get('kubernetes/Pod', keyOf(name));
  if (!pod || (uid !== undefined && pod.metadata.uid !== uid)) return [];
  return deletePodEffects(ctx, pod, gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds });
}

const keyOf = ({ namespace, name }: { readonly namespace: string; readonly name: string }) =>
  objectKey({ namespace, name });

const note = (
  kind: 'kubernetes/Service' | 'kubernetes/Object' | 'kubernetes/Pod',
  key: string,
  fact: ControllersFact,
): Effect => ({
  do: 'note',
  fact: { model: 'kubernetes', about: { kind, key }, ...fact } as FactNote,
});
