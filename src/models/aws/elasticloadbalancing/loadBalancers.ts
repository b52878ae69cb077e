/** Making and unmaking load balancers and their listeners, for requests and for controllers alike. */
import type { Context, Effect, Lifecycle } from '../../../engine/model';
import { listenerArn, loadBalancerNames, targetGroupStream } from './arns';
import { loadBalancerMachine } from './loadBalancer.machine';
import { provisionMs } from './provisioning';
import { TARGET_LIFECYCLE } from './targetLifecycle';
import { registerMs } from './targets';
import type { Listener, LoadBalancer } from './types';

export const LOAD_BALANCER_LIFECYCLE = 'elasticloadbalancing/loadBalancer';

export function newLoadBalancer(
  name: string,
  type: LoadBalancer['Type'],
  ctx: Context,
): { readonly loadBalancer: LoadBalancer; readonly effects: readonly Effect[] } {
  const names = loadBalancerNames(name, type, ctx);
  const readyInMs = provisionMs(name, ctx);
  const loadBalancer: LoadBalancer = {
    ...names,
    LoadBalancerName: name,
    Type: type,
    State: { Code: 'provisioning' },
    CreatedTime: ctx.nowMs,
    forwardsTo: null,
  };
  const about = { kind: 'elasticloadbalancing/LoadBalancer', key: name } as const;
  const data = { DNSName: names.DNSName, Type: type, readyInMs };
  return {
    loadBalancer,
    effects: [
      { do: 'put', ...about, value: loadBalancer },
      { do: 'note', fact: { model: 'aws', type: 'loadBalancerCreated', data, about } },
      {
        do: 'begin',
        lifecycle: LOAD_BALANCER_LIFECYCLE,
        key: name,
        input: { provisionMs: readyInMs },
      },
    ],
  };
}

export const loadBalancerLifecycle: Lifecycle = {
  name: LOAD_BALANCER_LIFECYCLE,
  machine: loadBalancerMachine,
  record: (key) => ({ kind: 'elasticloadbalancing/LoadBalancer', key }),
  status(key, { value }, ctx) {
    const before = ctx.get('elasticloadbalancing/LoadBalancer', key);
    if (!before || value !== 'active') return [];
    const about = { kind: 'elasticloadbalancing/LoadBalancer', key } as const;
    const after: LoadBalancer = { ...before, State: { Code: 'active' } };
    const data = { DNSName: before.DNSName };
    return [
      { do: 'put', ...about, value: after },
      { do: 'note', fact: { model: 'aws', type: 'loadBalancerActive', data, about } },
      ...listenersOf(before, ctx).flatMap((l) => takeTargets(groupOf(l), before.Type, ctx)),
    ];
  },
  intents: {},
  ignores: [],
};

export function newListener(
  loadBalancer: LoadBalancer,
  Port: number,
  Protocol: string,
  TargetGroupArn: string,
  ctx: Context,
): { readonly listener: Listener; readonly effects: readonly Effect[] } {
  const listener: Listener = {
    ListenerArn: listenerArn(loadBalancer, Port),
    LoadBalancerArn: loadBalancer.LoadBalancerArn,
    Port,
    Protocol,
    DefaultActions: [{ Type: 'forward', TargetGroupArn }],
  };
  const about = { kind: 'elasticloadbalancing/Listener', key: listener.ListenerArn } as const;
  const data = { Port, TargetGroupArn };
  const active = loadBalancer.State.Code === 'active';
  return {
    listener,
    effects: [
      { do: 'put', ...about, value: listener },
      { do: 'note', fact: { model: 'aws', type: 'listenerCreated', data, about } },
      ...(loadBalancer.forwardsTo === null ? [forward(loadBalancer, TargetGroupArn)] : []),
      ...(active ? takeTargets(TargetGroupArn, loadBalancer.Type, ctx) : []),
    ],
  };
}

export function deleteListener(listener: Listener, ctx: Context): readonly Effect[] {
  const loadBalancer = loadBalancerOf(listener, ctx);
  const left = listenersOf(loadBalancer, ctx).filter((l) => l.ListenerArn !== listener.ListenerArn);
  const [next] = left;
  return [
    ...removeListener(listener),
    ...(loadBalancer ? [forward(loadBalancer, next ? groupOf(next) : null)] : []),
    ...releaseTargets(groupOf(listener), [listener], ctx),
  ];
}

export function deleteLoadBalancer(loadBalancer: LoadBalancer, ctx: Context): readonly Effect[] {
  const listeners = listenersOf(loadBalancer, ctx);
  const about = {
    kind: 'elasticloadbalancing/LoadBalancer',
    key: loadBalancer.LoadBalancerName,
  } as const;
  const groups = [...new Set(listeners.map(groupOf))];
  return [
    ...listeners.flatMap(removeListener),
    { do: 'remove', ...about },
    { do: 'note', fact: { model: 'aws', type: 'loadBalancerDeleted', data: {}, about } },
    ...groups.flatMap((group) => releaseTargets(group, listeners, ctx)),
  ];
}

export const groupOf = (listener: Listener): string => listener.DefaultActions[0].TargetGroupArn;

export const listenersOf = (
  loadBalancer: LoadBalancer | undefined,
  ctx: Context,
): readonly Listener[] =>
  loadBalancer
    ? ctx.by('elasticloadbalancing/Listener', 'loadBalancer', loadBalancer.LoadBalancerArn)
    : [];

export const loadBalancerOf = (listener: Listener, ctx: Context): LoadBalancer | undefined =>
  ctx.by('elasticloadbalancing/LoadBalancer', 'arn', listener.LoadBalancerArn)[0];

const forward = (loadBalancer: LoadBalancer, forwardsTo: string | null): Effect => ({
  do: 'put',
  kind: 'elasticloadbalancing/LoadBalancer',
  key: loadBalancer.LoadBalancerName,
  value: { ...loadBalancer, forwardsTo },
});

function removeListener(listener: Listener): Effect[] {
  const about = { kind: 'elasticloadbalancing/Listener', key: listener.ListenerArn } as const;
  const data = { Port: listener.Port, TargetGroupArn: groupOf(listener) };
  return [
    { do: 'remove', ...about },
    { do: 'note', fact: { model: 'aws', type: 'listenerDeleted', data, about } },
  ];
}

/** From now on a load balancer uses these targets: registration begins for those that waited for one. */
function takeTargets(arn: string, type: LoadBalancer['Type'], ctx: Context): Effect[] {
  const group = ctx.get('elasticloadbalancing/TargetGroup', arn);
  if (!group) return [];
  const random = ctx.random(targetGroupStream(group));
  return ctx.keysBy('elasticloadbalancing/TargetHealth', 'targetGroup', arn).map((key) => {
    const event = { type: 'taken', registerMs: registerMs(type, random) };
    return { do: 'tell', lifecycle: TARGET_LIFECYCLE, key, event };
  });
}

/** No load balancer is left that forwards to the group, when `going` are its last listeners. */
function releaseTargets(group: string, going: readonly Listener[], ctx: Context): Effect[] {
  const listeners = ctx.by('elasticloadbalancing/Listener', 'targetGroup', group);
  if (listeners.some((l) => !going.includes(l))) return [];
  return ctx
    .keysBy('elasticloadbalancing/TargetHealth', 'targetGroup', group)
    .map((key) => ({ do: 'tell', lifecycle: TARGET_LIFECYCLE, key, event: { type: 'released' } }));
}
