import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIGURATION, type KubeSchedulerProfile } from './configuration';
import { createProfile } from './profile';
import { validateConfiguration } from './validateConfiguration';

const of = (profile: KubeSchedulerProfile) => {
  const { filters, scores, postFilters } = createProfile(DEFAULT_CONFIGURATION, profile);
  return {
    filters: filters.map(({ name }) => name),
    scores: scores.map(({ plugin, weight }) => `${plugin.name} ${weight}`),
    postFilters,
  };
};
const { filters, scores } = of({});

describe('a profile', () => {
  it('runs the default plugins in their order, with their weights', () => {
    expect(filters).toEqual([
      'NodeUnschedulable',
      'NodeName',
      'TaintToleration',
      'NodeAffinity',
      'NodePorts',
      'NodeResourcesFit',
      'PodTopologySpread',
      'InterPodAffinity',
    ]);
    expect(scores).toEqual([
      'TaintToleration 3',
      'NodeAffinity 2',
      'NodeResourcesFit 1',
      'PodTopologySpread 2',
      'InterPodAffinity 2',
      'NodeResourcesBalancedAllocation 1',
      'ImageLocality 1',
    ]);
  });

  it.each<[string, KubeSchedulerProfile['plugins'], Partial<ReturnType<typeof of>>]>([
    [
      'leaves out what is disabled',
      { multiPoint: { disabled: [{ name: 'PodTopologySpread' }] } },
      {
        filters: filters.filter((name) => name !== 'PodTopologySpread'),
        scores: scores.filter((name) => !name.startsWith('PodTopologySpread')),
      },
    ],
    [
      'disables at one point only',
      { score: { disabled: [{ name: 'PodTopologySpread' }] } },
      { filters },
    ],
    [
      'runs only what is named after everything is disabled',
      {
        score: {
          disabled: [{ name: '*' }],
          enabled: [{ name: 'ImageLocality', weight: 5 }, { name: 'NodeResourcesFit' }],
        },
      },
      { scores: ['ImageLocality 5', 'NodeResourcesFit 1'] },
    ],
    [
      'gives a default a new weight where it stands',
      { score: { enabled: [{ name: 'NodeAffinity', weight: 7 }] } },
      { scores: scores.with(1, 'NodeAffinity 7') },
    ],
    ['does without preemption', { postFilter: { disabled: [{ name: '*' }] } }, { postFilters: [] }],
  ])('%s', (_, plugins, expected) => {
    expect(of({ plugins: plugins ?? {} })).toMatchObject(expected);
  });
});

describe('a configuration', () => {
  it.each([
    [{ percentageOfNodesToScore: 101 }, 'percentageOfNodesToScore'],
    [{ podMaxBackoffSeconds: 0.5 }, 'podMaxBackoffSeconds'],
    [{ profiles: [] }, 'profiles'],
    [{ profiles: [{}, {}] }, 'profiles[1].schedulerName'],
    [
      { profiles: [{ plugins: { score: { enabled: [{ name: 'VolumeBinding' }] } } }] },
      'profiles[0].plugins.score.enabled[0].name',
    ],
    [
      { profiles: [{ pluginConfig: [{ name: 'Nope', args: {} }] }] },
      'profiles[0].pluginConfig[0].name',
    ],
  ])('%j is refused at %s', (configuration, field) => {
    expect(validateConfiguration(configuration).map((v) => v.field)).toEqual([field]);
  });
});
