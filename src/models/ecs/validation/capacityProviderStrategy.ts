/**
 * Capacity provider strategies as requests give them: at most 20 providers, base on one of them only, at least one
 * weight above zero. Messages as the service answers (observed 2026); ranges: API reference, CapacityProviderStrategyItem.
 */
import type { FieldError } from '../../../engine/model';
import type { CapacityProviderStrategyItem } from '../types';
import { invalidParameter } from './exceptions';

const MAX_PROVIDERS = 20;
const MAX_WEIGHT = 1000;
const MAX_BASE = 100_000;
const FARGATE_PROVIDERS = ['FARGATE', 'FARGATE_SPOT'];

export function capacityProviderStrategyErrors(
  strategy: readonly CapacityProviderStrategyItem[],
): FieldError[] {
  if (strategy.length === 0) return [];
  const errors = strategy.flatMap((item, i) => [
    ...rangeErrors(i, 'weight', item.weight, MAX_WEIGHT),
    ...rangeErrors(i, 'base', item.base, MAX_BASE),
  ]);
  if (strategy.length > MAX_PROVIDERS)
    errors.push(
      invalidParameter([], `A capacity provider strategy can have at most ${MAX_PROVIDERS} items.`),
    );
  if (strategy.filter((item) => (item.base ?? 0) > 0).length > 1)
    errors.push(
      invalidParameter(
        [],
        'There are multiple capacity providers in the specified capacity provider strategy with a base value defined. ' +
          'Only one capacity provider can have a base value defined. Specify a valid capacity provider strategy and try again.',
      ),
    );
  if (!strategy.some((item) => (item.weight ?? 0) > 0))
    errors.push(
      invalidParameter(
        [],
        'There are no capacity providers in the capacity provider strategy with a weight value greater than zero. ' +
          'Specify a weight value greater than zero for at least one capacity provider and try again.',
      ),
    );
  const onFargate = strategy.filter((i) => FARGATE_PROVIDERS.includes(i.capacityProvider)).length;
  if (onFargate > 0 && onFargate < strategy.length)
    errors.push(
      invalidParameter(
        [],
        'A capacity provider strategy cannot contain a mix of Fargate and Auto Scaling group capacity providers.',
      ),
    );
  return errors;
}

/** Every provider must be associated with the cluster; FARGATE and FARGATE_SPOT have to be as well. */
export function unassociatedProviderErrors(
  strategy: readonly CapacityProviderStrategyItem[],
  associated: readonly string[],
): FieldError[] {
  return strategy.flatMap(({ capacityProvider }, i) =>
    associated.includes(capacityProvider)
      ? []
      : [
          invalidParameter(
            [i, 'capacityProvider'],
            'The specified capacity provider strategy cannot contain a capacity provider that is not associated with ' +
              'the cluster. Associate the capacity provider with the cluster or specify a valid capacity provider and try again.',
          ),
        ],
  );
}

function rangeErrors(
  i: number,
  field: 'weight' | 'base',
  value: number | undefined,
  most: number,
): FieldError[] {
  if (value === undefined || (value >= 0 && value <= most)) return [];
  return [invalidParameter([i, field], `${field} must be between 0 and ${most}.`)];
}
