/** `category`: how tasks are shared out, exactly or within bounds, and strategies that are refused. */
import { splitTasks, type StrategyItem } from '../../models/ecs/capacityProviders/strategy';
import {
  capacityProviderStrategyErrors,
  unassociatedProviderErrors,
} from '../../models/ecs/validation/capacityProviderStrategy';
import { differences, type Case, type Suite } from '../suite';

interface Input {
  readonly strategy: readonly StrategyItem[];
  readonly count: number;
}

/** Providers that the cluster of the refused cases has. */
const OF_CLUSTER = ['FARGATE', 'FARGATE_SPOT'];

export const suite: Suite = {
  system: 'ecs',
  suite: 'capacity-provider-strategy',
  check: ({ input, expect }: Case) => {
    const { strategy, count } = input as unknown as Input;
    if (expect['rejected'] === true) return rejection(strategy, expect['messageIncludes']);
    const split = Object.fromEntries(splitTasks(strategy, count));
    const bounds = (expect['splitBounds'] ?? {}) as Readonly<Record<string, [number, number]>>;
    const outside = Object.entries(bounds).filter(
      ([name, [from, to]]) => (split[name] ?? 0) < from || (split[name] ?? 0) > to,
    );
    const total = Object.values(split).reduce((sum, n) => sum + n, 0);
    const { splitBounds: _bounds, ...others } = expect;
    return [
      ...differences(others, { split, total }),
      ...outside.map(
        ([name, [from, to]]) => `${name}: ${split[name] ?? 0} is not ${from} to ${to}`,
      ),
    ];
  },
};

function rejection(strategy: readonly StrategyItem[], wanted: unknown): string[] {
  const messages = [
    ...capacityProviderStrategyErrors(strategy),
    ...unassociatedProviderErrors(strategy, OF_CLUSTER),
  ].map(({ message }) => message);
  if (messages.length === 0) return ['accepted'];
  if (typeof wanted !== 'string') return [];
  return messages.some((message) => message.includes(wanted)) ? [] : messages;
}
