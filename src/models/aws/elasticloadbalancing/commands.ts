/**
 * What controllers of either platform ask of Elastic Load Balancing. The same work is done for the API's requests; a
 * command that names something unknown does nothing, because its sender looks again when the world changes.
 */
import type { Context, Effect } from '../../../engine/model';
import {
  deleteListener,
  deleteLoadBalancer,
  listenersOf,
  newListener,
  newLoadBalancer,
} from './loadBalancers';
import { changeTargetGroup, deleteTargetGroup, newTargetGroup } from './targetGroups';
import {
  deregisterTargets,
  observeTarget,
  registerTargets,
  type TargetRegistration,
} from './targets';
import { stepTraffic, updateFlow } from './traffic';
import type { LoadBalancer, TargetGroup, TargetGroupSettings } from './types';

export type ElasticLoadBalancingCommand =
  | {
      readonly type: 'createLoadBalancer';
      readonly name: string;
      readonly loadBalancerType: LoadBalancer['Type'];
    }
  | { readonly type: 'deleteLoadBalancer'; readonly name: string }
  | { readonly type: 'createTargetGroup'; readonly settings: TargetGroupSettings }
  /** Health checks, delay and attributes; name, port and types stay. */
  | {
      readonly type: 'modifyTargetGroup';
      readonly targetGroupArn: string;
      readonly settings: Partial<TargetGroupSettings>;
    }
  | { readonly type: 'deleteTargetGroup'; readonly targetGroupArn: string }
  /** By names, so that it can follow the two `create` commands directly. */
  | {
      readonly type: 'createListener';
      readonly loadBalancer: string;
      readonly port: number;
      readonly protocol: string;
      readonly targetGroup: string;
    }
  | { readonly type: 'deleteListener'; readonly loadBalancer: string; readonly port: number }
  | {
      readonly type: 'registerTargets';
      readonly targetGroupArn: string;
      readonly targets: readonly TargetRegistration[];
    }
  | {
      readonly type: 'deregisterTargets';
      readonly targetGroupArn: string;
      readonly targets: readonly { readonly Id: string; readonly Port: number }[];
    }
  /** Something about the target's process or host has changed: look at it again. */
  | { readonly type: 'observeTarget'; readonly target: string }
  /** Targets, load balancer or demand have changed: work out the rates again. */
  | { readonly type: 'updateFlow'; readonly loadBalancer: string }
  /** The shape of the traffic says another rate now. */
  | { readonly type: 'stepTraffic'; readonly loadBalancer: string };

type Of<T extends ElasticLoadBalancingCommand['type']> = Extract<
  ElasticLoadBalancingCommand,
  { readonly type: T }
>;
type Handlers = {
  readonly [T in ElasticLoadBalancingCommand['type']]: (
    command: Of<T>,
    ctx: Context,
  ) => readonly Effect[];
};

const group = (arn: string, ctx: Context): TargetGroup | undefined =>
  ctx.get('elasticloadbalancing/TargetGroup', arn);

export const elasticLoadBalancingCommands: Handlers = {
  createLoadBalancer: ({ name, loadBalancerType }, ctx) =>
    ctx.has('elasticloadbalancing/LoadBalancer', name)
      ? []
      : newLoadBalancer(name, loadBalancerType, ctx).effects,
  deleteLoadBalancer({ name }, ctx) {
    const standing = ctx.get('elasticloadbalancing/LoadBalancer', name);
    return standing ? deleteLoadBalancer(standing, ctx) : [];
  },
  createTargetGroup: ({ settings }, ctx) =>
    ctx.count('elasticloadbalancing/TargetGroup', 'name', settings.TargetGroupName) > 0
      ? []
      : newTargetGroup(settings, ctx).effects,
  modifyTargetGroup({ targetGroupArn, settings }, ctx) {
    const standing = group(targetGroupArn, ctx);
    return standing ? changeTargetGroup({ ...standing, ...settings }, ctx) : [];
  },
  deleteTargetGroup({ targetGroupArn }, ctx) {
    const standing = group(targetGroupArn, ctx);
    return standing ? deleteTargetGroup(standing, ctx) : [];
  },
  createListener({ loadBalancer, port, protocol, targetGroup }, ctx) {
    const standing = ctx.get('elasticloadbalancing/LoadBalancer', loadBalancer);
    const [forwardTo] = ctx.by('elasticloadbalancing/TargetGroup', 'name', targetGroup);
    const taken = listenersOf(standing, ctx).some((listener) => listener.Port === port);
    return standing && forwardTo && !taken
      ? newListener(standing, port, protocol, forwardTo.TargetGroupArn, ctx).effects
      : [];
  },
  deleteListener({ loadBalancer, port }, ctx) {
    const standing = ctx.get('elasticloadbalancing/LoadBalancer', loadBalancer);
    const listener = listenersOf(standing, ctx).find(({ Port }) => Port === port);
    return listener ? deleteListener(listener, ctx) : [];
  },
  registerTargets({ targetGroupArn, targets }, ctx) {
    const standing = group(targetGroupArn, ctx);
    return standing ? registerTargets(standing, targets, ctx) : [];
  },
  deregisterTargets({ targetGroupArn, targets }, ctx) {
    const standing = group(targetGroupArn, ctx);
    return standing ? deregisterTargets(standing, targets) : [];
  },
  observeTarget: ({ target }, ctx) => observeTarget(target, ctx),
  updateFlow: ({ loadBalancer }, ctx) => updateFlow(loadBalancer, ctx),
  stepTraffic: ({ loadBalancer }, ctx) => stepTraffic(loadBalancer, ctx),
};
