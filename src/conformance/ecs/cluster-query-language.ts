/** Expressions over a fixed set of container instances. */
import { parseClusterQuery, type QuerySubject } from '../../models/ecs/query/clusterQueryLanguage';
import { parseInstant } from '../../models/ecs/query/instant';
import { differences, type Suite } from '../suite';

interface Instance {
  readonly id: string;
  readonly ec2InstanceId: string;
  readonly agentConnected: boolean;
  readonly agentVersion: string;
  readonly registeredAt: string;
  readonly runningTasksCount: number;
  readonly taskGroups: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

export const suite: Suite = {
  system: 'ecs',
  suite: 'cluster-query-language',
  check({ input, expect }, { fixtures }) {
    const instances = (fixtures?.[input['fixture'] as string] ?? []) as readonly Instance[];
    const query = parseClusterQuery(input['expression'] as string);
    if (!query.ok) return differences(expect, { invalid: true, matches: undefined });
    const matches = instances.filter((i) => query.matches(subject(i))).map((i) => i.id);
    return differences(expect, { invalid: false, matches });
  },
};

function subject(instance: Instance): QuerySubject {
  const { attributes, taskGroups } = instance;
  return {
    ...instance,
    registeredAtEpochMs: parseInstant(instance.registeredAt) ?? 0,
    taskGroups: () => taskGroups,
    attribute: (name) => Object.entries(attributes).flatMap(([n, v]) => (n === name ? [v] : [])),
  };
}
