/**
 * What kube-scheduler says of its configuration before it starts (pkg/scheduler/apis/config/validation, v1.34). Our own:
 * a plugin whose rule is not modelled cannot be enabled, and says so.
 */
import {
  duplicate,
  FieldPath,
  invalid,
  mustNotBeNegative,
  notSupported,
  required,
  type Violation,
} from '../validation/fieldErrors';
import type {
  KubeSchedulerConfiguration,
  KubeSchedulerProfile,
  PluginArgs,
  PluginSet,
} from './configuration';
import {
  validateBalancedAllocationArgs,
  validateInterPodAffinityArgs,
  validateNodeResourcesFitArgs,
} from './validatePluginArgs';
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
  const unknown = (
    known: readonly string[],
    list: 'enabled' | 'disabled',
    name: string,
    i: number,
  ) =>
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

const validatePercentage = (value: number | undefined, at: FieldPath): readonly Violation[] =>
  value === undefined || (value >= 0 && value <= 100)
    ? []
    : [invalid(at, value, 'not in valid range [0-100]')];
