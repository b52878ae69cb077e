/**
 * A profile of the configuration, made ready to run: which plugins, in which order, with which weights and arguments
 * (pkg/scheduler/profile, framework/runtime, v1.34).
 */
import {
  DEFAULT_SCHEDULER_NAME,
  type ExtensionPoint,
  type KubeSchedulerProfile,
  type PluginArgs,
  type PluginSet,
  type SchedulerConfiguration,
} from './configuration';
import type { FilterPlugin, PreEnqueuePlugin, ScorePlugin } from './framework';
import { FILTERS, POST_FILTERS, PRE_ENQUEUE, SCORES } from './plugins';

export interface Profile {
  readonly schedulerName: string;
  readonly preEnqueue: readonly PreEnqueuePlugin[];
  readonly filters: readonly FilterPlugin[];
  readonly scores: readonly { readonly plugin: ScorePlugin; readonly weight: number }[];
  readonly postFilters: readonly (typeof POST_FILTERS)[number][];
  /** Of the profile, else of the whole configuration; 0: adaptive. */
  readonly percentageOfNodesToScore: number;
  readonly preemptionArgs: PluginArgs;
}

/** Scheduler name -> profile. A pod of another name waits for a scheduler that is not here. */
export const profilesOf = (config: SchedulerConfiguration): ReadonlyMap<string, Profile> =>
  new Map(
    (config.configuration.profiles ?? [{}])
      .map((profile) => createProfile(config, profile))
      .map((profile) => [profile.schedulerName, profile]),
  );

export function createProfile(
  { configuration, featureGates }: SchedulerConfiguration,
  profile: KubeSchedulerProfile,
): Profile {
  const argsOf = (name: string): PluginArgs =>
    profile.pluginConfig?.find((config) => config.name === name)?.args ?? {};
  const enabled = <V>(point: ExtensionPoint, known: Readonly<Record<string, V>>) =>
    enabledOf(known, profile.plugins?.multiPoint, profile.plugins?.[point]);
  const options = (name: string) => ({ args: argsOf(name), features: featureGates });
  return {
    schedulerName: profile.schedulerName ?? DEFAULT_SCHEDULER_NAME,
    preEnqueue: enabled('preEnqueue', PRE_ENQUEUE).map(({ plugin }) => plugin),
    filters: enabled('filter', FILTERS).map(({ name, plugin }) => plugin(options(name))),
    scores: enabled('score', SCORES).map(({ name, plugin, weight }) => ({
      plugin: plugin.create(options(name)),
      weight: weight || plugin.weight,
    })),
    postFilters: enabled('postFilter', POST_FILTER_TABLE)
      .map(({ plugin }) => plugin)
      .filter((name) => name !== 'DynamicResources' || featureGates.DynamicResourceAllocation),
    percentageOfNodesToScore:
      profile.percentageOfNodesToScore ?? configuration.percentageOfNodesToScore ?? 0,
    preemptionArgs: argsOf('DefaultPreemption'),
  };
}

const POST_FILTER_TABLE = Object.fromEntries(POST_FILTERS.map((name) => [name, name]));

interface Enabled<V> {
  readonly name: string;
  readonly plugin: V;
  readonly weight: number | undefined;
}

/**
 * The defaults in their order, less what is disabled. Naming a default again gives it a new weight; naming a disabled
 * one puts it at the end.
 */
function enabledOf<V>(
  known: Readonly<Record<string, V>>,
  multiPoint: PluginSet = {},
  specific: PluginSet = {},
): readonly Enabled<V>[] {
  const disabled = [...(multiPoint.disabled ?? []), ...(specific.disabled ?? [])].map(
    (p) => p.name,
  );
  const asked = [...(specific.enabled ?? []), ...(multiPoint.enabled ?? [])];
  const isOff = (name: string): boolean => disabled.includes('*') || disabled.includes(name);
  const entry = (name: string, plugin: V): Enabled<V> => ({
    name,
    plugin,
    weight: asked.find((p) => p.name === name)?.weight,
  });
  const defaults = Object.entries(known).filter(([name]) => !isOff(name));
  const added = asked
    .filter(({ name }, i) => asked.findIndex((p) => p.name === name) === i)
    .filter(({ name }) => isOff(name) && known[name] !== undefined);
  return [
    ...defaults.map(([name, plugin]) => entry(name, plugin)),
    ...added.map(({ name }) => entry(name, known[name] as V)),
  ];
}
