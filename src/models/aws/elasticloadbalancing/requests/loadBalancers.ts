/** elbv2 CreateLoadBalancer, DeleteLoadBalancer, CreateListener, DeleteListener. */
import type { Admission, Context } from '../../../../engine/model';
import { answer, refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textOf, wholeOf, type Input } from '../../requestInput';
import {
  deleteListener as removeListener,
  deleteLoadBalancer as removeLoadBalancer,
  listenersOf,
  newListener,
  newLoadBalancer,
} from '../loadBalancers';
import type { LoadBalancer, TargetGroup } from '../types';
import { checkName, listenerNamed, loadBalancerNamed, targetGroupNamed } from './named';
import { wireListener, wireLoadBalancer } from './wire';

export const createLoadBalancer = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const name = requiredText(given, 'Name');
    checkName('load balancer', name);
    const type = readType(given);
    const standing = ctx.get('elasticloadbalancing/LoadBalancer', name);
    if (standing && standing.Type !== type)
      refuse(
        'DuplicateLoadBalancerName',
        `A load balancer with the same name '${name}' exists, but with different settings`,
      );
    // Creating the same one again is idempotent: the API answers with what stands.
    if (standing)
      return { ok: true, output: { LoadBalancers: [wireLoadBalancer(standing)] }, effects: [] };
    const { loadBalancer, effects } = newLoadBalancer(name, type, ctx);
    return { ok: true, output: { LoadBalancers: [wireLoadBalancer(loadBalancer)] }, effects };
  });

export const deleteLoadBalancer = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const known = textOf(given, 'LoadBalancerArn');
    // Deleting what is gone succeeds, as the API has it.
    if (known !== undefined && ctx.count('elasticloadbalancing/LoadBalancer', 'arn', known) === 0)
      return { ok: true, output: {}, effects: [] };
    return {
      ok: true,
      output: {},
      effects: removeLoadBalancer(loadBalancerNamed(given, ctx), ctx),
    };
  });

export const createListener = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const loadBalancer = loadBalancerNamed(given, ctx);
    const Port = wholeOf(given, 'Port') ?? 0;
    if (Port < 1 || Port > 65_535)
      refuse('ValidationError', `Port '${Port}' is not valid: ports are 1 to 65535`, ['Port']);
    const Protocol = readProtocol(given, loadBalancer);
    const group = forwardedTo(given, ctx);
    checkListener(loadBalancer, group, Port, ctx);
    const arn = group.TargetGroupArn;
    const { listener, effects } = newListener(loadBalancer, Port, Protocol, arn, ctx);
    return { ok: true, output: { Listeners: [wireListener(listener)] }, effects };
  });

export const deleteListener = (input: unknown, ctx: Context): Admission =>
  answer((): Admission => {
    const listener = listenerNamed(inputOf(input), ctx);
    return { ok: true, output: {}, effects: removeListener(listener, ctx) };
  });

function readType(input: Input): LoadBalancer['Type'] {
  const type = textOf(input, 'Type') ?? 'application';
  if (type === 'application' || type === 'network') return type;
  return refuse('ValidationError', `Load balancer type '${type}' is not valid`, ['Type']);
}

/** HTTPS and TLS end at the load balancer: certificates are accepted and not looked at. */
function readProtocol(input: Input, loadBalancer: LoadBalancer): string {
  const [standard, valid] =
    loadBalancer.Type === 'application' ? ['HTTP', ['HTTP', 'HTTPS']] : ['TCP', ['TCP', 'TLS']];
  const protocol = textOf(input, 'Protocol') ?? standard;
  if (!valid.includes(protocol))
    refuse(
      'ValidationError',
      `Listener protocol '${protocol}' must be one of '${valid.join(', ')}'`,
      ['Protocol'],
    );
  return protocol;
}

function forwardedTo(input: Input, ctx: Context): TargetGroup {
  if (input['TargetGroupName'] !== undefined) return targetGroupNamed(input, ctx);
  const [action] = objectsOf(input, 'DefaultActions');
  if (!action)
    refuse('ValidationError', 'A listener must have a default action', ['DefaultActions']);
  if (action['Type'] !== 'forward')
    refuse('ValidationError', `Actions of type '${String(action['Type'])}' are not simulated`, [
      'DefaultActions',
      0,
      'Type',
    ]);
  const [forwarded] = objectsOf(inputOf(action['ForwardConfig']), 'TargetGroups');
  return targetGroupNamed(
    action['TargetGroupArn'] === undefined && forwarded ? forwarded : action,
    ctx,
  );
}

function checkListener(
  loadBalancer: LoadBalancer,
  group: TargetGroup,
  port: number,
  ctx: Context,
): void {
  const wanted = loadBalancer.Type === 'application' ? 'HTTP' : 'TCP';
  if (group.Protocol !== wanted)
    refuse(
      'InvalidConfigurationRequest',
      `The following target groups have protocol ${group.Protocol} and cannot be used with this ${loadBalancer.Type} load balancer: ${group.TargetGroupArn}`,
    );
  if (listenersOf(loadBalancer, ctx).some((listener) => listener.Port === port))
    refuse(
      'DuplicateListener',
      `A listener already exists on this port for this load balancer '${loadBalancer.LoadBalancerArn}'`,
    );
}
