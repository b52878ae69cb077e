/** elbv2 DescribeLoadBalancers, DescribeListeners, DescribeTargetGroups, DescribeTargetGroupAttributes, DescribeTargetHealth. */
import type { Admission, Read } from '../../../../engine/model';
import { answer } from '../../refusal';
import {
  inputOf,
  objectsOf,
  requiredText,
  textOf,
  textsOf,
  wholeOf,
  type Input,
} from '../../requestInput';
import { targetKey } from '../arns';
import type { TargetGroup } from '../types';
import { loadBalancerNamed, targetGroupNamed } from './named';
import {
  wireAttributes,
  wireListener,
  wireLoadBalancer,
  wireTargetGroup,
  wireTargetHealth,
} from './wire';

export const describeLoadBalancers = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const named = [
      ...textsOf(given, 'LoadBalancerArns').map((LoadBalancerArn) => ({ LoadBalancerArn })),
      ...textsOf(given, 'Names').map((LoadBalancerName) => ({ LoadBalancerName })),
    ];
    const found =
      named.length > 0
        ? named.map((one) => loadBalancerNamed(one, read))
        : read.list('elasticloadbalancing/LoadBalancer');
    return { ok: true, output: { LoadBalancers: found.map(wireLoadBalancer) }, effects: [] };
  });

export const describeListeners = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const { LoadBalancerArn } = loadBalancerNamed(inputOf(input), read);
    const found = read.by('elasticloadbalancing/Listener', 'loadBalancer', LoadBalancerArn);
    return { ok: true, output: { Listeners: found.map(wireListener) }, effects: [] };
  });

export const describeTargetGroups = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const found = groupsAsked(inputOf(input), read);
    const output = { TargetGroups: found.map((group) => wireTargetGroup(group, read)) };
    return { ok: true, output, effects: [] };
  });

export const describeTargetGroupAttributes = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const Attributes = wireAttributes(targetGroupNamed(inputOf(input), read));
    return { ok: true, output: { Attributes }, effects: [] };
  });

export const describeTargetHealth = (input: unknown, read: Read): Admission =>
  answer((): Admission => {
    const given = inputOf(input);
    const group = targetGroupNamed(given, read);
    const arn = group.TargetGroupArn;
    const asked = objectsOf(given, 'Targets').map((target) => ({
      Id: requiredText(target, 'Id'),
      Port: wholeOf(target, 'Port') ?? group.Port,
    }));
    const TargetHealthDescriptions =
      asked.length > 0
        ? asked.map((target) =>
            wireTargetHealth(
              target,
              read.get('elasticloadbalancing/TargetHealth', targetKey(arn, target)),
            ),
          )
        : read
            .by('elasticloadbalancing/TargetHealth', 'targetGroup', arn)
            .map((target) => wireTargetHealth(target.Target, target));
    return { ok: true, output: { TargetHealthDescriptions }, effects: [] };
  });

function groupsAsked(input: Input, read: Read): readonly TargetGroup[] {
  if (textOf(input, 'LoadBalancerArn') !== undefined) {
    const { LoadBalancerArn } = loadBalancerNamed(input, read);
    const listeners = read.by('elasticloadbalancing/Listener', 'loadBalancer', LoadBalancerArn);
    const arns = new Set(listeners.map((l) => l.DefaultActions[0].TargetGroupArn));
    return [...arns].map((TargetGroupArn) => targetGroupNamed({ TargetGroupArn }, read));
  }
  const named = [
    ...textsOf(input, 'TargetGroupArns').map((TargetGroupArn) => ({ TargetGroupArn })),
    ...textsOf(input, 'Names').map((TargetGroupName) => ({ TargetGroupName })),
  ];
  return named.length > 0
    ? named.map((one) => targetGroupNamed(one, read))
    : read.list('elasticloadbalancing/TargetGroup');
}
