/** Who looks again when processes, instances, targets or load balancers change. Both look at the very same instant. */
import { defineWatch, type Controller, type Read, type Watch } from '../../../engine/model';
import { observe, sameObservation } from './observation';
import { nextStepMs, rateAt } from '../../workload/traffic';
import { useController, useWatches } from '../load/use';
import { flowIsStale } from './traffic';

const TARGET_OBSERVER = 'elasticloadbalancing/targetObserver';
const FLOW = 'elasticloadbalancing/flow';
const TRAFFIC = 'elasticloadbalancing/traffic';

/** Key: that of a TargetHealth. */
const targetObserver: Controller = {
  name: TARGET_OBSERVER,
  latencyMs: 0,
  sync(key, ctx) {
    const target = ctx.get('elasticloadbalancing/TargetHealth', key);
    if (!target) return undefined;
    const seen = observe(ctx, target.address, target.instanceId);
    if (sameObservation(seen, target)) return undefined;
    return { commands: [{ model: 'aws', type: 'observeTarget', target: key }] };
  },
};

/** Key: LoadBalancerName. */
const flow: Controller = {
  name: FLOW,
  latencyMs: 0,
  sync: (key, ctx) =>
    flowIsStale(key, ctx)
      ? { commands: [{ model: 'aws', type: 'updateFlow', loadBalancer: key }] }
      : undefined,
};

/** Key: LoadBalancerName. Sleeps from one step of its traffic to the next. */
const traffic: Controller = {
  name: TRAFFIC,
  latencyMs: 0,
  sync(key, read) {
    const shape = read.get('workload/Traffic', key);
    if (!shape) return undefined;
    const wanted = read.get('elasticloadbalancing/Flow', key)?.wantedRate;
    const steps = wanted !== rateAt(shape, read.nowMs);
    const nextMs = nextStepMs(shape, read.nowMs);
    return {
      commands: steps ? [{ model: 'aws', type: 'stepTraffic', loadBalancer: key }] : [],
      ...(nextMs === null ? {} : { requeueAfterMs: nextMs - read.nowMs }),
    };
  },
};

export const controllers: readonly Controller[] = [targetObserver, flow, traffic, useController];

/** Load balancers whose targets share machines with those of this one, itself included. */
function neighbours(name: string, read: Read): readonly string[] {
  const island = read.get('elasticloadbalancing/Flow', name)?.island ?? null;
  if (island === null || read.count('elasticloadbalancing/Flow', 'island', island) < 2)
    return [name];
  return [name, ...read.keysBy('elasticloadbalancing/Flow', 'island', island)];
}

export const watches: readonly Watch[] = [
  ...useWatches,
  defineWatch({
    kind: 'workload/Traffic',
    wakes: TRAFFIC,
    keys: (after, _before, key) => (after ? [key] : []),
  }),
  // What others send to the same machines changes what is left of them.
  defineWatch({
    kind: 'elasticloadbalancing/Flow',
    wakes: FLOW,
    keys: (after, before, key, read) =>
      after && after.offeredRate !== before?.offeredRate
        ? neighbours(key, read).filter((name) => name !== key)
        : [],
  }),
  defineWatch({
    kind: 'workload/Process',
    wakes: FLOW,
    keys: (after, before, _key, read) => {
      const process = after ?? before;
      const comesOrGoes = (after === undefined) !== (before === undefined);
      return process && (process.idleMicro > 0 || process.consumes) && comesOrGoes
        ? read.keysBy('elasticloadbalancing/Flow', 'island', process.island)
        : [];
    },
  }),
  defineWatch({
    kind: 'workload/Listener',
    wakes: TARGET_OBSERVER,
    keys: (after, before, key, read) =>
      after?.answers === before?.answers &&
      after?.cpuPerRequestMs === before?.cpuPerRequestMs &&
      after?.instanceId === before?.instanceId &&
      after?.process === before?.process
        ? []
        : read.keysBy('elasticloadbalancing/TargetHealth', 'address', key),
  }),
  defineWatch({
    kind: 'ec2/Instance',
    wakes: TARGET_OBSERVER,
    keys: (after, before, key, read) =>
      after?.reachable === before?.reachable && after?.powered === before?.powered
        ? []
        : read.keysBy('elasticloadbalancing/TargetHealth', 'instance', key),
  }),
  defineWatch({
    kind: 'elasticloadbalancing/TargetHealth',
    wakes: FLOW,
    keys: (after, before, _key, read) => {
      const same =
        after?.TargetHealth.State === before?.TargetHealth.State &&
        after?.answers === before?.answers &&
        after?.cpuPerRequestMs === before?.cpuPerRequestMs &&
        after?.safeRate === before?.safeRate &&
        after?.island === before?.island;
      const group = (after ?? before)?.TargetGroupArn ?? '';
      if (same) return [];
      return read
        .keysBy('elasticloadbalancing/LoadBalancer', 'targetGroup', group)
        .flatMap((name) => neighbours(name, read));
    },
  }),
  defineWatch({
    kind: 'elasticloadbalancing/LoadBalancer',
    wakes: FLOW,
    keys: (_after, _before, key) => [key],
  }),
];
