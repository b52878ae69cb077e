/** The simulator's own short form of user data, checked: `{ as, cluster, attributes?, spotDraining? | labels?, taints? }`. */
import type { Path } from '../../../../engine/model';
import { refuse } from '../../refusal';
import { inputOf, objectsOf, requiredText, textOf, type Input } from '../../requestInput';
import type { Bootstrap } from '../types';

type Taint = NonNullable<Extract<Bootstrap, { as: 'eks-node' }>['taints']>[number];
const EFFECTS: readonly string[] = ['NoSchedule', 'PreferNoSchedule', 'NoExecute'];

export function bootstrapField(value: unknown, path: Path): Bootstrap | null {
  if (value === null) return null;
  const given = inputOf(value);
  const as = textOf(given, 'as');
  if (as === 'ecs-container-instance') {
    const attributes = textFields(given, 'attributes');
    return {
      as,
      cluster: requiredText(given, 'cluster'),
      ...(attributes ? { attributes } : {}),
      ...(given['spotDraining'] === true ? { spotDraining: true } : {}),
    };
  }
  if (as !== 'eks-node')
    refuse(
      'InvalidParameterValue',
      `Invalid value '${String(as)}' for bootstrap. Valid values are ecs-container-instance, eks-node.`,
      [...path, 'as'],
    );
  const labels = textFields(given, 'labels');
  const taints = objectsOf(given, 'taints').map(readTaint);
  return {
    as,
    cluster: requiredText(given, 'cluster'),
    ...(labels ? { labels } : {}),
    ...(taints.length > 0 ? { taints } : {}),
  };
}

function textFields(input: Input, field: string): Readonly<Record<string, string>> | undefined {
  if (input[field] === undefined) return undefined;
  const entries = Object.entries(inputOf(input[field]));
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

function readTaint(taint: Input): Taint {
  const effect = requiredText(taint, 'effect');
  if (!EFFECTS.includes(effect))
    refuse('InvalidParameterValue', `Invalid value '${effect}' for effect.`, ['taints', 'effect']);
  const value = textOf(taint, 'value');
  return {
    key: requiredText(taint, 'key'),
    effect: effect as Taint['effect'],
    ...(value === undefined ? {} : { value }),
  };
}
