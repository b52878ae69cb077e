/** Who looks again when processes, instances, targets or load balancers change. Both look at the very same instant. */
import { defineWatch, type Controller, type Watch } from '../../../engine/model';
import { observe, sameObservation } from './observation';
import { flowIsStale } from './traffic';

const TARGET_OBSERVER = 'elasticloadbalancing/targetObserver';
const FLOW = 'elasticloadbalancing/flow';

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

export const controllers: readonly Controller[] = [targetObserver, flow];

export const watches: readonly Watch[] = [
  defineWatch({
    kind: 'workload/Listener',
    wakes: TARGET_OBSERVER,
    keys: (after, before, key, read) =>
      after?.answers === before?.answers &&
      after?.cpuPerRequestMs === before?.cpuPerRequestMs &&
      after?.instanceId === before?.instanceId
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
        after?.cpuPerRequestMs === before?.cpuPerRequestMs;
      const group = (after ?? before)?.TargetGroupArn ?? '';
      return same ? [] : read.keysBy('elasticloadbalancing/LoadBalancer', 'targetGroup', group);
    },
  }),
  defineWatch({
    kind: 'elasticloadbalancing/LoadBalancer',
    wakes: FLOW,
    keys: (_after, _before, key) => [key],
  }),
];
