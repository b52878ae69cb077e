/** What the plugins say of their arguments (pkg/scheduler/apis/config/validation/validation_pluginargs.go, v1.34). */
import {
  duplicate,
  invalid,
  invalidEach,
  notSupported,
  required,
  type FieldPath,
  type Violation,
} from '../validation/fieldErrors';
import { isQualifiedName } from '../validation/names';
import type { PluginArgs, ResourceSpec, UtilizationShapePoint } from './configuration';

const STRATEGIES = ['LeastAllocated', 'MostAllocated', 'RequestedToCapacityRatio'];

export function validateNodeResourcesFitArgs(
  at: FieldPath,
  { ignoredResources = [], ignoredResourceGroups = [], scoringStrategy }: PluginArgs,
): readonly Violation[] {
  const strategy = at.child('scoringStrategy');
  const shape = scoringStrategy?.requestedToCapacityRatio?.shape;
  return [
    ...ignoredResources.flatMap((name, i) =>
      invalidEach(at.child('ignoredResources').index(i), name, isQualifiedName(name)),
    ),
    ...ignoredResourceGroups.flatMap((group, i) => validateGroup(group, at, i)),
    ...(scoringStrategy && !STRATEGIES.includes(scoringStrategy.type)
      ? [notSupported(strategy.child('type'), scoringStrategy.type, STRATEGIES)]
      : []),
    ...validateResources(scoringStrategy?.resources ?? [], strategy.child('resources')),
    ...(scoringStrategy?.requestedToCapacityRatio
      ? validateFunctionShape(shape ?? [], strategy.child('shape'))
      : []),
  ];
}

const validateGroup = (group: string, at: FieldPath, i: number): readonly Violation[] => {
  const place = at.child('ignoredResourceGroups').index(i);
  return group.includes('/')
    ? [invalid(place, group, "resource group name can't contain '/'")]
    : invalidEach(place, group, isQualifiedName(group));
};

const validateResources = (resources: readonly ResourceSpec[], at: FieldPath): Violation[] =>
  resources.flatMap(({ name, weight }, i) =>
    weight > 0 && weight <= 100
      ? []
      : [
          invalid(
            at.index(i).child('weight'),
            weight,
            `resource weight of ${name} not in valid range (0, 100]`,
          ),
        ],
  );

export const validateBalancedAllocationArgs = (
  at: FieldPath,
  { resources = [] }: PluginArgs,
): readonly Violation[] =>
  resources.flatMap(({ name, weight }, i) => {
    const place = at.child('resources').index(i);
    return [
      ...(resources.findIndex((r) => r.name === name) < i
        ? [duplicate(place.child('name'), name)]
        : []),
      ...(weight === 1 ? [] : [invalid(place.child('weight'), weight, 'must be 1')]),
    ];
  });

export const validateInterPodAffinityArgs = (
  at: FieldPath,
  { hardPodAffinityWeight: weight = 1 }: PluginArgs,
): readonly Violation[] =>
  weight >= 0 && weight <= 100
    ? []
    : [invalid(at.child('hardPodAffinityWeight'), weight, 'not in valid range [0, 100]')];

/** Utilisation 0..100 rising from point to point, score 0..10. */
function validateFunctionShape(
  shape: readonly UtilizationShapePoint[],
  at: FieldPath,
): Violation[] {
  if (shape.length === 0) return [required(at, 'at least one point must be specified')];
  const unsorted = shape.findIndex(
    (p, i) => p.utilization <= (shape[i - 1]?.utilization ?? -Infinity),
  );
  const range = (
    i: number,
    name: 'utilization' | 'score',
    value: number,
    max: number,
  ): Violation[] =>
    value >= 0 && value <= max
      ? []
      : [invalid(at.index(i).child(name), value, `not in valid range [0, ${max}]`)];
  return [
    ...(unsorted < 0
      ? []
      : [
          invalid(
            at.index(unsorted).child('utilization'),
            shape[unsorted]?.utilization,
            'utilization values must be sorted in increasing order',
          ),
        ]),
    ...shape.flatMap(({ utilization, score }, i) => [
      ...range(i, 'utilization', utilization, 100),
      ...range(i, 'score', score, 10),
    ]),
  ];
}
