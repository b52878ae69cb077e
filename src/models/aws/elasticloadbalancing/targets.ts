/** Registering and deregistering targets, and looking at what they answer, for requests and for controllers alike. */
import type { Context, Effect, RandomStream } from '../../../engine/model';
import { timings } from '../timings';
import { targetGroupStream, targetKey } from './arns';
import { nextCheckInMs, observe, outcomeOf, sameObservation, settingsOf } from './observation';
import type { TargetLife } from './target.machine';
import { TARGET_LIFECYCLE } from './targetLifecycle';
import type { LoadBalancer, TargetGroup, TargetHealth } from './types';

export interface TargetRegistration {
  readonly Id: string;
  readonly Port: number;
  readonly AvailabilityZone: string;
  /** `<ip>:<port>` of the Listener that stands behind it. */
  readonly address: string;
}

export function registerTargets(
  group: TargetGroup,
  targets: readonly TargetRegistration[],
  ctx: Context,
): readonly Effect[] {
  const type = usedByType(group, ctx);
  const once = new Map(targets.map((t) => [targetKey(group.TargetGroupArn, t), t]));
  return [...once.values()].flatMap((target) => registerTarget(group, target, type, ctx));
}

export function deregisterTargets(
  group: TargetGroup,
  targets: readonly { readonly Id: string; readonly Port: number }[],
): readonly Effect[] {
  return targets.map((target) => ({
    do: 'tell',
    lifecycle: TARGET_LIFECYCLE,
    key: targetKey(group.TargetGroupArn, target),
    event: { type: 'deregister' },
  }));
}

export function registerMs(type: LoadBalancer['Type'], random: RandomStream): number {
  const { from, to } = timings.elasticloadbalancing.registerMs[type];
  return random.between(from, to);
}

/** Writes what the target answers now; a health check that will end otherwise than before is told to the machine. */
export function observeTarget(key: string, ctx: Context): readonly Effect[] {
  const target = ctx.get('elasticloadbalancing/TargetHealth', key);
  const group = target && ctx.get('elasticloadbalancing/TargetGroup', target.TargetGroupArn);
  if (!target || !group) return [];
  const seen = observe(ctx, target.address, target.instanceId);
  if (sameObservation(seen, target)) return [];
  const effects: Effect[] = [put(key, { ...target, ...seen })];
  const outcome = outcomeOf(seen.answers, group.HealthCheckProtocol);
  if (outcome === outcomeOf(target.answers, group.HealthCheckProtocol)) return effects;
  const inMs = nextCheckInMs(target, group.HealthCheckIntervalSeconds * 1000, ctx.nowMs);
  const event = { type: 'observed', outcome, nextCheckInMs: inMs };
  return [...effects, { do: 'tell', lifecycle: TARGET_LIFECYCLE, key, event }];
}

/** The type of an active load balancer that forwards to the group, if there is one. */
function usedByType(group: TargetGroup, ctx: Context): LoadBalancer['Type'] | undefined {
  for (const listener of ctx.by(
    'elasticloadbalancing/Listener',
    'targetGroup',
    group.TargetGroupArn,
  ))
    for (const loadBalancer of ctx.by(
      'elasticloadbalancing/LoadBalancer',
      'arn',
      listener.LoadBalancerArn,
    ))
      if (loadBalancer.State.Code === 'active') return loadBalancer.Type;
  return undefined;
}

function registerTarget(
  group: TargetGroup,
  { address, ...Target }: TargetRegistration,
  type: LoadBalancer['Type'] | undefined,
  ctx: Context,
): Effect[] {
  const key = targetKey(group.TargetGroupArn, Target);
  const random = ctx.random(targetGroupStream(group));
  const standing = ctx.get('elasticloadbalancing/TargetHealth', key);
  if (standing) {
    if (standing.TargetHealth.State !== 'draining') return [];
    const event = { type: 'register', registerMs: registerMs(type ?? 'application', random) };
    return [
      { do: 'tell', lifecycle: TARGET_LIFECYCLE, key, event },
      noteRegistered(key, Target, group),
    ];
  }
  const seen = observe(ctx, address, null);
  const target: TargetHealth = {
    TargetGroupArn: group.TargetGroupArn,
    Target,
    TargetHealth: { State: type === undefined ? 'unused' : 'initial' },
    since: ctx.nowMs,
    address,
    ...seen,
    checkedFromMs: null,
  };
  const input: TargetLife = {
    inUse: type !== undefined,
    registerMs: type === undefined ? 0 : registerMs(type, random),
    checks: settingsOf(group),
    outcome: outcomeOf(seen.answers, group.HealthCheckProtocol),
    nextCheckInMs: 0,
  };
  return [
    put(key, target),
    noteRegistered(key, Target, group),
    { do: 'begin', lifecycle: TARGET_LIFECYCLE, key, input },
  ];
}

const put = (key: string, value: TargetHealth): Effect => ({
  do: 'put',
  kind: 'elasticloadbalancing/TargetHealth',
  key,
  value,
});

function noteRegistered(key: string, target: TargetHealth['Target'], group: TargetGroup): Effect {
  const about = { kind: 'elasticloadbalancing/TargetHealth', key } as const;
  const { Id, Port } = target;
  const data = { Id, Port, TargetGroupName: group.TargetGroupName };
  return { do: 'note', fact: { model: 'aws', type: 'targetRegistered', data, about } };
}
