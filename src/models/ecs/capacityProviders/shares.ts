/**
 * How a service's tasks are shared out over the providers of its strategy: each new task goes where `strategy.ts` says, given
 * those that are there, and what leaves leaves where most are above their share. Sums are kept by the store.
 */
import { defineTally, type Read, type TallyDef } from '../../../engine/model';
import { nameOf } from '../arn';
import type { CapacityProviderStrategyItem } from '../types';
import { nextProvider, splitTasks } from './strategy';

/** Of a cluster: every task that is not STOPPED, by provider. */
export const PROVIDER_TASKS = 'ecs/providerTasks';
/** Of a deployment: tasks meant to run, by provider. */
const DEPLOYMENT_SHARES = 'ecs/deploymentShares';

export const shareTallies: readonly TallyDef[] = [
  defineTally({
    name: PROVIDER_TASKS,
    kind: 'ecs/Task',
    of: ({ capacityProviderName: name, clusterArn, lastStatus }) =>
      name === undefined || lastStatus === 'STOPPED'
        ? undefined
        : { bucket: nameOf(clusterArn), add: { [name]: 1 } },
  }),
  defineTally({
    name: DEPLOYMENT_SHARES,
    kind: 'ecs/Task',
    of: ({ capacityProviderName: name, startedBy, desiredStatus }) =>
      name === undefined || startedBy === undefined || desiredStatus === 'STOPPED'
        ? undefined
        : { bucket: startedBy, add: { [name]: 1 } },
  }),
];

type Strategy = readonly CapacityProviderStrategyItem[];

const sharesOf = (read: Pick<Read, 'tally'>, deployment: string): Map<string, number> =>
  new Map(Object.entries(read.tally(DEPLOYMENT_SHARES, deployment)));

/** The provider of each of `count` more tasks of a deployment; RunTask shares out each call by itself. */
export function providersForNext(
  strategy: Strategy,
  count: number,
  of: { readonly read: Pick<Read, 'tally'>; readonly deployment: string } | null,
): readonly string[] {
  const shares = of ? sharesOf(of.read, of.deployment) : new Map<string, number>();
  return Array.from({ length: count }, () => {
    const name = nextProvider(strategy, shares) ?? '';
    shares.set(name, (shares.get(name) ?? 0) + 1);
    return name;
  });
}

/** The provider of each of `count` tasks that a deployment gives up. */
export function providersToLeave(
  strategy: Strategy,
  count: number,
  read: Pick<Read, 'tally'>,
  deployment: string,
): readonly string[] {
  const has = sharesOf(read, deployment);
  const total = [...has.values()].reduce((sum, n) => sum + n, 0);
  const stays = splitTasks(strategy, Math.max(0, total - count));
  const excess = (name: string) => (has.get(name) ?? 0) - (stays.get(name) ?? 0);
  return Array.from({ length: Math.min(count, total) }, () => {
    const [most = ''] = [...has.keys()].sort((a, b) => excess(b) - excess(a) || (a < b ? -1 : 1));
    has.set(most, (has.get(most) ?? 0) - 1);
    return most;
  });
}
