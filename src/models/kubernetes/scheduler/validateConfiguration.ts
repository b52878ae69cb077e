/**
 * What kube-scheduler says of its configuration before it starts (pkg/scheduler/apis/config/validation, v1.34). Our own:
 * a plugin whose rule is not modelled cannot be enabled, and says so.
 */
import {
  duplicate,
  FieldPath,
  invalid,
  invalidEach,
  mustNotBeNegative,
  notSupported,
  required,
  type Violation,
} from '../validation/fieldErrors';
import { isQualifiedName } from '../validation/names';
import type {
  KubeSchedulerConfiguration,
  KubeSchedulerProfile,
  PluginArgs,
  PluginSet,
  ResourceSpec,
  UtilizationShapePoint,
} from './configuration';
import { ELSEWHERE, FILTERS, POST_FILTERS, PRE_ENQUEUE, SCORES } from './plugins';

export function validateConfiguration(
  config: KubeSchedulerConfiguration,
  at: FieldPath = FieldPath.root,
): readonly Violation[] {
  const { podInitialBackoffSeconds: initial = 1, podMaxBackoffSeconds: max = 10 } = config;
  const names = (config.profiles ?? []).map((p) => p.schedulerName ?? '');
  return [
    ...validatePercentage(config.percentageOfNodesToScore, at.child('percentageOfNodesToScore')),
    ...(initial <= 0
      ? [invalid(at.child('podInitialBackoffSeconds'), initial, 'must be greater than 0')]
      : []),
    ...(max < initial
      ? [
          invalid(
            at.child('podMaxBackoffSeconds'),
            max,
            'must be greater than or equal to PodInitialBackoffSeconds',
          ),
        ]
      : []),
    ...(config.profiles?.length === 0 ? [required(at.child('profiles'))] : []),
    ...(config.profiles ?? []).flatMap((profile, i) => [
      ...validateProfile(profile, at.child('profiles').index(i)),
      ...(names.indexOf(names[i] ?? '') < i
        ? [duplicate(at.child('profiles').index(i).child('schedulerName'), names[i])]
        : []),
    ]),
  ];
}

function validateProfile(profile: KubeSchedulerProfile, at: FieldPath): readonly Violation[] {
  return [
    ...validatePercentage(profile.percentageOfNodesToScore, at.child('percentageOfNodesToScore')),
    ...Object.entries(profile.plugins ?? {}).flatMap(([point, set]) =>
      validatePluginSet(set, at.child('plugins', point)),
    ),
    ...(profile.pluginConfig ?? []).flatMap(({ name, args }, i) =>
      validateArgs(name, args, at.child('pluginConfig').index(i)),
    ),
  ];
}

const MODELLED = [
  ...Object.keys(PRE_ENQUEUE),
  ...Object.keys(FILTERS),
  ...Object.keys(SCORES),
  ...POST_FILTERS,
];

function validatePluginSet({ enabled = [], disabled = [] }: PluginSet, at: FieldPath): Violation[] {
  const unknown = (known: readonly string[], list: 'enabled' | 'disabled', name: string, i: number) =>
    known.includes(name)
      ? []
      : [notSupported(at.child(list).index(i).child('name'), name, [...new Set(MODELLED)].sort())];
  return [
    ...enabled.flatMap(({ name }, i) => unknown(MODELLED, 'enabled', name, i)),
    ...disabled.flatMap(({ name }, i) =>
      unknown([...MODELLED, ...ELSEWHERE, '*'], 'disabled', name, i),
    ),
    ...enabled.flatMap(({ weight }, i) =>
      mustNotBeNegative(at.child('enabled').index(i).child('weight'), weight),
    ),
  ];
}

function validateArgs(name: string, args: PluginArgs, at: FieldPath): readonly Violation[] {
  switch (name) {
    case 'NodeResourcesFit':
      return validateNodeResourcesFitArgs(at.child('args'), args);
    case 'NodeResourcesBalancedAllocation':
      return validateBalancedAllocationArgs(at.child('args'), args);
    case 'InterPodAffinity':
      return validateInterPodAffinityArgs(at.child('args'), args);
    default:
      return [...MODELLED, ...ELSEWHERE].includes(name)
        ? []
        : [notSupported(at.child('name'), name, [...new Set(MODELLED)].sort())];
  }
}

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

const validateInterPodAffinityArgs = (
  at: FieldPath,
  { hardPodAffinityWeight: weight = 1 }: PluginArgs,
): readonly Violation[] =>
  weight >= 0 && weight <= 100
    ? []
    : [invalid(at.child('hardPodAffinityWeight'), weight, 'not in valid range [0, 100]')];

/** Utilisation 0..100 rising from point to point, score 0..10. */
function validateFunctionShape(shape: readonly UtilizationShapePoint[], at: FieldPath): Violation[] {
  if (shape.length === 0) return [required(at, 'at least one point must be specified')];
  const unsorted = shape.findIndex((p, i) => p.utilization <= (shape[i - 1]?.utilization ?? -Infinity));
  const range = (i: number, name: 'utilization' | 'score', value: number, max: number): Violation[] =>
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

const validatePercentage = (value: number | undefined, at: FieldPath): readonly Violation[] =>
  value === undefined || (value >= 0 && value <= 100)
    ? []
    : [invalid(at, value, 'not in valid range [0-100]')];
